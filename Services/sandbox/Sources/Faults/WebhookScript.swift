/// What happens in turn because of one request, and what is posted about it. Pure.
///
/// What happens and what is posted are two things: a webhook that is lost, or comes out of order, says nothing about the
/// message or the mail itself. One that is late also holds up what would happen after it.
struct WebhookScript<Event: Sendable & Equatable>: Sendable, Equatable {
    struct Step: Sendable, Equatable {
        /// After the step before.
        var after: Duration
        var event: Event
        /// What is posted then, in this order.
        var posts: [Event]
    }

    private(set) var steps: [Step]
    /// How long each post waits.
    let postDelay: Duration

    /// - Parameters:
    ///   - events: what happens, each after so long.
    ///   - fault: what goes wrong with the posts.
    ///   - isFinal: which of the events say how it ended.
    init(_ events: [(after: Duration, event: Event)], fault: Fault? = nil, isFinal: (Event) -> Bool) {
        steps = events.map { Step(after: $0.after, event: $0.event, posts: [$0.event]) }
        postDelay = fault?.kind == .webhooksLate ? fault?.delay ?? .zero : .zero
        switch fault?.kind {
        case .webhooksLost: post { _ in [] }
        case .webhooksTwice: post { [$0, $0] }
        case .webhooksFinalLost: post { isFinal($0) ? [] : [$0] }
        case .webhooksDisordered:
            post { _ in [] }
            if let last = steps.indices.last { steps[last].posts = steps.map(\.event).reversed() }
        default: break
        }
    }

    private mutating func post(_ posts: (Event) -> [Event]) {
        for index in steps.indices { steps[index].posts = posts(steps[index].event) }
    }
}
