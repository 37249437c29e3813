internal import Contracts
internal import Foundation
internal import Postgres

/// What providers and forms have posted for the agency, newest first, without what was in it.
struct ListWebhookEvents: PostgresStatement {
    static let sql = """
        SELECT id, received_at, source, type, disposition, call_id FROM webhook_events
        WHERE agency_id = $1 AND ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3))
        ORDER BY received_at DESC, id DESC LIMIT $4
        """

    struct Row: Sendable {
        var id: UUID
        var receivedAt: Date
        var source: String
        var type: String
        var disposition: String
        var callID: UUID?

        var path: String { WebhookLogRoutes.path(receivedAt, id) }
    }

    let agencyID: AgencyID
    let after: Cursor?
    let limit: Int
    var parameters: [PostgresParameter] {
        [.init(agencyID), .init(after?.date), .init(after?.id), .init(limit)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, received, source, type, disposition, call) = try row.decode(
            (UUID, Date, String, String, String, UUID?).self)
        return Row(
            id: id, receivedAt: received, source: source, type: type, disposition: disposition, callID: call)
    }
}

/// One of them with what was in it. Its time is a part of its key.
struct ReadWebhookEvent: PostgresStatement {
    static let sql = """
        SELECT id, received_at, source, type, disposition, call_id, provider_call_id, headers::text, body FROM webhook_events
        WHERE received_at = $1 AND id = $2
        """

    struct Row: Sendable {
        var event: ListWebhookEvents.Row
        var providerCallID: String?
        /// A JSON object.
        var headers: String
        var body: [UInt8]
    }

    let key: Cursor
    var parameters: [PostgresParameter] { [.init(key.date), .init(key.id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, received, source, type, disposition, call, provider, headers, body) = try row.decode(
            (UUID, Date, String, String, String, UUID?, String?, String, [UInt8]).self)
        return Row(
            event: .init(
                id: id, receivedAt: received, source: source, type: type, disposition: disposition, callID: call),
            providerCallID: provider, headers: headers, body: body)
    }
}
