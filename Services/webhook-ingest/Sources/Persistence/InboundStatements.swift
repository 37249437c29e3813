internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// The leads with a number, of any agency.
struct FindLeadsWithNumber: PostgresStatement {
    static let sql = "SELECT agency_id, id FROM leads WHERE phone = $1 ORDER BY agency_id, id"

    struct Row: Sendable {
        var agencyID: AgencyID
        var leadID: LeadID
    }

    let phone: String
    var parameters: [PostgresParameter] { [.init(phone)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, lead) = try row.decode((UUID, UUID).self)
        return Row(agencyID: AgencyID(rawValue: agency), leadID: LeadID(rawValue: lead))
    }
}

/// No row means that it has been written down before.
struct InsertInboundMessage: PostgresStatement {
    static let sql = """
        INSERT INTO inbound_messages (
            message_id, received_at, channel, from_address, to_address, body, media_count, wish, agency_id, lead_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING true
        """

    let message: InboundMessage
    let owner: FindLeadsWithNumber.Row?

    var parameters: [PostgresParameter] {
        [
            .init(message.id), .init(message.receivedAt), .init(message.channel.rawValue), .init(message.from),
            .init(message.to), .init(message.body), .init(Int32(message.mediaCount)), .init(message.wish.rawValue),
            .init(owner?.agencyID.rawValue), .init(owner?.leadID.rawValue),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Forgets what was written to us more than 400 days ago, so many rows at a time. Returns how many they were.
struct ForgetInboundMessages: PostgresStatement {
    static let batch: Int64 = 1000
    static let sql = """
        WITH gone AS (
            DELETE FROM inbound_messages WHERE message_id IN (
                SELECT message_id FROM inbound_messages WHERE received_at < now() - interval '400 days'
                ORDER BY received_at LIMIT $1)
            RETURNING true
        )
        SELECT count(*) FROM gone
        """

    var parameters: [PostgresParameter] { [.init(Self.batch)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
}
