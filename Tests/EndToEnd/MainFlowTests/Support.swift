import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport

/// One number from one statement; only for questions that a test asks the database.
struct Count: Sendable {
    var calls: Int64
    var assignments: Int64
    var notifications: Int64
    var sent: Int64
    var outbox: Int64
}

struct CountEverything: PostgresStatement {
    static let sql = """
        SELECT (SELECT count(*) FROM call_logs), (SELECT count(*) FROM assignments), (SELECT count(*) FROM notifications),
            (SELECT count(*) FROM notifications WHERE status = 'sent'), (SELECT count(*) FROM outbox)
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Count {
        let (calls, assignments, notifications, sent, outbox) = try row.decode(
            (Int64, Int64, Int64, Int64, Int64).self)
        return Count(
            calls: calls, assignments: assignments, notifications: notifications, sent: sent, outbox: outbox)
    }
}

struct FindCall: PostgresStatement {
    struct Row: Sendable {
        var id: UUID
        var status: String
        var agencyID: UUID?
        var leadID: UUID?
        var agentID: UUID?
        var durationSeconds: Int32?
        var summary: String?
        var rule: String?
    }

    static let sql = """
        SELECT call_logs.id, status, call_logs.agency_id, call_logs.lead_id, call_logs.agent_id, duration_seconds, summary,
            assignments.rule
        FROM call_logs LEFT JOIN assignments ON assignments.call_id = call_logs.id WHERE vapi_call_id = $1
        """

    let vapiCallID: String
    var parameters: [PostgresParameter] { [.init(vapiCallID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, status, agency, lead, agent, duration, summary, rule) = try row.decode(
            (UUID, String, UUID?, UUID?, UUID?, Int32?, String?, String?).self)
        return Row(
            id: id, status: status, agencyID: agency, leadID: lead, agentID: agent, durationSeconds: duration,
            summary: summary, rule: rule)
    }
}

struct RawEventDispositions: PostgresStatement {
    static let sql = "SELECT type || ' ' || disposition FROM webhook_events ORDER BY received_at, id"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Whether an agency's recordings are known to be its, and its calls are found by their words.
struct IsKeptAndFound: PostgresStatement {
    static let sql = """
        SELECT EXISTS (SELECT FROM recordings WHERE agency_id = $1) AND EXISTS (SELECT FROM call_search WHERE agency_id = $1)
        """

    let agencyID: UUID
    var parameters: [PostgresParameter] { [.init(agencyID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// One mail in the sandbox's mailbox.
struct MailboxEntry: Decodable, Sendable {
    var to: [String]
    var subject: String
    var tags: [String: String]?
}

extension ThavonSystem {
    /// Posts one webhook, as Vapi would.
    nonisolated func post(
        _ body: [UInt8], headers: HTTPHeaders = ["x-vapi-secret": ThavonSystem.secret], retrying: RetryPolicy? = nil
    ) async throws -> HTTPResponse {
        var headers = headers
        headers["content-type"] = "application/json"
        var request = HTTPRequest(method: .post, url: webhookURL, headers: headers, body: body, isIdempotent: true)
        // As patient as Vapi.
        request.timeouts.total = .seconds(20)
        if let retrying { return try await http.send(request, retrying: retrying) }
        return try await http.send(request)
    }

    nonisolated func mailbox() async throws -> [MailboxEntry] {
        var request = HTTPRequest(url: sandboxURL + "/mailbox.json")
        request.maxResponseBytes = 64 << 20
        let answer = try await http.send(request)
        return try JSONDecoder().decode([MailboxEntry].self, from: Data(answer.body))
    }

    nonisolated func count() async throws -> Count {
        guard let count = try await pool.execute(CountEverything()).first else { throw CancellationError() }
        return count
    }

    nonisolated func call(_ vapiCallID: String) async throws -> FindCall.Row? {
        try await pool.execute(FindCall(vapiCallID: vapiCallID)).first
    }
}
