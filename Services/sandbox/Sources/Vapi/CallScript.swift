/// What happens in a call, and when. Pure.
struct CallScript: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        case ringing
        case answered
        case ended
        /// The report is ready; it is never part of the call itself.
        case reported
    }

    struct Step: Sendable, Equatable {
        /// After the step before.
        var after: Duration
        var event: Event
    }

    let steps: [Step]

    /// - Parameter duration: from dialling to the end. The report comes a fifth of that later.
    init(_ outcome: CallOutcome, duration: Duration) {
        let tenth = duration / 10
        let middle: [Step] =
            outcome.isAnswered
            ? [Step(after: tenth * 3, event: .answered), Step(after: tenth * 6, event: .ended)]
            : [Step(after: tenth * 9, event: .ended)]
        steps = [Step(after: tenth, event: .ringing)] + middle + [Step(after: tenth * 2, event: .reported)]
    }
}
