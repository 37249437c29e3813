internal import Contracts
internal import Foundation
internal import Postgres
internal import Schema

/// How many calls each agent has not opened that somebody waits for. Read from an index of those that nobody has
/// opened.
struct CountUnopenedByAgent: PostgresStatement {
    static let sql = """
        SELECT f.agent_id, count(*), count(*) FILTER (WHERE \(UnopenedCalls.isLate)) FROM follow_ups f
        WHERE f.agency_id = $1 AND ($2::uuid IS NULL OR f.agent_id = $2) AND \(UnopenedCalls.condition)
        GROUP BY f.agent_id
        """

    struct Row: Sendable, Hashable {
        var agentID: UUID
        var unopened: Int
        /// Of those, the ones that were not opened in time.
        var late: Int
    }

    let scope: NumbersScope
    var parameters: [PostgresParameter] { scope.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agent, unopened, late) = try row.decode((UUID, Int, Int).self)
        return Row(agentID: agent, unopened: unopened, late: late)
    }
}

/// What else waits for the owners since a moment. Agents can do nothing about it, and finding out what of it is theirs takes long.
struct CountWaiting: PostgresStatement {
    static let sql = """
        SELECT
            (SELECT count(*) FROM assignments a WHERE a.agency_id = $1 AND a.rule = 'catch_all'),
            coalesce(messages.failed, 0), coalesce(messages.parked, 0)
        FROM (
            SELECT count(*) FILTER (WHERE n.status <> 'parked') AS failed,
                count(*) FILTER (WHERE n.status = 'parked') AS parked
            FROM notifications n WHERE n.agency_id = $1 AND n.event_time >= $2 AND \(TroubledMessages.condition)
        ) AS messages
        """

    struct Row: Sendable, Hashable {
        /// Calls that there is nobody for.
        var nobodys: Int
        /// Messages that have not reached anybody, or of which that is not known.
        var failedMessages: Int
        /// Messages that a provider does not take at the moment.
        var parkedMessages: Int
    }

    let agencyID: AgencyID
    let since: Date
    var parameters: [PostgresParameter] { [.init(agencyID), .init(since)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (nobodys, failed, parked) = try row.decode((Int, Int, Int).self)
        return Row(nobodys: nobodys, failedMessages: failed, parkedMessages: parked)
    }
}

/// The calls of ``CountWaiting`` that there is nobody for, latest first.
struct ListNobodysCalls: PostgresStatement {
    static let sql = """
        SELECT a.call_id, coalesce(l.name, c.customer_name, c.customer_number, l.phone), a.decided_at, l.time_zone
        FROM (
            SELECT * FROM assignments a WHERE a.agency_id = $1 AND a.rule = 'catch_all'
                AND ($2::timestamptz IS NULL OR (a.decided_at, a.call_id) < ($2, $3))
            ORDER BY a.decided_at DESC, a.call_id DESC LIMIT $4
        ) AS a JOIN call_logs c ON c.id = a.call_id LEFT JOIN leads l ON l.id = c.lead_id
        ORDER BY a.decided_at DESC, a.call_id DESC
        """

    struct Row: Sendable, Hashable {
        var callID: UUID
        var leadName: String?
        var decidedAt: Date
        var leadTimeZone: String?
    }

    let agencyID: AgencyID
    var after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, lead, decided, zone) = try row.decode((UUID, String?, Date, String?).self)
        return Row(callID: call, leadName: lead, decidedAt: decided, leadTimeZone: zone)
    }
}

/// Planned calls that wait for more than their time, by what they wait for; for owners, as well.
struct CountHeldCalls: PostgresStatement {
    static let sql = """
        SELECT CASE WHEN r.paused_at IS NOT NULL THEN 'held' ELSE r.reason END AS why, count(*), min(r.scheduled_at)
        FROM call_retries r
        WHERE r.agency_id = $1 AND r.status = 'pending'
            AND (r.paused_at IS NOT NULL OR r.reason IS NOT NULL)
        GROUP BY why ORDER BY count(*) DESC, why LIMIT 20
        """

    struct Row: Sendable, Hashable {
        /// A word of `DialReason`, `held`, or a sentence.
        var reason: String
        var count: Int
        /// When the first of them was to be made.
        var first: Date
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (reason, count, first) = try row.decode((String, Int, Date).self)
        return Row(reason: reason, count: count, first: first)
    }
}

/// The latest calls that nobody has looked at in time.
struct ListUnopenedCalls: PostgresStatement {
    static let sql = """
        SELECT f.call_id, coalesce(l.name, c.customer_name, c.customer_number, l.phone), a.name, f.assigned_at,
            \(UnopenedCalls.isLate), l.time_zone
        FROM (
            SELECT * FROM follow_ups f
            WHERE f.agency_id = $1 AND ($2::uuid IS NULL OR f.agent_id = $2) AND \(UnopenedCalls.condition)
                AND ($3::timestamptz IS NULL OR (f.assigned_at, f.call_id) < ($3, $4))
            ORDER BY f.assigned_at DESC, f.call_id DESC LIMIT $5
        ) AS f JOIN call_logs c ON c.id = f.call_id LEFT JOIN leads l ON l.id = c.lead_id
        LEFT JOIN agents a ON a.id = f.agent_id
        ORDER BY f.assigned_at DESC, f.call_id DESC
        """

    struct Row: Sendable, Hashable {
        var callID: UUID
        var leadName: String?
        var agentName: String?
        var assignedAt: Date
        var isLate: Bool
        var leadTimeZone: String?
    }

    let scope: NumbersScope
    var after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        scope.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, lead, agent, assigned, isLate, zone) = try row.decode(
            (UUID, String?, String?, Date, Bool, String?).self)
        return Row(
            callID: call, leadName: lead, agentName: agent, assignedAt: assigned, isLate: isLate, leadTimeZone: zone)
    }
}

/// What somebody has to do, oldest first.
struct ListOpenTasks: PostgresStatement {
    static let sql = """
        SELECT t.id, t.kind, t.text, t.created_at, t.call_id, l.name, a.name
        FROM tasks t LEFT JOIN leads l ON l.id = t.lead_id LEFT JOIN agents a ON a.id = t.agent_id
        WHERE t.agency_id = $1 AND ($2::uuid IS NULL OR t.agent_id = $2) AND t.done_at IS NULL
            AND ($3::timestamptz IS NULL OR (t.created_at, t.id) > ($3, $4))
        ORDER BY t.created_at, t.id LIMIT $5
        """

    struct Row: Sendable, Hashable {
        var id: UUID
        var kind: String
        var text: String
        var createdAt: Date
        var callID: UUID?
        var leadName: String?
        var agentName: String?
    }

    let scope: NumbersScope
    var after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        scope.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, kind, text, created, call, lead, agent) = try row.decode(
            (UUID, String, String, Date, UUID?, String?, String?).self)
        return Row(
            id: id, kind: kind, text: text, createdAt: created, callID: call, leadName: lead, agentName: agent)
    }
}

/// Says that a task is done. Nothing comes back when there is no such task, or it was done before.
struct FinishTask: PostgresStatement {
    static let sql = "UPDATE tasks SET done_at = now() WHERE id = $1 AND done_at IS NULL RETURNING id"

    let id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Whether the viewer may see a task, done or not.
struct FindTask: PostgresStatement {
    static let sql = "SELECT id FROM tasks WHERE id = $1"

    let id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Agents of the team whose calendar is not reached, and since when: what is booked with them is not written there until they
/// connect it anew.
struct ListUnreachedCalendars: PostgresStatement {
    static let sql = """
        SELECT a.id, a.name, k.account, k.broken_at, k.broken_reason
        FROM calendar_connections k JOIN agents a ON a.id = k.agent_id
        WHERE k.agency_id = $1 AND ($2::uuid IS NULL OR k.agent_id = $2) AND k.status = 'broken' AND a.active
        ORDER BY k.broken_at, a.name LIMIT 100
        """

    struct Row: Sendable, Hashable {
        var agentID: UUID
        var agentName: String
        /// As Google names it.
        var account: String?
        var since: Date?
        var reason: String?
    }

    let scope: NumbersScope
    var parameters: [PostgresParameter] { scope.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name, account, since, reason) = try row.decode((UUID, String, String?, Date?, String?).self)
        return Row(agentID: id, agentName: name, account: account, since: since, reason: reason)
    }
}

/// Whether the agency calls anybody at all at the moment.
struct ReadOutreach: PostgresStatement {
    static let sql = """
        SELECT g.status = 'active', s.paused_at FROM agencies g LEFT JOIN calling_settings s ON s.agency_id = g.id
        WHERE g.id = $1
        """

    struct Row: Sendable, Hashable {
        var isActive: Bool
        /// Nil: it is not paused.
        var pausedAt: Date?
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (isActive, paused) = try row.decode((Bool, Date?).self)
        return Row(isActive: isActive, pausedAt: paused)
    }
}
