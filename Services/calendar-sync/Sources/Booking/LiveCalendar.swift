internal import Contracts
internal import Foundation
internal import Postgres

/// What an agent's calendar says at this very moment.
enum LiveAnswer: Sendable, Equatable {
    case notConnected
    case busy([Range<Date>])
    /// It did not say in time.
    case unknown
}

/// Looks into agents' calendars when a slot is about to be taken.
protocol LiveCalendar: Sendable {
    /// - Returns: an answer for each agent.
    /// - Throws: `PostgresError`.
    func look(
        at agents: [AgentID], in time: Range<Date>, _ transaction: PostgresTransaction
    ) async throws -> [AgentID: LiveAnswer]
}
