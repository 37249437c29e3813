internal import Foundation
internal import Postgres

/// A span of time in which an overview counts.
struct OverviewSpan: Sendable, Hashable {
    var from: Date
    /// Not included.
    var to: Date
    var scope: ViewerScope

    fileprivate var parameters: [PostgresParameter] {
        [.init(scope.agencyID), .init(scope.agentID), .init(from), .init(to)]
    }
}

/// The calls of a span, and what was booked in it.
struct ReadCallFunnel: PostgresStatement {
    static let sql = """
        SELECT calls.total, calls.under_way, calls.answered, calls.conversations, calls.voicemails, booked.total
        FROM (
            SELECT count(*) AS total, count(*) FILTER (WHERE c.status IN ('queued', 'ringing', 'in_progress')) AS under_way,
                count(*) FILTER (WHERE c.status = 'completed') AS answered,
                count(*) FILTER (WHERE c.outcome IN ('conversation', 'transferred', 'transfer_failed', 'opted_out'))
                    AS conversations,
                count(*) FILTER (WHERE c.outcome = 'voicemail') AS voicemails
            FROM call_logs c WHERE c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2)
                AND c.created_at >= $3 AND c.created_at < $4
        ) AS calls, (
            SELECT count(*) AS total FROM appointments a WHERE a.agency_id = $1 AND ($2::uuid IS NULL OR a.agent_id = $2)
                AND a.created_at >= $3 AND a.created_at < $4
        ) AS booked
        """

    struct Row: Sendable, Hashable {
        var calls: Int
        var underWay: Int
        var answered: Int
        var conversations: Int
        var voicemails: Int
        var booked: Int
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (calls, underWay, answered, conversations, voicemails, booked) = try row.decode(
            (Int, Int, Int, Int, Int, Int).self)
        return Row(
            calls: calls, underWay: underWay, answered: answered, conversations: conversations, voicemails: voicemails,
            booked: booked)
    }
}

/// The leads that came in a span, and how far they have come since. An agent's are those whose owner they are.
struct ReadLeadFunnel: PostgresStatement {
    static let sql = """
        SELECT count(*), count(first.at), count(*) FILTER (WHERE first.reached),
            count(*) FILTER (WHERE EXISTS (SELECT FROM appointments a WHERE a.lead_id = l.id)),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM first.at - coalesce(l.inquired_at, l.created_at)))
        FROM leads l CROSS JOIN LATERAL (
            SELECT min(c.created_at) AS at, bool_or(c.status = 'completed') AS reached FROM call_logs c
            WHERE c.lead_id = l.id AND c.created_at >= coalesce(l.inquired_at, l.created_at)
        ) AS first
        WHERE l.agency_id = $1 AND ($2::uuid IS NULL OR l.owner_agent_id = $2)
            AND l.created_at >= $3 AND l.created_at < $4
        """

    struct Row: Sendable, Hashable {
        var leads: Int
        var called: Int
        var reached: Int
        var booked: Int
        /// Half of them were called within this time, in seconds; nil when nobody was.
        var medianSecondsToCall: Double?
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (leads, called, reached, booked, median) = try row.decode((Int, Int, Int, Int, Double?).self)
        return Row(leads: leads, called: called, reached: reached, booked: booked, medianSecondsToCall: median)
    }
}

/// How soon the calls that were given to somebody in a span were opened.
struct ReadOpenings: PostgresStatement {
    static let sql = """
        SELECT count(*), count(f.first_opened_at),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM f.first_opened_at - f.began_at))
        FROM follow_ups f WHERE f.agency_id = $1 AND ($2::uuid IS NULL OR f.agent_id = $2)
            AND f.assigned_at >= $3 AND f.assigned_at < $4
        """

    struct Row: Sendable, Hashable {
        var given: Int
        var opened: Int
        /// Half of those that were opened were so within this time, in seconds.
        var medianSecondsToOpen: Double?
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (given, opened, median) = try row.decode((Int, Int, Double?).self)
        return Row(given: given, opened: opened, medianSecondsToOpen: median)
    }
}

/// What each agent had in a span. An agent sees their own line.
struct ListAgentNumbers: PostgresStatement {
    static let sql = """
        WITH calls AS (
            SELECT c.agent_id, count(*) AS total, count(*) FILTER (
                WHERE c.outcome IN ('conversation', 'transferred', 'transfer_failed', 'opted_out')) AS conversations
            FROM call_logs c WHERE c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2)
                AND c.created_at >= $3 AND c.created_at < $4 AND c.agent_id IS NOT NULL
            GROUP BY c.agent_id
        ), booked AS (
            SELECT a.agent_id, count(*) AS total FROM appointments a
            WHERE a.agency_id = $1 AND ($2::uuid IS NULL OR a.agent_id = $2) AND a.created_at >= $3 AND a.created_at < $4
            GROUP BY a.agent_id
        ), waiting AS (
            SELECT f.agent_id, count(*) AS total FROM follow_ups f
            WHERE f.agency_id = $1 AND ($2::uuid IS NULL OR f.agent_id = $2) AND f.opened_at IS NULL
                AND (f.due_at IS NOT NULL OR f.escalated_at IS NOT NULL)
            GROUP BY f.agent_id
        )
        SELECT agents.id, agents.name, agents.active, agents.availability, coalesce(calls.total, 0),
            coalesce(calls.conversations, 0), coalesce(booked.total, 0), coalesce(waiting.total, 0)
        FROM agents LEFT JOIN calls ON calls.agent_id = agents.id LEFT JOIN booked ON booked.agent_id = agents.id
        LEFT JOIN waiting ON waiting.agent_id = agents.id
        WHERE agents.agency_id = $1 AND ($2::uuid IS NULL OR agents.id = $2)
            AND (agents.active OR calls.total > 0 OR waiting.total > 0)
        ORDER BY coalesce(calls.total, 0) DESC, agents.name, agents.id LIMIT 200
        """

    struct Row: Sendable, Hashable {
        var agentID: UUID
        var name: String
        var isActive: Bool
        /// `available` or `away`.
        var availability: String
        var calls: Int
        var conversations: Int
        var booked: Int
        /// Calls that wait to be opened now, whenever they were.
        var waiting: Int
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name, active, availability, calls, conversations, booked, waiting) = try row.decode(
            (UUID, String, Bool, String, Int, Int, Int, Int).self)
        return Row(
            agentID: id, name: name, isActive: active, availability: availability, calls: calls,
            conversations: conversations, booked: booked, waiting: waiting)
    }
}

/// What waits for somebody, or does not get on by itself. Each is counted no further than ``limit``.
struct ReadStuckWork: PostgresStatement {
    static let limit = 1_000
    static let sql = """
        SELECT
            (SELECT count(*) FROM (SELECT FROM follow_ups f WHERE f.agency_id = $1
                AND ($2::uuid IS NULL OR f.agent_id = $2) AND f.opened_at IS NULL
                AND (f.due_at IS NOT NULL OR f.escalated_at IS NOT NULL) LIMIT \(limit)) AS unopened),
            (SELECT count(*) FROM (SELECT FROM follow_ups f WHERE f.agency_id = $1
                AND ($2::uuid IS NULL OR f.agent_id = $2) AND f.opened_at IS NULL AND f.escalated_at IS NOT NULL
                LIMIT \(limit)) AS late),
            (SELECT count(*) FROM (SELECT FROM assignments a WHERE a.agency_id = $1 AND a.rule = 'catch_all'
                AND a.decided_at > $3 LIMIT \(limit)) AS nobody),
            (SELECT count(*) FROM (SELECT FROM call_logs c WHERE c.agency_id = $1
                AND c.announced_at IS NULL AND c.ended_at IS NOT NULL LIMIT \(limit)) AS unreported),
            (SELECT count(*) FROM (SELECT FROM call_retries r WHERE r.agency_id = $1 AND r.status = 'pending'
                LIMIT \(limit)) AS planned),
            (SELECT min(r.scheduled_at) FROM call_retries r WHERE r.agency_id = $1 AND r.status = 'pending'
                AND r.paused_at IS NULL),
            (SELECT count(*) FROM (SELECT FROM notifications n WHERE n.agency_id = $1 AND n.event_time > $3
                AND n.status IN ('parked', 'failed', 'unknown') LIMIT \(limit)) AS unsent),
            (SELECT count(*) FROM (SELECT FROM tasks t WHERE t.agency_id = $1 AND ($2::uuid IS NULL OR t.agent_id = $2)
                AND t.done_at IS NULL LIMIT \(limit)) AS tasks),
            (SELECT count(*) FROM calendar_connections k WHERE k.agency_id = $1 AND k.status = 'broken')
        """

    struct Row: Sendable, Hashable {
        var unopened: Int
        /// Of those, the ones that the owner has been told about.
        var escalated: Int
        /// Calls that nobody could be given.
        var nobodys: Int
        /// Calls that are over and wait for their report.
        var unreported: Int
        var plannedCalls: Int
        var nextCallAt: Date?
        /// Messages that did not arrive, or of which nobody knows.
        var undelivered: Int
        var tasks: Int
        var brokenCalendars: Int
    }

    let scope: ViewerScope
    /// From when messages and calls without anybody count.
    let since: Date
    var parameters: [PostgresParameter] { [.init(scope.agencyID), .init(scope.agentID), .init(since)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (unopened, escalated, nobodys, unreported, planned, next, undelivered, tasks, broken) = try row.decode(
            (Int, Int, Int, Int, Int, Date?, Int, Int, Int).self)
        return Row(
            unopened: unopened, escalated: escalated, nobodys: nobodys, unreported: unreported, plannedCalls: planned,
            nextCallAt: next, undelivered: undelivered, tasks: tasks, brokenCalendars: broken)
    }
}
