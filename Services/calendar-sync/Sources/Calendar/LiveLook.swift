internal import Contracts
internal import Deadlines
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Metrics
internal import Postgres

/// Asks Google whether an agent is free, for as long as a caller can be kept waiting.
struct LiveLook: LiveCalendar {
    let pool: PostgresPool
    let keeper: AccessKeeper
    let client: GoogleCalendarClient
    let patience: Duration
    let logger: Logger

    func look(at agentID: AgentID, in time: Range<Date>) async -> LiveAnswer {
        do {
            let answer = try await withDeadline(patience) { try await ask(agentID, time) }
            count(answer)
            return answer
        } catch {
            logger.warning("a calendar was not looked into in time", error: error)
            count(.unknown)
            return .unknown
        }
    }

    private func ask(_ agentID: AgentID, _ time: Range<Date>) async throws -> LiveAnswer {
        guard let connection = try await pool.execute(FindConnection(agentID: agentID)).first else {
            return .notConnected
        }
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
