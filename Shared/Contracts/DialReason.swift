/// Why a call is not made, or not yet. The raw values are stored and travel in events.
package enum DialReason: String, Sendable, CaseIterable, CustomStringConvertible {
    // Never.
    case noNumber = "no_number"
    case optedOut = "opted_out"
    case doNotCall = "do_not_call"
    case noConsent = "no_consent"
    case callsUsedUp = "calls_used_up"
    case reached
    case neverOpen = "never_open"
    // Not now.
    case outreachPaused = "outreach_paused"
    case calledToday = "called_today"
    case callUnderWay = "call_under_way"
    case outsideHours = "outside_hours"
    case dialingInterrupted = "dialing_interrupted"
    case noFreeLine = "no_free_line"

    package var description: String {
        switch self {
        case .noNumber: "there is no number that can be dialled"
        case .optedOut: "they asked not to be called"
        case .doNotCall: "the number is on the do-not-call list"
        case .noConsent: "they have not agreed to be called by a machine, and the law where they are asks for it"
        case .callsUsedUp: "they have been called as often as they may be"
        case .reached: "they have been talked to since this call was planned"
        case .neverOpen: "the agency's hours and the law's never meet where they are"
        case .outreachPaused: "the agency has paused its calls"
        case .callUnderWay: "they are on a call with the assistant, or being called"
        case .calledToday: "they have been called as often as they may be in 24 hours"
        case .outsideHours: "it is too early, too late or the wrong day where they are"
        case .dialingInterrupted: "the voice platform fails or refuses calls"
        case .noFreeLine: "all lines are in use"
        }
    }
}
