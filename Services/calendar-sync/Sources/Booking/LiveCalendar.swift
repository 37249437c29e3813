internal import Contracts
internal import Foundation

/// What an agent's calendar says at this very moment.
enum LiveAnswer: Sendable, Equatable {
    case notConnected
    case busy([Range<Date>])
    /// It did not say in time.
    case unknown
}

/// Looks into an agent's calendar when a slot is about to be taken.
protocol LiveCalendar: Sendable {
    func look(at agentID: AgentID, in time: Range<Date>) async -> LiveAnswer
}
