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

struct IndexCall: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_search (call_id, agency_id, words, created_at)
        SELECT id, agency_id, search_words(language, concat_ws(E'\\n', customer_name, summary, transcript)), created_at
        FROM call_logs WHERE id = $1
        ON CONFLICT (call_id) DO UPDATE SET words = excluded.words, agency_id = excluded.agency_id
        """

    var id: CallID
    var parameters: [PostgresParameter] { [.init(id)] }
}
