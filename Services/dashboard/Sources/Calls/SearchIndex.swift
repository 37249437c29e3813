internal import Contracts
internal import Messaging
internal import Postgres

/// Keeps the words of each call, so that it can be found by what was said, and who said them when: the report that tells is
/// kept for a while only.
struct SearchIndex: Sendable {
    var handlers: [EventHandler] {
        [
            .on(CallEnded.self) { event, transaction in
                try await add(event.data.callID, of: event.agencyID, in: transaction)
            },
            .on(CallAmended.self) { event, transaction in
                try await add(event.data.callID, of: event.agencyID, in: transaction)
            },
            .on(LeadUpdated.self) { event, transaction in
                guard let agencyID = event.agencyID else { return [] }
                _ = try await transaction.pipeline(
                    ActAs(agencyID: agencyID, accountID: nil, role: .owner, agentID: nil),
                    IndexCallsOfLead(id: event.data.leadID))
                return []
            },
        ]
    }

    private func add(
        _ callID: CallID, of agencyID: AgencyID?, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        // A call that is nobody's is shown to nobody.
        guard let agencyID else { return [] }
        let (_, _, reports) = try await transaction.pipeline(
            ActAs(agencyID: agencyID, accountID: nil, role: .owner, agentID: nil), IndexCall(id: callID),
            ReadNewestReport(callID: callID))
        let turns = reports.first.map { ReportTurns.turns(of: $0) } ?? []
        // A later report that has none takes nothing away.
        guard !turns.isEmpty else { return [] }
        _ = try await transaction.execute(SaveCallTurns(callID: callID, turns: JSONB(CallTurn.json(turns))))
        return []
    }
}

/// What would be written over an old row may not be read back, even by `excluded`: hence no upsert.
struct IndexCall: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH said AS (
            SELECT c.id, c.agency_id, c.created_at, \(SearchedWords.sql) AS words
            FROM call_logs c LEFT JOIN leads l ON l.id = c.lead_id WHERE c.id = $1
        ), known AS (
            UPDATE call_search SET words = said.words, agency_id = said.agency_id
            FROM said WHERE call_id = said.id RETURNING call_id
        )
        INSERT INTO call_search (call_id, agency_id, words, created_at)
        SELECT id, agency_id, words, created_at FROM said WHERE NOT EXISTS (SELECT FROM known)
        ON CONFLICT DO NOTHING
        """

    var id: CallID
    var parameters: [PostgresParameter] { [.init(id)] }
}

/// What is searched of a call `c` with a lead `l`: a list shows the lead's name, and the call's own where there is none.
private enum SearchedWords {
    static let sql = "search_words(c.language, concat_ws(E'\\n', c.customer_name, l.name, c.summary, c.transcript))"
}

/// The latest calls of a lead whose name may have changed. Older ones are still found by the name from before: nobody has so many
/// by accident, and each is made into words anew.
struct IndexCallsOfLead: PostgresStatement {
    typealias Row = NoRow
    static let most = 100
    static let sql = """
        UPDATE call_search SET words = said.words FROM (
            SELECT c.id, \(SearchedWords.sql) AS words FROM call_logs c JOIN leads l ON l.id = c.lead_id
            WHERE c.lead_id = $1 ORDER BY c.created_at DESC LIMIT \(most)
        ) AS said WHERE call_id = said.id
        """

    var id: LeadID
    var parameters: [PostgresParameter] { [.init(id)] }
}
