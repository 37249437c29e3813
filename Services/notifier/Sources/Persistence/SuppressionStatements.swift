internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// Puts an address on the list, and returns a row when it was not on it for this or a better reason. Who has said STOP
/// stays there until they say START, whatever else is found out about their number.
struct InsertSuppression: PostgresStatement {
    static let sql = """
        INSERT INTO suppressions (agency_id, channel, address, cause, detail, notification_id, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
        ON CONFLICT (channel, address, coalesce(agency_id, '00000000-0000-0000-0000-000000000000')) DO UPDATE SET
            cause = excluded.cause, detail = excluded.detail, notification_id = excluded.notification_id,
            expires_at = excluded.expires_at, created_at = now()
            WHERE suppressions.cause <> 'stop' AND (
                suppressions.cause <> excluded.cause OR coalesce(suppressions.expires_at < now(), false))
        RETURNING id
        """

    let suppression: Suppression
    var parameters: [PostgresParameter] {
        [
            .init(suppression.agencyID?.rawValue), .init(suppression.channel.rawValue), .init(suppression.address),
            .init(suppression.cause.rawValue), .init(suppression.detail),
            .init(suppression.notificationID?.rawValue), .init(suppression.days),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// What waits for such an address will not be sent, and those that wait behind it have their turn. Requests that may be on
/// their way are left alone.
struct WithdrawMessages: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = 'not_sent', reason = $4, updated_at = now(),
            chain_due_at = CASE WHEN chain_id IS NOT NULL THEN now() END
        WHERE channel = $2 AND status IN ('pending', 'parked') AND request_id IS NULL
            AND (channel = 'email' AND lower(address) = $3 OR channel <> 'email' AND address = $3)
            AND ($1::uuid IS NULL OR agency_id = $1) AND kind <> 'lead.opted_out_confirmation'
        RETURNING id, agency_id, call_id
        """

    struct Row: Sendable {
        var id: NotificationID
        var agencyID: AgencyID
        var callID: CallID?
    }

    let suppression: Suppression
    var parameters: [PostgresParameter] {
        [
            .init(suppression.agencyID?.rawValue), .init(suppression.channel.rawValue), .init(suppression.address),
            .init(suppression.cause.reason(suppression.channel)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, agency, call) = try row.decode((UUID, UUID, UUID?).self)
        return Row(
            id: NotificationID(rawValue: id), agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)))
    }
}

/// Takes an address off the list, and returns what it was on it for: for an agency what is that agency's, and without one
/// what was said to all of them.
struct RemoveSuppression: PostgresStatement {
    static let sql = """
        DELETE FROM suppressions
        WHERE channel = $1 AND address = $2 AND agency_id IS NOT DISTINCT FROM $3 AND ($4::text IS NULL OR cause = $4)
        RETURNING cause
        """

    let channel: NotificationChannel
    let address: String
    var agencyID: AgencyID?
    var cause: SuppressionCause?
    var parameters: [PostgresParameter] {
        [.init(channel.rawValue), .init(address), .init(agencyID?.rawValue), .init(cause?.rawValue)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Somebody has written to us: free text may go to them for a day.
struct OpenWindow: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO message_windows AS seen (channel, address, last_received_at) VALUES ($1, $2, $3)
        ON CONFLICT (channel, address) DO UPDATE SET
            last_received_at = greatest(seen.last_received_at, excluded.last_received_at)
        """

    let channel: NotificationChannel
    let address: String
    let receivedAt: Date
    var parameters: [PostgresParameter] { [.init(channel.rawValue), .init(address), .init(receivedAt)] }
}

/// Free text was not taken, whatever we thought.
struct CloseWindow: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE message_windows SET last_received_at = '-infinity' WHERE channel = $1 AND address = $2
        """

    let channel: NotificationChannel
    let address: String
    var parameters: [PostgresParameter] { [.init(channel.rawValue), .init(address)] }
}
