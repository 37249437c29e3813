internal import Contracts
internal import FoundationEssentials
internal import Postgres
internal import Twilio

/// Claims one message that has to be looked up. If whoever does it dies, it comes up again after a minute.
struct TakeUncertainMessage: PostgresStatement {
    static let sql = """
        WITH due AS (
            SELECT event_time, id FROM notifications
            WHERE check_at <= now() AND status IN ('unknown', 'sent') AND channel <> 'email'
            ORDER BY check_at LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        UPDATE notifications SET check_at = now() + interval '60 seconds'
        FROM due WHERE notifications.event_time = due.event_time AND notifications.id = due.id
        RETURNING notifications.id, notifications.event_time, agency_id, call_id, channel, coalesce(address, ''), kind,
            language, lease_token, attempts, traceparent, checks, coalesce(first_attempt_at, notifications.event_time),
            chain_id IS NOT NULL AND EXISTS (
                SELECT FROM notifications later
                WHERE later.chain_id = notifications.chain_id AND later.chain_position > notifications.chain_position
                    AND later.turn_began_at > notifications.turn_began_at + interval '1 second'
                    AND later.status NOT IN ('failed', 'not_sent')
                    AND coalesce(later.receipt, '') NOT IN ('failed', 'bounced', 'suppressed')),
            provider_message_id
        """

    var parameters: [PostgresParameter] { [] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UncertainMessage {
        let (
            id, time, agency, call, channel, address, kind, language, token, attempts, traceparent, checks, first,
            overtaken, sid
        ) = try row.decode(
            (
                UUID, Date, UUID, UUID?, String, String, String, String, Int64, Int32, String?, Int32, Date, Bool,
                String?
            ).self)
        return UncertainMessage(
            message: ClaimedMessage(
                id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
                callID: call.map(CallID.init(rawValue:)), channel: NotificationChannel(rawValue: channel) ?? .sms,
                address: address, kindText: kind, language: language, leaseToken: token, attempts: attempts,
                traceparent: traceparent),
            checks: checks, firstAttemptAt: first, isOvertaken: overtaken, providerMessageID: sid)
    }
}

/// In how many seconds the next look-up is due; nil when none is.
struct NextCheck: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM check_at - now())::float8 FROM notifications
        WHERE check_at IS NOT NULL ORDER BY check_at LIMIT 1
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double? { try row.decode(Double?.self) }
}

/// All messages to a number by one channel that may be any of those that the provider has.
struct LoadUnsettled: PostgresStatement {
    static let sql = """
        SELECT id, payload, first_attempt_at FROM notifications
        WHERE channel = $1 AND address = $2 AND status IN ('sending', 'unknown') AND channel <> 'email'
            AND payload IS NOT NULL AND first_attempt_at IS NOT NULL AND provider_message_id IS NULL
        ORDER BY first_attempt_at, id
        """

    let channel: NotificationChannel
    let address: String
    var parameters: [PostgresParameter] { [.init(channel.rawValue), .init(address)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> TwilioMatching.Send {
        let (id, payload, first) = try row.decode((UUID, [UInt8], Date).self)
        return TwilioMatching.Send(
            id: NotificationID(rawValue: id).description, payload: payload, sentAfter: first)
    }
}

/// Which of the provider's ids are already some message's.
struct FindKnownMessages: PostgresStatement {
    static let sql = "SELECT provider_message_id FROM notifications WHERE provider_message_id = ANY ($1::text[])"

    let sids: [String]
    var parameters: [PostgresParameter] { [.init(sids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Writes down what a look-up has found, unless somebody else has found out meanwhile.
struct SettleCheck: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = $4, reason = $5, provider_message_id = coalesce($6, provider_message_id), check_at = $7,
            checks = CASE WHEN $4 = 'pending' THEN 0 WHEN $8 THEN checks + 1 ELSE checks END,
            sent_at = CASE WHEN $4 = 'sent' THEN coalesce(sent_at, now()) END,
            next_attempt_at = CASE WHEN $4 = 'pending' THEN now() ELSE next_attempt_at END,
            turn_began_at = CASE WHEN chain_id IS NOT NULL AND $4 = 'sent' AND status = 'unknown' THEN now()
                ELSE turn_began_at END,
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND $9 THEN now() ELSE chain_due_at END, updated_at = now()
        WHERE event_time = $1 AND id = $2 AND lease_token = $3 AND status IN ('unknown', 'sent')
        RETURNING id
        """

    let uncertain: UncertainMessage
    let settlement: CheckPlan.Settlement
    var parameters: [PostgresParameter] {
        let message = uncertain.message
        let endsTurn = [.failed, .notSent, .sent].contains(settlement.status) || settlement.isGivenUp
        return [
            .init(message.eventTime), .init(message.id.rawValue), .init(message.leaseToken),
            .init(settlement.status.rawValue), .init(settlement.reason),
            .init(settlement.providerMessageID), .init(settlement.checkAt), .init(settlement.counts), .init(endsTurn),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}
