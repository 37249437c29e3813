internal import Availability
internal import Foundation

/// How far a call has come that nobody has opened yet, and what comes next.
struct FollowUp: Sendable, Equatable {
    /// In the order in which they happen when they are due at the same time.
    enum Step: Int, Sendable, CaseIterable {
        case remind
        case reassign
        case escalate
    }

    /// From when the delays count.
    var beganAt: Date
    var done: Set<Step> = []
    var isAgentActive = true
    var rules = FollowUpRules.standard
    /// The agent's hours; nil when they have set none.
    var schedule: AgentSchedule?

    /// What is to be done now that something is due; nil when there is nothing left to do.
    ///
    /// Whoever would be reminded of a call that is about to be somebody else's is not.
    func next(at now: Date) -> Step? {
        let remaining = remaining
        guard let first = remaining.first else { return nil }
        let isTakenAway = remaining.contains { $0.step == .reassign && $0.at <= now }
        return first.step == .remind && isTakenAway ? .reassign : first.step
    }

    /// When the next thing is due; nil when nothing is.
    var dueAt: Date? { remaining.first?.at }

    private static let looksEvery: TimeInterval = 15 * 60
    private static let looksFor: TimeInterval = 24 * 3600

    /// When it is looked again whether somebody else is there to take it; nil when nobody has been for a day since it was to
    /// be somebody else's.
    func nextLook(after now: Date) -> Date? {
        guard let minutes = rules.minutes(until: .reassign) else { return nil }
        let end = rules.moment(minutes, after: beganAt, schedule: schedule).addingTimeInterval(Self.looksFor)
        return now < end ? now.addingTimeInterval(Self.looksEvery) : nil
    }

    /// Each step happens once. Nobody is reminded after anything stronger, nor after they have left.
    private var remaining: [(step: Step, at: Date)] {
        Step.allCases
            .filter { !done.contains($0) && ($0 != .remind || done.isEmpty && isAgentActive) }
            .compactMap { step in
                rules.minutes(until: step).map { (step, rules.moment($0, after: beganAt, schedule: schedule)) }
            }
            .sorted { ($0.at, $0.step.rawValue) < ($1.at, $1.step.rawValue) }
    }
}

extension FollowUp {
    func after(_ step: Step) -> FollowUp {
        var after = self
        after.done.insert(step)
        return after
    }
}
