internal import Contracts
internal import Foundation
internal import Postgres

struct ReadCallTurns: PostgresStatement {
    static let sql = "SELECT turns FROM call_turns WHERE call_id = $1"

    var callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> JSONB { try row.decode(column: 0, as: JSONB.self) }
}

/// The newest report of a call, as it was posted: the provider's own, or what it said when it was asked.
struct ReadNewestReport: PostgresStatement {
    static let sql = """
        SELECT body FROM webhook_events WHERE call_id = $1 AND type = 'end-of-call-report'
        ORDER BY received_at DESC, id DESC LIMIT 1
        """

    var callID: CallID
    var parameters: [PostgresParameter] { [.init(callID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> [UInt8] {
        try row.decode(column: 0, as: [UInt8].self)
    }
}

struct SaveCallTurns: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO call_turns (call_id, agency_id, turns) SELECT id, agency_id, $2 FROM call_logs WHERE id = $1
        ON CONFLICT (call_id) DO UPDATE SET turns = excluded.turns, agency_id = excluded.agency_id
        """

    var callID: CallID
    var turns: JSONB
    var parameters: [PostgresParameter] { [.init(callID), .init(turns)] }
}
