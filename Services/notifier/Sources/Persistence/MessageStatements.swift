internal import Contracts
internal import FoundationEssentials
internal import LenientJSON
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

/// The oldest message that is due by a channel, locked until the transaction ends, with what decides how it goes: whether
/// WhatsApp takes free text (ten minutes less than its day, so that the clock of Meta's may differ), and whether its address
/// gets messages at all.
struct TakeDueMessage: PostgresStatement {
    static let sql = """
        SELECT id, event_time, agency_id, call_id, channel, coalesce(address, ''), kind, language, payload, wording,
            lease_token, attempts, traceparent,
            EXISTS (
                SELECT FROM message_windows seen
                WHERE seen.channel = notifications.channel AND seen.address = notifications.address
                    AND last_received_at > now() - interval '23 hours 50 minutes'),
            (
                SELECT cause FROM suppressions kept
                WHERE kept.channel = notifications.channel AND kept.address = notifications.address
                    AND (kept.agency_id IS NULL OR kept.agency_id = notifications.agency_id)
                    AND coalesce(expires_at > now(), true) ORDER BY cause = 'stop' DESC LIMIT 1)
        FROM notifications
        WHERE channel = $1 AND status IN ('pending', 'parked') AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
        """

    let channel: NotificationChannel
    var parameters: [PostgresParameter] { [.init(channel.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedMessage {
        let (
            id, time, agency, call, channel, address, kind, language, payload, wording, token, attempts, traceparent,
            isOpen, cause
        ) = try row.decode(
            (
                UUID, Date, UUID, UUID?, String, String, String, String, [UInt8]?, JSONB?, Int64, Int32, String?, Bool,
                String?
            ).self)
        return ClaimedMessage(
            id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), channel: NotificationChannel(rawValue: channel) ?? .sms,
            address: address, kindText: kind, language: language, payload: payload,
            wording: wording.flatMap { ShortWording(stored: $0.text) }, leaseToken: token, attempts: attempts,
            traceparent: traceparent, isWindowOpen: isOpen, suppressed: cause.flatMap(SuppressionCause.init(rawValue:)))
    }
}

extension ShortWording {
    fileprivate init?(stored json: String) {
        guard let wording = try? JSONDecoder().decode(ShortWording.self, from: Data(json.utf8)) else { return nil }
        self = wording
    }
}

/// Writes down that a request is leaving, and which. Its lease is longer than the request may take.
struct SendMessage: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = 'sending', payload = $3, attempts = attempts + 1, lease_token = lease_token + 1,
            lease_until = now() + interval '45 seconds', first_attempt_at = coalesce(first_attempt_at, now()),
            reason = NULL, error_code = NULL, updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let message: ClaimedMessage
    let payload: [UInt8]
    var parameters: [PostgresParameter] {
        [.init(message.eventTime), .init(message.id.rawValue), .init(payload)]
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
/// has told meanwhile weighs more than an answer that is missing.
struct SettleMessage: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = outcome.status, reason = CASE WHEN outcome.status = $4 THEN $5 END, error_code = $6,
            provider_message_id = coalesce($7, provider_message_id),
            sent_at = CASE WHEN outcome.status = 'sent' THEN now() END,
            next_attempt_at = coalesce($8, next_attempt_at), check_at = CASE WHEN outcome.status = 'unknown' THEN $9 END,
            payload = CASE WHEN $10 THEN NULL ELSE payload END, lease_until = NULL,
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND outcome.status = 'failed' THEN now() ELSE chain_due_at END,
            updated_at = now()
        FROM (
            SELECT CASE WHEN $4 = 'unknown' AND provider_message_id IS NOT NULL THEN 'sent' ELSE $4 END AS status
            FROM notifications WHERE event_time = $1 AND id = $2
        ) AS outcome
        WHERE event_time = $1 AND id = $2 AND lease_token = $3 AND notifications.status IN ('sending', 'unknown')
        RETURNING notifications.status
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

    static func decode(_ row: PostgresRow) throws(PostgresError) -> NotificationStatus {
        NotificationStatus(rawValue: try row.decode(String.self)) ?? .unknown
    }
}

/// Claims whose process is gone: what was being sent may have been taken over, and is looked up.
struct ExpireMessages: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = CASE WHEN provider_message_id IS NULL THEN 'unknown' ELSE 'sent' END,
            sent_at = CASE WHEN provider_message_id IS NULL THEN NULL ELSE now() END,
            check_at = CASE WHEN provider_message_id IS NULL THEN now() END, lease_until = NULL,
            reason = CASE WHEN provider_message_id IS NULL THEN 'whoever sent it is gone' END, updated_at = now()
        WHERE status = 'sending' AND channel <> 'email' AND lease_until < now()
        """

    var parameters: [PostgresParameter] { [] }
}
