internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// Puts an address on the list, and returns a row when that is news: it was not on it any more, or only for a time, or for what
/// weighs less than its owner's own word.
struct InsertSuppression: PostgresStatement {
    static let sql = """
        INSERT INTO suppressions (agency_id, channel, address, cause, detail, notification_id, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7))
        ON CONFLICT (channel, address, coalesce(agency_id, '00000000-0000-0000-0000-000000000000')) DO UPDATE SET
            cause = excluded.cause, detail = excluded.detail, notification_id = excluded.notification_id,
            expires_at = excluded.expires_at, created_at = now()
            WHERE coalesce(suppressions.expires_at < now(), false)
                OR suppressions.expires_at IS NOT NULL AND excluded.expires_at IS NULL
                OR suppressions.cause NOT IN ('stop', 'complained') AND excluded.cause IN ('stop', 'complained')
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
            status = 'not_sent', reason = $4, turn_began_at = coalesce(turn_began_at, now()), updated_at = now(),
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND turn_began_at IS NOT NULL THEN now() END
        WHERE channel = $2 AND status IN ('standby', 'pending', 'parked') AND request_id IS NULL
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

/// Ends all reminders to leads with a number, by whatever channel: who wants to hear nothing is not reminded another way.
struct WithdrawReminders: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = 'not_sent', reason = $2, turn_began_at = coalesce(turn_began_at, now()), chain_due_at = NULL,
            updated_at = now()
        WHERE lead_id IN (SELECT id FROM leads WHERE phone = $1) AND recipient_kind = 'lead'
            AND kind = 'appointment.reminder' AND status IN ('standby', 'pending', 'parked') AND request_id IS NULL
        RETURNING id, agency_id, call_id
        """

    let phone: String
    var parameters: [PostgresParameter] { [.init(phone), .init(SuppressionCause.stop.reason(.sms))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> WithdrawMessages.Row {
        try WithdrawMessages.decode(row)
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
