internal import Foundation
internal import Postgres

/// What somebody looks for in what was said.
struct CallSearch: Sendable, Hashable {
    /// As it was typed: words, "exact phrases", -without, or.
    var typed: String
    /// In whose ways words are stemmed: primary subtags of the languages that the agency's calls are in, each once.
    var languages: [String]
    /// A regular expression that finds a place in the text without accents, to cut a piece around it; nil for none.
    var place: String?
}

/// A call that was found, with a piece of what was said in it.
struct FoundCallRow: Sendable, Hashable {
    var call: CallListRow
    /// Some 300 characters around the first place; the transcript's beginning when no place was found. Its ends may lie
    /// within a word.
    var excerpt: String?
    /// Whether the excerpt begins where the transcript does.
    var beginsAtStart: Bool
    /// Whether it ends where the transcript does.
    var endsAtEnd: Bool
}

/// A page of the calls that have the words, newest first. Calls that have just ended are found when their words have been
/// read, which takes a moment.
struct SearchCalls: PostgresStatement {
    static let sql = """
        WITH page AS MATERIALIZED (
            SELECT found.id FROM search_calls(
                search_query($14, $15::text[]), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $16, $17, $18) AS found
        )
        SELECT \(CallListRow.columns), substr(c.transcript, place.beginning, 300), place.beginning = 1,
            length(c.transcript) < place.beginning + 300
        FROM \(CallListRow.from("page"))
        CROSS JOIN LATERAL (
            SELECT greatest(1, coalesce(regexp_instr(unaccent(left(c.transcript, 100000)), $19, 1, 1, 0, 'i'), 0) - 100)
                AS beginning
        ) AS place
        WHERE c.agency_id = $1 AND ($2::uuid IS NULL OR c.agent_id = $2)
        ORDER BY c.created_at DESC, c.id DESC
        """

    let search: CallSearch
    let filter: CallFilter
    let scope: ViewerScope
    var after: CallCursor?
    /// How many; one more than a page shows tells whether there is another.
    let limit: Int

    var parameters: [PostgresParameter] {
        CallConditions.parameters(filter, scope) + [
            .init(search.typed), .init(search.languages), .init(after?.createdAt), .init(after?.id),
            .init(Int32(clamping: limit)), .init(search.place),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> FoundCallRow {
        let first = CallListRow.columnCount
        return FoundCallRow(
            call: try CallListRow.decode(row), excerpt: try row.decode(column: first, as: String?.self),
            beginsAtStart: try row.decode(column: first + 1, as: Bool.self),
            endsAtEnd: try row.decode(column: first + 2, as: Bool?.self) ?? true)
    }
}

/// How many calls have the words, counted no further than ``limit``: more are "200+". Counting common words means reading
/// those of each call.
struct CountFoundCalls: PostgresStatement {
    static let limit = 200
    static let sql = """
        SELECT count(*) FROM search_calls(
            search_query($12, $13::text[]), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, \(limit + 1))
        """

    let search: CallSearch
    let filter: CallFilter
    var parameters: [PostgresParameter] {
        CallConditions.parameters(filter) + [.init(search.typed), .init(search.languages)]
    }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}
