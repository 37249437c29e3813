/// Why an appointment cannot be at a time.
package enum SlotProblem: String, Sendable, CaseIterable, CustomStringConvertible {
    case past
    /// Sooner than the rules' notice allows.
    case tooSoon = "too_soon"
    /// Beyond the rules' horizon.
    case tooFar = "too_far"
    case outsideHours = "outside_hours"
    case timeOff = "time_off"
    /// One of our appointments is there, or too near.
    case taken
    /// The agent's calendar has something there, or too near.
    case busy
    /// The agent has all the appointments that the rules allow on one date.
    case dayFull = "day_full"

    package var description: String {
        switch self {
        case .past: "that time has passed"
        case .tooSoon: "that is too soon, more notice is needed"
        case .tooFar: "that is too far ahead"
        case .outsideHours: "that is outside the agent's working hours"
        case .timeOff: "the agent is off at that time"
        case .taken: "the agent has another appointment at that time"
        case .busy: "the agent's calendar is not free at that time"
        case .dayFull: "the agent can take no more appointments on that day"
        }
    }
}
