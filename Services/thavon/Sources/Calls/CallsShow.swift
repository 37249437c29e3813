internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Which calls are planned and what became of those that were, with the reasons.
struct CallsShow: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: "List planned calls and what became of them, with the reasons, newest first.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Option(help: "Only of this lead: its id, or its number.")
    var lead: String?

    @Option(help: "Only of this agency.")
    var agency: String?

    @Option(help: "How many at the most.")
    var limit = 30

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let rows = try await pool.execute(ListPlannedCalls(lead: lead, agency: agency, limit: limit))
            guard !rows.isEmpty else { return Terminal.say("No calls are planned, and none were.") }
            for row in rows { Terminal.say(row.line) }
        }
    }
}

/// Planned calls with their latest attempts.
struct ListPlannedCalls: PostgresStatement {
    static let sql = """
        SELECT retry.id, retry.kind, retry.retry_count, retry.status, retry.scheduled_at, retry.reason,
            retry.paused_at IS NOT NULL, coalesce(leads.name, 'nobody'), coalesce(leads.phone, leads.phone_given, 'no number'),
            attempt.state, attempt.requested_at, attempt.vapi_call_id, attempt.reason, call_logs.outcome
        FROM call_retries retry
        JOIN leads ON leads.id = retry.lead_id
        LEFT JOIN call_attempts attempt ON attempt.id = retry.attempt_id
        LEFT JOIN call_logs ON call_logs.id = attempt.call_id
        WHERE ($1::text IS NULL OR retry.lead_id::text = $1 OR leads.phone = $1)
            AND ($2::text IS NULL OR retry.agency_id::text = $2)
        ORDER BY retry.created_at DESC, retry.id DESC LIMIT $3
        """

    struct Row: Sendable {
        var id: UUID
        var kind: String
        var retryCount: Int32
        var status: String
        var scheduledAt: Date
        var reason: String?
        var isPaused: Bool
        var name: String
        var number: String
        var state: String?
        var requestedAt: Date?
        var vapiCallID: String?
        var attemptReason: String?
        var outcome: String?
    }

    let lead: String?
    let agency: String?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(lead), .init(agency), .init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            id, kind, count, status, scheduledAt, reason, isPaused, name, number, state, requestedAt, vapiCallID,
            attemptReason, outcome
        ) = try row.decode(
            (
                UUID, String, Int32, String, Date, String?, Bool, String, String, String?, Date?, String?, String?,
                String?
            ).self)
        return Row(
            id: id, kind: kind, retryCount: count, status: status, scheduledAt: scheduledAt, reason: reason,
            isPaused: isPaused, name: name, number: number, state: state, requestedAt: requestedAt,
            vapiCallID: vapiCallID, attemptReason: attemptReason, outcome: outcome)
    }
}

extension ListPlannedCalls.Row {
    /// One line for people: when, who, what, why.
    var line: String {
        let what =
            switch kind {
            case "first": "first call"
            case "by_hand": "by hand"
            default: "retry \(retryCount)"
            }
        return [
            Self.time(scheduledAt), number.padded(to: 15), name.padded(to: 20), what.padded(to: 10), standing,
            id.uuidString.lowercased(),
        ].joined(separator: "  ")
    }

    private var standing: String {
        let words = reason.map { DialReason(rawValue: $0)?.description ?? Self.known[$0] ?? $0 }
        switch status {
        case "completed": return "called: \(outcome ?? state ?? "placed")"
        case "pending" where isPaused: return "paused"
        case "pending" where state == "dialling" && reason == nil: return "being dialled"
        case "pending" where state == "uncertain": return "asked for without an answer, being looked for"
        case "pending": return "waits\(words.map { ": \($0)" } ?? "")"
        default: return "\(status)\(words.map { ": \($0)" } ?? "")"
        }
    }

    private static let known = ["by_hand": "by hand"]

    private static func time(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current).year().month().day().time(
                includingFractionalSeconds: false))
    }
}
