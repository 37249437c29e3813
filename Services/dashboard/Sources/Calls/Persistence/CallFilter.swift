internal import Foundation
internal import Postgres

/// Whose rows a page reads.
///
/// The policies decide what may be seen; this is the same condition as a bound value, by which the planner finds the index.
struct ViewerScope: Sendable, Hashable {
    var agencyID: UUID
    /// Nil for owners.
    var agentID: UUID?
}

/// What the calls of a list have in common. What is nil, false or empty does not count.
struct CallFilter: Sendable, Hashable {
    /// From this moment on.
    var from: Date?
    /// Before this moment.
    var to: Date?
    /// Of `call_logs.status`.
    var statuses: [String] = []
    /// Of `call_logs.outcome`.
    var outcomes: [String] = []
    var agentID: UUID?
    var isUnassigned = false
    var leadID: UUID?
    /// Primary subtags: `pt` finds `pt-BR`.
    var languages: [String] = []
    /// In seconds, both included. A call without a duration has none: zero.
    var shortest: Int?
    var longest: Int?
    /// `inbound`, `outbound` or `web`.
    var direction: String?
}

/// Filter and scope as the first thirteen parameters of the statements that read calls.
enum CallConditions {
    /// Conditions that are `NULL` fold away, since the console's transactions plan for the values at hand
    /// (`plan_cache_mode = force_custom_plan`).
    static let sql = """
        c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2)
            AND ($3::timestamptz IS NULL OR c.created_at >= $3) AND ($4::timestamptz IS NULL OR c.created_at < $4)
            AND ($5::text[] IS NULL OR c.status = ANY ($5)) AND ($6::text[] IS NULL OR c.outcome = ANY ($6))
            AND ($7::uuid IS NULL OR c.agent_id = $7) AND (NOT $8::boolean OR c.agent_id IS NULL)
            AND ($9::uuid IS NULL OR c.lead_id = $9)
            AND ($10::text[] IS NULL OR split_part(c.language, '-', 1) = ANY ($10))
            AND ($11::integer IS NULL OR coalesce(c.duration_seconds, 0) >= $11)
            AND ($12::integer IS NULL OR coalesce(c.duration_seconds, 0) <= $12)
            AND ($13::text IS NULL OR c.direction = $13)
        """

    static func parameters(_ filter: CallFilter, _ scope: ViewerScope) -> [PostgresParameter] {
        [.init(scope.agencyID), .init(scope.agentID)] + parameters(filter)
    }

    /// `$3` to `$13`.
    static func parameters(_ filter: CallFilter) -> [PostgresParameter] {
        [
            .init(filter.from), .init(filter.to), .init(filter.statuses.nilWhenEmpty),
            .init(filter.outcomes.nilWhenEmpty), .init(filter.agentID), .init(filter.isUnassigned),
            .init(filter.leadID), .init(filter.languages.nilWhenEmpty),
            .init(filter.shortest.map(Int32.init(clamping:))),
            .init(filter.longest.map(Int32.init(clamping:))), .init(filter.direction),
        ]
    }
}

extension Array {
    var nilWhenEmpty: [Element]? { isEmpty ? nil : self }
}
