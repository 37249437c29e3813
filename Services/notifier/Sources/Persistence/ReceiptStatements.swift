internal import Contracts
internal import FoundationEssentials
internal import Notices
internal import Postgres

/// A message that a receipt is about, locked until the transaction ends.
struct LoadMessage: PostgresStatement {
    static let sql = """
        SELECT id, event_time, agency_id, call_id, lead_id, channel, recipient_kind, recipient_id, address, status, receipt,
            provider_message_id, traceparent, position('Body=' IN encode(coalesce(payload, ''), 'escape')) > 0, wording IS NOT NULL
        FROM notifications
        WHERE event_time = $2 AND id = $1 OR $2 IS NULL AND provider_message_id = $3 AND id = $1
        FOR UPDATE
        """

    let id: NotificationID
    let eventTime: Date?
    let providerMessageID: String
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(eventTime), .init(providerMessageID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> FollowedMessage {
        let (
            id, time, agency, call, lead, channel, kind, person, address, status, receipt, provider, traceparent,
            hasBody, hasWording
        ) = try row.decode(
            (
                UUID, Date, UUID, UUID?, UUID?, String, String, UUID, String?, String, String?, String?, String?, Bool,
                Bool
            ).self)
        return FollowedMessage(
            id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), leadID: lead.map(LeadID.init(rawValue:)),
            channel: NotificationChannel(rawValue: channel) ?? .email,
            recipientKind: Recipient.Kind(rawValue: kind) ?? .owner, recipientID: person, address: address,
            status: NotificationStatus(rawValue: status) ?? .sent,
            receipt: receipt.flatMap(ReceiptStatus.init(rawValue:)),
            providerMessageID: provider, isFreeText: channel == "whatsapp" && hasBody && hasWording,
            traceparent: traceparent)
    }
}

/// Writes down what a provider has said. No row when it has said it before.
struct InsertReceipt: PostgresStatement {
    static let sql = """
        INSERT INTO notification_receipts (event_time, notification_id, status, error_code, reason, occurred_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING received_at
        """

    let message: FollowedMessage
    let receipt: MessageReceipt
    var parameters: [PostgresParameter] {
        [
            .init(message.eventTime), .init(message.id.rawValue), .init(receipt.status.rawValue),
            .init(receipt.errorCode.map(Int32.init)), .init(receipt.reason), .init(receipt.occurredAt),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
}

/// The message as it stands after a receipt. One whose outcome was not known is known to have been taken over; one that is
/// being sent is settled by whoever sends it.
struct ApplyReceipt: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            receipt = $3, receipt_at = $4, receipt_reason = $5, error_code = coalesce($6, error_code),
            provider_message_id = coalesce(provider_message_id, $7),
            status = CASE WHEN status = 'unknown' THEN 'sent' ELSE status END,
            sent_at = CASE WHEN status = 'unknown' THEN now() ELSE sent_at END, check_at = NULL,
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND $8 THEN now() ELSE chain_due_at END, updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: FollowedMessage
    let receipt: MessageReceipt
    let standing: ReceiptStatus
    var parameters: [PostgresParameter] {
        [
            .init(message.eventTime), .init(message.id.rawValue), .init(standing.rawValue), .init(receipt.occurredAt),
            .init(receipt.reason), .init(receipt.errorCode.map(Int32.init)), .init(receipt.providerMessageID),
            .init(standing.isDelivered || standing.isFailure),
        ]
    }
}

/// A message that has surely not arrived goes out once more, as a template this time.
struct WriteAnew: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = 'pending', payload = NULL, provider_message_id = NULL, receipt = NULL, receipt_at = NULL,
            receipt_reason = NULL, sent_at = NULL, check_at = NULL, next_attempt_at = now(), turn_began_at = now(),
            reason = 'WhatsApp took no free text', updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: FollowedMessage
    var parameters: [PostgresParameter] { [.init(message.eventTime), .init(message.id.rawValue)] }
}
