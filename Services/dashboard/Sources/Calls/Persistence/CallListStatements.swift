internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import Schema

/// A call as a list shows it.
struct CallListRow: Sendable {
    var id: UUID
    var createdAt: Date
    var status: String
    var outcome: String?
    var direction: String?
    var durationSeconds: Int?
    var language: String?
    var summary: String?
    var leadName: String?
    var phone: String?
    var leadTimeZone: String?
    var agentName: String?
    var hasRecording: Bool
    var isBooked: Bool
    /// As `UnopenedCalls` has it.
    var isUnopened: Bool
    /// Around the words that were searched for; `\u{2}` and `\u{3}` stand about each that could be told.
    var snippet: String?
    var leadID: LeadID?
    var agentID: AgentID?

    var group: CallGroup { CallGroup(status: status, outcome: outcome) }

    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        (
            id, leadID, agentID, createdAt, status, outcome, direction, durationSeconds, language, summary, leadName,
            phone, leadTimeZone, agentName, hasRecording, isBooked, isUnopened, snippet
        ) = try row.decode(
            (
                UUID, LeadID?, AgentID?, Date, String, String?, String?, Int?, String?, String?, String?, String?,
                String?, String?, Bool,
                Bool, Bool, String?
            ).self)
    }

    /// What is read of each call `c`, once it is known which those are.
    fileprivate static let columns = """
        c.id, c.lead_id, c.agent_id, c.created_at, c.status, c.outcome, c.direction, c.duration_seconds::int8,
        c.language,
        left(c.summary, 400), coalesce(l.name, c.customer_name), coalesce(c.customer_number, l.phone), l.time_zone, a.name,
        coalesce(r.status = 'stored', false), \(BookedCalls.condition),
        \(UnopenedCalls.condition)
        """

    fileprivate static let joins = """
        LEFT JOIN leads l ON l.id = c.lead_id LEFT JOIN agents a ON a.id = c.agent_id
        LEFT JOIN recordings r ON r.call_id = c.id LEFT JOIN follow_ups f ON f.call_id = c.id
        """
}

/// The conditions of a ``CallFilter`` but its text, as parameters of statements.
struct CallConditions: Sendable {
    var agencyID: AgencyID
    /// An agent's own, whatever the filter says: the policies hold as well, but an index needs to be told.
    var ownAgent: AgentID?
    var from: Date?
    var to: Date?
    var groups: [String]?
    var agent: AgentID?
    var isUnassigned: Bool
    var lead: LeadID?
    var language: String?
    var direction: String?
    var shortest: Int?
    var longest: Int?

    init(_ filter: CallFilter, viewer: Viewer, time: ViewerTime) {
        agencyID = viewer.agencyID
        ownAgent = viewer.isOwner ? nil : viewer.agentID
        (from, to) = filter.range(time)
        groups = filter.statuses.isEmpty ? nil : filter.statuses.map(\.rawValue)
        if case .agent(let id) = filter.agent { agent = id }
        isUnassigned = filter.agent == .nobody
        lead = filter.lead
        language = filter.language
        direction = filter.direction?.rawValue
        shortest = filter.shortest
        longest = filter.longest
        // An agent who names another asks for calls that are not theirs to see: no time has any of them.
        if !viewer.isOwner, let agent, agent != viewer.agentID { to = .distantPast }
    }

    /// The filter as it was at a moment: a call that has come since is not meant.
    init(_ filter: CallFilter, viewer: Viewer, asOf time: ViewerTime) {
        self.init(filter, viewer: viewer, time: time)
        to = to.map { min($0, time.now) } ?? time.now
    }

    /// `$1` to `$11`.
    var parameters: [PostgresParameter] {
        [
            .init(agencyID), .init(ownAgent ?? agent), .init(from), .init(to), .init(groups), .init(isUnassigned),
            .init(lead), .init(language), .init(direction), .init(shortest), .init(longest),
        ]
    }

    static let sql = """
        c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2)
            AND ($3::timestamptz IS NULL OR c.created_at >= $3) AND ($4::timestamptz IS NULL OR c.created_at < $4)
            AND ($5::text[] IS NULL OR call_group(c.status, c.outcome) = ANY ($5)) AND (NOT $6 OR c.agent_id IS NULL)
            AND ($7::uuid IS NULL OR c.lead_id = $7) AND ($8::text IS NULL OR split_part(c.language, '-', 1) = $8)
            AND ($9::text IS NULL OR c.direction = $9) AND ($10::int8 IS NULL OR c.duration_seconds >= $10)
            AND ($11::int8 IS NULL OR c.duration_seconds <= $11)
        """
}

/// How a page of calls is read. Which they are is found by index alone before anything is read about them.
private enum CallPage {
    /// - Parameters:
    ///   - column: the largest first; `$12`, of this type, and `$13` say after which call the page begins, `$14` how long it is.
    ///   - condition: besides those of the filter.
    static func sql(by column: String, _ type: String, and condition: String = "true") -> String {
        """
        SELECT \(CallListRow.columns), NULL::text
        FROM (SELECT c.id FROM call_logs c WHERE \(CallConditions.sql) AND \(condition)
            AND ($12::\(type) IS NULL OR (c.\(column), c.id) < ($12, $13))
            ORDER BY c.\(column) DESC, c.id DESC LIMIT $14) AS page JOIN call_logs c ON c.id = page.id
        \(CallListRow.joins)
        ORDER BY c.\(column) DESC, c.id DESC
        """
    }
}

/// A page of calls, newest first.
struct ListNewestCalls: PostgresStatement {
    static let sql = CallPage.sql(by: "created_at", "timestamptz")

    var conditions: CallConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// The same, longest first, without those that have no duration.
struct ListLongestCalls: PostgresStatement {
    static let sql = CallPage.sql(by: "duration_seconds", "int8", and: "c.duration_seconds IS NOT NULL")

    var conditions: CallConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.key), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// Those that have no duration, newest first: they stand after the longest and the shortest.
struct ListCallsWithoutDuration: PostgresStatement {
    static let sql = CallPage.sql(by: "created_at", "timestamptz", and: "c.duration_seconds IS NULL")

    var conditions: CallConditions
    var after: Cursor?
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [.init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// One call as a list shows it, if the list has it: for a row that changes while somebody looks.
struct ListCall: PostgresStatement {
    static let sql = """
        SELECT \(CallListRow.columns), NULL::text FROM call_logs c \(CallListRow.joins)
        WHERE \(CallConditions.sql) AND c.id = $12
        """

    var id: UUID
    var conditions: CallConditions
    var parameters: [PostgresParameter] { conditions.parameters + [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// Certain calls, newest first.
struct ListNamedCalls: PostgresStatement {
    static let sql = """
        SELECT \(CallListRow.columns), NULL::text FROM call_logs c \(CallListRow.joins)
        WHERE c.id = ANY ($1) ORDER BY c.created_at DESC, c.id DESC
        """

    var ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// Calls in which the words were said, newest first, with the place; unmarked where the words have accents there that nobody
/// typed, or no blanks about them: ``SearchSnippet`` marks those.
struct SearchCalls: PostgresStatement {
    private static let marks =
        #"E'StartSel=\x02, StopSel=\x03, MaxFragments=1, MaxWords=28, MinWords=12, HighlightAll=false'"#
    static let sql = """
        WITH wanted AS MATERIALIZED (
            SELECT query, search_pattern(query) AS pattern FROM search_query($14, $15) AS query)
        SELECT \(CallListRow.columns),
            -- A word that the call's language would stem may be there as it was typed.
            CASE WHEN position(E'\\x02' IN stemmed.text) > 0 THEN stemmed.text
                WHEN position(E'\\x02' IN plain.text) > 0 THEN plain.text ELSE excerpt.text END
        FROM wanted, LATERAL search_calls(wanted.query, $3, $4, $5, $2, $6, $7, $8, $9, $10, $11, $12, $13, $16) AS found
        JOIN call_logs c ON c.id = found.id AND c.agency_id = $1 \(CallListRow.joins)
        -- OFFSET 0: each of these is made once, and not wherever it is named.
        CROSS JOIN LATERAL (SELECT search_excerpt(
            concat_ws(E'\\n', c.summary, left(c.transcript, 100000)), wanted.pattern) AS text OFFSET 0) AS excerpt
        CROSS JOIN LATERAL (SELECT ts_headline(
            search_configuration(c.language), excerpt.text, wanted.query, \(marks)) AS text OFFSET 0) AS stemmed
        CROSS JOIN LATERAL (SELECT CASE WHEN position(E'\\x02' IN stemmed.text) = 0
            THEN ts_headline('simple', excerpt.text, wanted.query, \(marks)) END AS text OFFSET 0) AS plain
        ORDER BY c.created_at DESC, c.id DESC
        """

    var conditions: CallConditions
    var after: Cursor?
    var text: String
    /// Those in which the agency's calls are held, besides what is written the same in all.
    var languages: [String]
    var limit: Int

    var parameters: [PostgresParameter] {
        conditions.parameters + [
            .init(after?.date), .init(after?.id), .init(text), .init(languages), .init(limit),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow { try CallListRow(row) }
}

/// How many calls there are, up to a limit: nobody reads a list of 100,000, and counting them all takes long.
struct CountCalls: PostgresStatement {
    static let most = 10_000
    static let sql = """
        SELECT count(*) FROM (SELECT FROM call_logs c WHERE \(CallConditions.sql) LIMIT \(most + 1)) AS c
        """

    var conditions: CallConditions
    var parameters: [PostgresParameter] { conditions.parameters }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
