internal import Contracts
internal import Foundation

/// What is to be done about a call now. The first that applies.
enum NextStep: Sendable {
    /// It is still going on.
    case underWay
    /// They do not want to be called: nothing may be done by telephone.
    case optedOut(since: Date?)
    case appointment(ListCallAppointments.Appointment)
    case plannedCall(ListCallRetries.Retry)
    /// Somebody has to be found for it.
    case assign
    /// Its agent has not looked at it; at that time something happens about it, and the owners may have been told.
    case open(due: Date?, isEscalated: Bool)
    case nothing

    init(_ detail: CallDetail, now: Date) {
        let call = detail.call
        let upcoming = detail.appointments.filter { $0.status == "scheduled" && $0.endsAt > now }
        if !call.isOver {
            self = .underWay
        } else if call.outcome == CallOutcome.optedOut.rawValue || detail.lead?.optedOutAt != nil {
            self = .optedOut(since: detail.lead?.optedOutAt)
        } else if let appointment = upcoming.first(where: \.isOfThisCall) ?? upcoming.first {
            self = .appointment(appointment)
        } else if let planned = detail.plannedCall {
            self = .plannedCall(planned)
        } else if call.agentID == nil, let rule = detail.assignment?.rule, rule == "catch_all" || rule == "unmatched" {
            self = .assign
        } else if let followUp = detail.followUp, followUp.isUnopened {
            self = .open(due: followUp.dueAt, isEscalated: followUp.escalatedAt != nil)
        } else {
            self = .nothing
        }
    }
}
