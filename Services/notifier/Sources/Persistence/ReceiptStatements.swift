internal import Contracts
internal import FoundationEssentials
internal import Notices
internal import Postgres

/// A message that a receipt is about, locked until the transaction ends.
struct LoadMessage: PostgresStatement {
    static let sql = FollowedMessage.sql(where: "event_time = $2 AND id = $1")

    let id: NotificationID
    let eventTime: Date
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(eventTime)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> FollowedMessage { try FollowedMessage.decode(row) }
}

/// The same for messages whose time was not sent along.
struct LoadMessageByProviderID: PostgresStatement {
    static let sql = FollowedMessage.sql(where: "provider_message_id = $2 AND id = $1")

    let id: NotificationID
    let providerMessageID: String
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(providerMessageID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> FollowedMessage { try FollowedMessage.decode(row) }
}

extension FollowedMessage {
    fileprivate static func sql(where condition: String) -> String {
        """
        SELECT id, event_time, agency_id, call_id, channel, recipient_kind, recipient_id, address, status, receipt,
            provider_message_id, traceparent, position('Body=' IN encode(coalesce(payload, ''), 'escape')) > 0,
            wording IS NOT NULL, payload IS NOT NULL AND attempts > 0, abandoned_message_ids,
            chain_id IS NOT NULL AND EXISTS (
                SELECT FROM notifications later
                WHERE later.chain_id = notifications.chain_id AND later.chain_position > notifications.chain_position
                    AND later.turn_began_at > notifications.turn_began_at + interval '1 second')
        FROM notifications WHERE \(condition) FOR UPDATE
        """
    }

    fileprivate static func decode(_ row: PostgresRow) throws(PostgresError) -> FollowedMessage {
        let (
            id, time, agency, call, channel, kind, person, address, status, receipt, provider, traceparent, hasBody,
            hasWording, wasTried, abandoned, isOvertaken
        ) = try row.decode(
            (
                UUID, Date, UUID, UUID?, String, String, UUID, String?, String, String?, String?, String?, Bool, Bool,
                Bool, [String], Bool
            ).self)
        return FollowedMessage(
            id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), channel: NotificationChannel(rawValue: channel) ?? .email,
            recipient: ChainLink.Person(kind: Recipient.Kind(rawValue: kind) ?? .owner, id: person), address: address,
            status: NotificationStatus(rawValue: status) ?? .sent,
            receipt: receipt.flatMap(ReceiptStatus.init(rawValue:)),
            providerMessageID: provider, isFreeText: channel == "whatsapp" && hasBody && hasWording, wasTried: wasTried,
            abandoned: abandoned, isOvertaken: isOvertaken, traceparent: traceparent)
    }
}

/// Writes down what a provider has said. No row when it has said it before.
struct InsertReceipt: PostgresStatement {
    static let sql = """
        INSERT INTO notification_receipts (
            event_time, notification_id, provider_message_id, status, error_code, reason, occurred_at)
        VALUES ($1, $2, $7, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING received_at
        """

    let message: FollowedMessage
    let receipt: MessageReceipt
    var parameters: [PostgresParameter] {
        [
            .init(message.eventTime), .init(message.id.rawValue), .init(receipt.status.rawValue),
            .init(receipt.errorCode.map(Int32.init)), .init(receipt.reason), .init(receipt.occurredAt),
            .init(receipt.providerMessageID),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
}

/// The message as it stands after a receipt. One whose outcome was not known is known to have been taken over, and so is one
/// that waits to be tried again; one that is being sent is settled by whoever sends it.
struct ApplyReceipt: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            receipt = $3, receipt_at = CASE WHEN $3 IS DISTINCT FROM receipt THEN $4 ELSE receipt_at END,
            receipt_reason = CASE WHEN $3 IS DISTINCT FROM receipt THEN $5 ELSE receipt_reason END,
            error_code = coalesce($6, error_code), provider_message_id = coalesce(provider_message_id, $7),
            status = CASE WHEN $8 THEN 'sent' ELSE status END, sent_at = CASE WHEN $8 THEN now() ELSE sent_at END,
            check_at = CASE WHEN $9 THEN NULL ELSE check_at END,
            turn_began_at = CASE WHEN chain_id IS NOT NULL AND $8 THEN now() ELSE turn_began_at END,
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND ($8 OR $9) THEN now() ELSE chain_due_at END,
            updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: FollowedMessage
    let receipt: MessageReceipt
    let standing: ReceiptStatus
    /// Whether the receipt is the first to say that the provider has it.
    let provesSending: Bool
    var parameters: [PostgresParameter] {
        [
            .init(message.eventTime), .init(message.id.rawValue), .init(standing.rawValue), .init(receipt.occurredAt),
            .init(receipt.reason), .init(receipt.errorCode.map(Int32.init)), .init(receipt.providerMessageID),
            .init(provesSending), .init(standing.isDelivered || standing.isFailure),
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
            abandoned_message_ids = abandoned_message_ids || $3::text, lease_token = lease_token + 1,
            reason = 'WhatsApp took no free text', updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: FollowedMessage
    let providerMessageID: String
    var parameters: [PostgresParameter] {
        [.init(message.eventTime), .init(message.id.rawValue), .init(providerMessageID)]
    }
}
