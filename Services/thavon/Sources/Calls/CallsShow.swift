internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Which calls are planned and what became of those that were, with the reasons and with who was told.
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
            let obstacle = try await pool.execute(LoadDialObstacle(account: "vapi")).first
            let aftermath = try await CallAftermath.load(rows.compactMap(\.callID), pool)
            for row in rows {
                Terminal.say(row.line(obstacle))
                for line in row.callID.map({ aftermath.lines($0) }) ?? [] { Terminal.say("    \(line)") }
            }
        }
    }
}

/// What keeps every call that is due from being made: an open breaker, or no free line.
struct LoadDialObstacle: PostgresStatement {
    static let sql = """
        SELECT CASE WHEN breaker <> 'closed' AND retry_at > now() THEN retry_at END, reason,
            CASE WHEN paused_until > now() THEN paused_until END, pause_reason,
            (SELECT count(*) FROM call_attempts WHERE call_attempts.account = dial_accounts.account
                AND state IN ('dialling', 'uncertain', 'placed')),
            lines
        FROM dial_accounts WHERE account = $1
        """

    struct Row: Sendable {
        var interruptedUntil: Date?
        var reason: String?
        /// Until when the provider takes no calls, by its own word.
        var pausedUntil: Date?
        var pauseReason: String?
        var used: Int64
        /// Nil until a scheduler has said how many there are.
        var lines: Int32?
    }

    let account: String
    var parameters: [PostgresParameter] { [.init(account)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (until, reason, pausedUntil, pauseReason, used, lines) = try row.decode(
            (Date?, String?, Date?, String?, Int64, Int32?).self)
        return Row(
            interruptedUntil: until, reason: reason, pausedUntil: pausedUntil, pauseReason: pauseReason, used: used,
            lines: lines)
    }
}

extension LoadDialObstacle.Row {
    fileprivate var words: String? {
        if let interruptedUntil {
            let why = reason.map { " (\($0))" } ?? ""
            return "\(DialReason.dialingInterrupted)\(why), tried again at \(Terminal.time(interruptedUntil))"
        }
        if let pausedUntil {
            return
                "the voice platform takes no more calls (\(pauseReason ?? "")), tried again at \(Terminal.time(pausedUntil))"
        }
        guard let lines, used >= lines else { return nil }
        return "\(DialReason.noFreeLine), \(used) of \(lines)"
    }
}

/// Planned calls with their latest attempts.
struct ListPlannedCalls: PostgresStatement {
    static let sql = """
        SELECT retry.id, retry.kind, retry.retry_count, retry.status, retry.scheduled_at, retry.reason,
            retry.paused_at IS NOT NULL, coalesce(leads.name, 'nobody'), coalesce(leads.phone, leads.phone_given, 'no number'),
            attempt.state, attempt.requested_at, attempt.vapi_call_id, attempt.reason, call_logs.outcome, retry.due_at <= now(),
            call_logs.id
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
        var isDue: Bool
        /// Of the latest attempt, where there was a call.
        var callID: UUID?
    }

    let lead: String?
    let agency: String?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(lead), .init(agency), .init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            id, kind, count, status, scheduledAt, reason, isPaused, name, number, state, requestedAt, vapiCallID,
            attemptReason, outcome, isDue, callID
        ) = try row.decode(
            (
                UUID, String, Int32, String, Date, String?, Bool, String, String, String?, Date?, String?, String?,
                String?, Bool, UUID?
            ).self)
        return Row(
            id: id, kind: kind, retryCount: count, status: status, scheduledAt: scheduledAt, reason: reason,
            isPaused: isPaused, name: name, number: number, state: state, requestedAt: requestedAt,
            vapiCallID: vapiCallID, attemptReason: attemptReason, outcome: outcome, isDue: isDue,
            callID: callID)
    }
}

extension ListPlannedCalls.Row {
    /// One line for people: when, who, what, why.
    func line(_ obstacle: LoadDialObstacle.Row?) -> String {
        let what =
            switch kind {
            case "first": "first call"
            case "by_hand": "by hand"
            default: "retry \(retryCount)"
            }
        return [
            Terminal.time(scheduledAt), number.padded(to: 15), name.padded(to: 20), what.padded(to: 10),
            standing(obstacle),
            id.uuidString.lowercased(),
        ].joined(separator: "  ")
    }

    private func standing(_ obstacle: LoadDialObstacle.Row?) -> String {
        let words = reason.map(Self.words)
        switch status {
        case "completed": return "called: \(outcome ?? state ?? "placed")\(words.map { "; not again: \($0)" } ?? "")"
        case "pending" where isPaused: return "paused"
        case "pending" where state == "dialling" && reason == nil: return "being dialled"
        case "pending" where state == "uncertain": return "asked for without an answer, being looked for"
        case "pending" where isDue && obstacle?.words != nil: return "waits: \(obstacle?.words ?? "")"
        case "pending": return "waits\(words.map { ": \($0)" } ?? "")"
        default: return "\(status)\(words.map { ": \($0)" } ?? "")"
        }
    }

    private static func words(_ reason: String) -> String {
        switch reason {
        case "by_hand": "by hand"
        case "retries_used_up": "the agency's rules have no further retry"
        default: DialReason(rawValue: reason)?.description ?? reason
        }
    }
}
