internal import Contracts
internal import Foundation

/// Which channel is tried next for one message to one person, when the one before has not reached them.
///
/// Pure: it is asked again with all that has happened, after each outcome, each receipt, and when a wait is over. It
/// never names a channel twice, and none after a delivery.
struct FallbackChain: Sendable, Equatable {
    /// How one channel's attempt stands.
    enum State: Sendable, Equatable {
        /// On its way to the provider, or waiting for its turn there.
        case pending
        /// The provider did not answer: it may have it.
        case unknown
        /// The provider has it.
        case accepted
        case delivered
        case read
        /// It will not arrive: refused, bounced, outside the window, not on WhatsApp.
        case failed(reason: String)
    }

    struct Attempt: Sendable, Equatable {
        var channel: NotificationChannel
        var startedAt: Date
        var state: State
    }

    enum Step: Sendable, Equatable {
        /// Try this one. What is still ``State/pending`` on another has to be taken back first.
        case send(NotificationChannel)
        /// Ask again on a receipt, or then.
        case waitForReceipt(until: Date)
        /// They have it; or the last channel that there is has taken it over, and has nothing more to say.
        case done
        /// No channel is left, and none can be said to have reached them.
        case exhausted(reason: String)
    }

    /// Those that are wanted and have an address, in order, each once.
    let channels: [NotificationChannel]
    /// How long a channel may take to deliver before the next one is tried.
    let patience: Duration

    /// - Parameters:
    ///   - wanted: in order.
    ///   - reachable: the channels that there is an address for.
    init(_ wanted: [NotificationChannel], reachable: Set<NotificationChannel>, patience: Duration = .seconds(120)) {
        var seen: Set<NotificationChannel> = []
        channels = wanted.filter { reachable.contains($0) && seen.insert($0).inserted }
        self.patience = patience
    }

    /// - Parameter attempts: all that were made, in order, with the latest that is known of each. Several can have been
    ///   made at once: the next is tried when none of them has reached the person, and none can be waited for any longer.
    func next(after attempts: [Attempt], now: Date) -> Step {
        if attempts.contains(where: { $0.state == .delivered || $0.state == .read }) { return .done }
        // An outcome that is not known may be a delivery: it is given the same time.
        let limits = attempts.filter { !$0.hasFailed }.map { $0.startedAt.addingTimeInterval(patience(for: $0)) }
        if let limit = limits.max(), now < limit { return .waitForReceipt(until: limit) }
        if attempts.contains(where: \.isAcceptedMail) { return .done }
        let tried = Set(attempts.map(\.channel))
        if let channel = channels.first(where: { !tried.contains($0) }) { return .send(channel) }
        return ending(of: attempts)
    }

    private func patience(for attempt: Attempt) -> TimeInterval {
        switch attempt.state {
        case .pending: patience * Self.queueing / .seconds(1)
        case .accepted where attempt.channel == .email: max(patience, Self.mailPatience) / .seconds(1)
        default: patience / .seconds(1)
        }
    }

    /// What waits for its turn at the provider is given so many times the patience: a burst is no failure.
    static let queueing = 5

    /// Most servers never say that a mail has arrived, only that it has not: silence is a good sign, and a failure can take
    /// its time.
    static let mailPatience = Duration.seconds(86_400)

    private func ending(of attempts: [Attempt]) -> Step {
        guard let last = attempts.last else { return .exhausted(reason: "there is no address for any channel") }
        // Carriers and mail servers need not say that something has arrived.
        if attempts.contains(where: { $0.state == .accepted }) { return .done }
        switch last.state {
        case .failed(let reason): return .exhausted(reason: "\(last.channel.rawValue): \(reason)")
        default: return .exhausted(reason: "\(last.channel.rawValue): the provider did not say whether it has it")
        }
    }
}

extension FallbackChain.Attempt {
    fileprivate var hasFailed: Bool {
        guard case .failed = state else { return false }
        return true
    }

    fileprivate var isAcceptedMail: Bool { channel == .email && state == .accepted }
}
