internal import Contracts
internal import Foundation
internal import Postgres

/// Whose numbers are read: an agency's, or one agent's. The policies hold as well, but an index needs to be told.
struct NumbersScope: Sendable, Hashable {
    var agencyID: AgencyID
    /// Nil: everybody's.
    var agentID: AgentID?

    init(_ viewer: Viewer) {
        agencyID = viewer.agencyID
        agentID = viewer.isOwner ? nil : viewer.agentID
    }

    /// `$1` and `$2`.
    var parameters: [PostgresParameter] { [.init(agencyID), .init(agentID)] }
}

/// A span of time in which an overview counts.
struct OverviewSpan: Sendable, Hashable {
    var scope: NumbersScope
    var from: Date
    /// Not included.
    var to: Date

    /// `$1` to `$4`.
    var parameters: [PostgresParameter] { scope.parameters + [.init(from), .init(to)] }
}

/// The calls of a span for each agent, and for nobody. Read from an index alone.
struct CountCallsByAgent: PostgresStatement {
    static let sql = """
        SELECT c.agent_id, count(*),
            count(*) FILTER (WHERE call_group(c.status, c.outcome) = 'answered'),
            count(*) FILTER (WHERE c.outcome IN ('conversation', 'transferred'))
        FROM call_logs c
        WHERE c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2) AND c.created_at >= $3 AND c.created_at < $4
        GROUP BY c.agent_id
        """

    struct Row: Sendable, Hashable {
        var agentID: UUID?
        var calls: Int
        /// What the list shows as answered.
        var answered: Int
        /// Of those, the ones in which somebody is known to have talked.
        var conversations: Int
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agent, calls, answered, conversations) = try row.decode((UUID?, Int, Int, Int).self)
        return Row(agentID: agent, calls: calls, answered: answered, conversations: conversations)
    }
}

/// The appointments that were made in a span, whenever they take place, for each agent.
struct CountBookingsByAgent: PostgresStatement {
    static let sql = """
        SELECT a.agent_id, count(*) FILTER (WHERE a.call_id IS NOT NULL) FROM appointments a
        WHERE a.agency_id = $1 AND ($2::uuid IS NULL OR a.agent_id = $2) AND a.created_at >= $3 AND a.created_at < $4
        GROUP BY a.agent_id
        """

    struct Row: Sendable, Hashable {
        var agentID: UUID
        /// Made in a call.
        var fromCalls: Int
    }

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agent, fromCalls) = try row.decode((UUID, Int).self)
        return Row(agentID: agent, fromCalls: fromCalls)
    }
}

/// How long something took that has to be quick.
struct DelayMeasure: Sendable, Hashable {
    /// Of how many it is wanted.
    var total: Int
    /// Of how many it has happened.
    var done: Int
    /// Seconds within which half of those were done; nil when none was.
    var median: Double?
    /// Seconds within which nine of ten of those were done.
    var ninetieth: Double?

    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        (total, done, median, ninetieth) = try row.decode((Int, Int, Double?, Double?).self)
    }

    init(total: Int, done: Int, median: Double?, ninetieth: Double?) {
        self.total = total
        self.done = done
        self.median = median
        self.ninetieth = ninetieth
    }
}

/// From a lead's arrival, or their latest inquiry, to the first call with them after it: of the latest leads that came in a
/// span, which say as much as all of them. An agent's are those that are theirs.
struct MeasureFirstCalls: PostgresStatement {
    static let most = 1000
    static let sql = """
        SELECT total, done, times[1], times[2] FROM (
            SELECT count(*) AS total, count(first.created_at) AS done,
                percentile_cont(ARRAY[0.5, 0.9]::float8[])
                    WITHIN GROUP (ORDER BY date_part('epoch', first.created_at - came.at)) AS times
            FROM (
                SELECT l.id, coalesce(l.inquired_at, l.created_at) AS at FROM leads l
                WHERE l.agency_id = $1 AND ($2::uuid IS NULL OR l.owner_agent_id = $2) AND l.phone IS NOT NULL
                    AND l.created_at >= $3 AND l.created_at < $4
                ORDER BY l.created_at DESC LIMIT \(most)
            ) AS came LEFT JOIN LATERAL (
                SELECT c.created_at FROM call_logs c WHERE c.lead_id = came.id AND c.created_at >= came.at
                ORDER BY c.created_at LIMIT 1
            ) AS first ON true
        ) AS measured
        """

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> DelayMeasure { try DelayMeasure(row) }
}

/// From the moment when somebody got a call to when one of those who had it looked at it: of the latest calls given in a span.
struct MeasureOpenings: PostgresStatement {
    static let most = 2000
    static let sql = """
        SELECT total, done, times[1], times[2] FROM (
            SELECT count(*) AS total, count(delay) AS done,
                percentile_cont(ARRAY[0.5, 0.9]::float8[]) WITHIN GROUP (ORDER BY delay) AS times
            FROM (
                SELECT date_part('epoch', coalesce(f.first_opened_at, f.opened_at) - f.began_at) AS delay
                FROM follow_ups f
                WHERE f.agency_id = $1 AND ($2::uuid IS NULL OR f.agent_id = $2)
                    AND f.assigned_at >= $3 AND f.assigned_at < $4
                ORDER BY f.assigned_at DESC LIMIT \(most)
            ) AS given
        ) AS measured
        """

    let span: OverviewSpan
    var parameters: [PostgresParameter] { span.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> DelayMeasure { try DelayMeasure(row) }
}
