internal import Contracts
internal import FoundationEssentials
internal import LenientJSON
internal import Notices
internal import Postgres

/// Which channel has a message due next, and in how many seconds: negative when overdue. No row when nothing waits by a channel
/// that is open.
struct NextDueMessage: PostgresStatement {
    static let sql = """
        SELECT channel.name, extract(epoch FROM first.due - now())::float8
        FROM (VALUES ('whatsapp'), ('sms')) AS channel (name)
        CROSS JOIN LATERAL (
            SELECT next_attempt_at AS due FROM notifications
            WHERE notifications.channel = channel.name AND status IN ('pending', 'parked')
            ORDER BY next_attempt_at LIMIT 1
        ) first
        WHERE NOT EXISTS (
            SELECT FROM provider_limits WHERE account = 'twilio/' || channel.name AND closed_until > now())
        ORDER BY 2 LIMIT 1
        """

    struct Row: Sendable {
        var channel: NotificationChannel
        var seconds: Double
    }

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (channel, seconds) = try row.decode((String, Double).self)
        return Row(channel: NotificationChannel(rawValue: channel) ?? .sms, seconds: seconds)
    }
}

/// The oldest messages that are due by a channel, locked until the transaction ends, with what decides how they go: whether
/// WhatsApp takes free text (ten minutes less than its day, so that the clock of Meta's may differ), and whether its address
/// gets messages at all.
struct TakeDueMessages: PostgresStatement {
    static let sql = """
        SELECT id, event_time, agency_id, call_id, channel, coalesce(address, ''), kind, language, payload, wording,
            lease_token, attempts, traceparent, coalesce(expires_at < now(), false), expires_at, recipient_kind, recipient_id,
            EXISTS (
                SELECT FROM message_windows seen
                WHERE seen.channel = notifications.channel AND seen.address = notifications.address
                    AND last_received_at > now() - interval '23 hours 50 minutes'),
            (
                SELECT cause FROM suppressions kept
                WHERE kept.channel = notifications.channel AND kept.address = notifications.address
                    AND (kept.agency_id IS NULL OR kept.agency_id = notifications.agency_id)
                    AND coalesce(kept.expires_at > now(), true) ORDER BY cause = 'stop' DESC LIMIT 1)
        FROM notifications
        WHERE channel = $1 AND status IN ('pending', 'parked') AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED
        """

    let channel: NotificationChannel
    let limit: Int32
    var parameters: [PostgresParameter] { [.init(channel.rawValue), .init(limit)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedMessage {
        let (
            id, time, agency, call, channel, address, kind, language, payload, wording, token, attempts, traceparent,
            isTooOld, expiresAt, recipientKind, recipient, isOpen, cause
        ) = try row.decode(
            (
                UUID, Date, UUID, UUID?, String, String, String, String, [UInt8]?, JSONB?, Int64, Int32, String?, Bool,
                Date?, String, UUID, Bool, String?
            ).self)
        return ClaimedMessage(
            id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), channel: NotificationChannel(rawValue: channel) ?? .sms,
            address: address, kindText: kind, language: language, payload: payload,
            wording: wording.flatMap { ShortWording(stored: $0.text) }, leaseToken: token, attempts: attempts,
            traceparent: traceparent,
            recipient: ChainLink.Person(kind: Recipient.Kind(rawValue: recipientKind) ?? .owner, id: recipient),
            isWindowOpen: isOpen, isTooOld: isTooOld, expiresAt: expiresAt,
            suppressed: cause.flatMap(SuppressionCause.init(rawValue:)))
    }
}

extension ShortWording {
    fileprivate init?(stored json: String) {
        guard let wording = try? JSONDecoder().decode(ShortWording.self, from: Data(json.utf8)) else { return nil }
        self = wording
    }
}

/// Writes down that requests are leaving, and which. Their leases are longer than their wait for the account's rate and the
/// request may take.
struct SendMessages: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = 'sending', payload = leaving.payload, attempts = attempts + 1, lease_token = lease_token + 1,
            lease_until = now() + make_interval(secs => 45 + leaving.wait),
            first_attempt_at = coalesce(first_attempt_at, now()), reason = NULL, error_code = NULL, updated_at = now()
        FROM unnest($1::timestamptz[], $2::uuid[], $3::bytea[], $4::float8[]) AS leaving (event_time, id, payload, wait)
        WHERE notifications.event_time = leaving.event_time AND notifications.id = leaving.id
        """

    let messages: [ClaimedMessage]
    let payloads: [[UInt8]]
    let waits: [Double]
    var parameters: [PostgresParameter] {
        [.init(messages.map(\.eventTime)), .init(messages.map(\.id.rawValue)), .init(payloads), .init(waits)]
    }
}

/// It is not sent after all.
struct RefuseMessage: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = 'not_sent', reason = $3, chain_due_at = CASE WHEN chain_id IS NOT NULL THEN now() END, updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: ClaimedMessage
    let reason: String
    var parameters: [PostgresParameter] { [.init(message.eventTime), .init(message.id.rawValue), .init(reason)] }
}

/// Writes an outcome down, unless a later claim has gone beyond it, and returns where the message stands now. What a callback
/// has told meanwhile weighs more than an answer that is missing, and its error code is not taken back: it was empty when the request
/// left.
struct SettleMessage: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = CASE WHEN $4 = 'unknown' AND provider_message_id IS NOT NULL THEN 'sent' ELSE $4 END,
            reason = CASE WHEN $4 = 'unknown' AND provider_message_id IS NOT NULL THEN NULL ELSE $5 END,
            error_code = coalesce($6, error_code), provider_message_id = coalesce($7, provider_message_id),
            sent_at = CASE WHEN $4 IN ('sent', 'unknown') THEN now() END,
            next_attempt_at = coalesce($8, next_attempt_at),
            check_at = CASE WHEN $4 = 'unknown' AND provider_message_id IS NOT NULL
                    OR receipt IN ('delivered', 'read', 'failed') THEN NULL ELSE $9 END,
            payload = CASE WHEN $10 THEN NULL ELSE payload END, lease_until = NULL,
            turn_began_at = CASE WHEN chain_id IS NOT NULL AND $4 = 'sent' THEN now() ELSE turn_began_at END,
            chain_due_at = CASE WHEN chain_id IS NULL THEN NULL
                WHEN $4 IN ('failed', 'sent', 'unknown') THEN now() ELSE chain_due_at END,
            updated_at = now()
        WHERE event_time = $1 AND id = $2 AND lease_token = $3 AND status IN ('sending', 'unknown')
        RETURNING status, provider_message_id
        """

    let message: ClaimedMessage
    let settlement: MessageSettlement
    var parameters: [PostgresParameter] {
        [
            .init(message.eventTime), .init(message.id.rawValue), .init(message.leaseToken + 1),
            .init(settlement.status.rawValue), .init(settlement.reason), .init(settlement.errorCode.map(Int32.init)),
            .init(settlement.providerMessageID), .init(settlement.nextAttemptAt), .init(settlement.checkAt),
            .init(settlement.isWrittenAnew),
        ]
    }

    struct Row: Sendable {
        var status: NotificationStatus
        var providerMessageID: String?
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (status, sid) = try row.decode((String, String?).self)
        return Row(status: NotificationStatus(rawValue: status) ?? .unknown, providerMessageID: sid)
    }
}

/// Claims whose process is gone: what was being sent may have been taken over, and is looked up. What is known to have been is
/// not looked for.
struct ExpireMessages: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = CASE WHEN provider_message_id IS NULL THEN 'unknown' ELSE 'sent' END,
            sent_at = CASE WHEN provider_message_id IS NULL THEN sent_at ELSE coalesce(sent_at, now()) END,
            check_at = CASE WHEN provider_message_id IS NULL THEN now() END, lease_until = NULL,
            reason = CASE WHEN provider_message_id IS NULL THEN 'whoever sent it is gone' END, updated_at = now()
        WHERE channel <> 'email' AND (
            status = 'sending' AND lease_until < now() OR status = 'unknown' AND provider_message_id IS NOT NULL)
        """

    var parameters: [PostgresParameter] { [] }
}

/// What has waited until it is of no use any more.
struct WithdrawExpired: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = 'not_sent', reason = concat_ws(': ', 'it could not be sent in time', reason), updated_at = now(),
            chain_due_at = CASE WHEN chain_id IS NOT NULL THEN now() END
        WHERE expires_at < now() AND status IN ('pending', 'parked') AND request_id IS NULL
        RETURNING id, agency_id, call_id, channel
        """

    struct Row: Sendable {
        var id: NotificationID
        var agencyID: AgencyID
        var callID: CallID?
        var channel: NotificationChannel
    }

    var parameters: [PostgresParameter] { [] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, agency, call, channel) = try row.decode((UUID, UUID, UUID?, String).self)
        return Row(
            id: NotificationID(rawValue: id), agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)),
            channel: NotificationChannel(rawValue: channel) ?? .email)
    }
}
