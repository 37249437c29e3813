internal import Contracts
internal import Deadlines
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Metrics
internal import Postgres

/// Asks Google whether an agent is free, for as long as a caller can be kept waiting.
struct LiveLook: LiveCalendar {
    let keeper: AccessKeeper
    let client: GoogleCalendarClient
    let patience: Duration
    let logger: Logger

    /// All at once: a caller waits.
    func look(
        at agents: [AgentID], in time: Range<Date>, _ transaction: PostgresTransaction
    ) async throws -> [AgentID: LiveAnswer] {
        let connections = try await transaction.execute(FindConnections(agents: agents))
        return await withTaskGroup(of: (AgentID, LiveAnswer).self) { group in
            for connection in connections {
                group.addTask { (connection.agentID, await look(into: connection, time)) }
            }
            let none = Dictionary(agents.map { ($0, LiveAnswer.notConnected) }, uniquingKeysWith: { $1 })
            return await group.reduce(into: none) { $0[$1.0] = $1.1 }
        }
    }

    private func look(into connection: Connection, _ time: Range<Date>) async -> LiveAnswer {
        do {
            let answer = try await withDeadline(patience) { try await ask(connection, time) }
            count(answer)
            return answer
        } catch {
            logger.warning("a calendar was not looked into in time", error: error)
            count(.unknown)
            return .unknown
        }
    }

    private func ask(_ connection: Connection, _ time: Range<Date>) async throws -> LiveAnswer {
        do {
            let busy = try await keeper.with(connection) { [client, patience] access in
                try await client.busy(access, in: time, within: patience)
            }
            // Broken, or a calendar that Google cannot look into: an empty answer is not a free one.
            guard let busy, let periods = busy else { return .unknown }
            return .busy(periods)
        } catch let failure as GoogleFailure where failure.kind == .forbidden {
            try await keeper.breakOff(connection, failure.reason)
            return .unknown
        }
    }

    private func count(_ answer: LiveAnswer) {
        let word =
            switch answer {
            case .notConnected: "not_connected"
            case .busy(let periods): periods.isEmpty ? "free" : "busy"
            case .unknown: "unknown"
            }
        Counter(label: "thavon_calendar_looks_total", dimensions: [("answer", word)]).increment()
    }
}
