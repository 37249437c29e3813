internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// Claims messages that belong to no request: nobody has tried them, or their last request surely was not taken. They form
/// a new request. What has to travel alone does.
struct ClaimFresh: PostgresStatement {
    static let sql = """
        WITH due AS (
            SELECT event_time, id, row_number() OVER (ORDER BY next_attempt_at, id) AS position
            FROM (
                SELECT event_time, id, next_attempt_at FROM notifications
                WHERE status IN ('pending', 'parked') AND request_id IS NULL AND channel = 'email'
                    AND next_attempt_at <= now() AND travels_alone = $3
                ORDER BY next_attempt_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
            ) unclaimed
        )
        UPDATE notifications SET
            status = 'sending', request_id = $2, request_position = due.position, attempts = attempts + 1,
            lease_token = lease_token + 1, lease_until = now() + interval '20 seconds', first_attempt_at = now(),
            reason = NULL, outcome_open = false, updated_at = now()
        FROM due WHERE notifications.event_time = due.event_time AND notifications.id = due.id
        RETURNING notifications.id, notifications.event_time, agency_id, call_id, payload, request_id, request_position,
            lease_token, attempts, outcome_open, traceparent
        """

    let limit: Int32
    let requestID: UUID
    let alone: Bool
    var parameters: [PostgresParameter] { [.init(limit), .init(requestID), .init(alone)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedNotification {
        try ClaimedNotification.decode(row)
    }
}

/// Claims one request that has been tried before: the same messages in the same order under the same key. Its first row,
/// when locked, stands for all. One that was being sent when its lease ran out may have been processed.
struct ClaimOpenRequest: PostgresStatement {
    static let sql = """
        WITH open AS (
            SELECT request_id FROM notifications
            WHERE request_id IS NOT NULL AND request_position = 1 AND first_attempt_at >= now() - \(Backoff.keyLifetimeSQL)
                AND (status IN ('pending', 'parked') AND next_attempt_at <= now()
                    OR status = 'sending' AND lease_until < now())
            ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED
        )
        UPDATE notifications SET
            status = 'sending', attempts = attempts + 1, lease_token = lease_token + 1,
            outcome_open = outcome_open OR status = 'sending', lease_until = now() + interval '20 seconds',
            updated_at = now()
        FROM open WHERE notifications.request_id = open.request_id
            AND (status IN ('pending', 'parked') OR status = 'sending' AND lease_until < now())
        RETURNING notifications.id, event_time, agency_id, call_id, payload, notifications.request_id, request_position,
            lease_token, attempts, outcome_open, traceparent
        """

    var parameters: [PostgresParameter] { [] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedNotification {
        try ClaimedNotification.decode(row)
    }
}

extension ClaimedNotification {
    fileprivate static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedNotification {
        let (id, time, agency, call, payload, request, position, token, attempts, open, traceparent) =
            try row.decode(
                (UUID, Date, UUID, UUID?, [UInt8], UUID, Int32, Int64, Int32, Bool, String?).self)
        return ClaimedNotification(
            id: NotificationID(rawValue: id), eventTime: time, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), payload: payload, requestID: request, position: position,
            leaseToken: token, attempts: attempts, isOpen: open,
            traceparent: traceparent)
    }
}

/// Gives up requests that are so old that the provider may have forgotten their key. What may have been processed is
/// `unknown`; what surely was not starts anew.
struct ExpireRequests: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = CASE WHEN receipt IS NOT NULL THEN 'sent'
                WHEN outcome_open OR status = 'sending' THEN 'unknown' ELSE 'pending' END,
            sent_at = CASE WHEN receipt IS NOT NULL THEN now() END,
            request_id = CASE WHEN outcome_open OR status = 'sending' THEN request_id END,
            reason = CASE WHEN receipt IS NULL AND (outcome_open OR status = 'sending')
                THEN 'whether it was taken over can no longer be found out' ELSE reason END,
            lease_until = NULL, lease_token = lease_token + 1, updated_at = now()
        WHERE request_id IS NOT NULL AND first_attempt_at < now() - \(Backoff.keyLifetimeSQL)
            AND (status IN ('pending', 'parked') OR status = 'sending' AND lease_until < now())
        RETURNING id, event_time, agency_id, call_id, coalesce(payload, ''), coalesce(request_id, id), request_position,
            lease_token, attempts, status = 'unknown', traceparent
        """

    /// `isOpen` tells those that were given up.
    static func decode(_ row: PostgresRow) throws(PostgresError) -> ClaimedNotification {
        try ClaimedNotification.decode(row)
    }
}

/// When the next message is due, in seconds from now: negative when overdue, nil when nothing waits.
struct NextDue: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM min(CASE status WHEN 'sending' THEN lease_until ELSE next_attempt_at END) - now())::float8
        FROM notifications WHERE channel = 'email' AND status IN ('pending', 'sending', 'parked')
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double? { try row.decode(Double?.self) }
}

/// Writes an outcome down for the rows that still belong to this claim, and returns their ids.
struct SettleRequest: PostgresStatement {
    static let sql = """
        UPDATE notifications SET
            status = $2, reason = $3, next_attempt_at = coalesce($4, next_attempt_at), lease_until = NULL,
            request_id = CASE WHEN $5 THEN request_id END, outcome_open = outcome_open OR $6,
            travels_alone = travels_alone OR $7,
            provider_message_id = coalesce(sent.provider_id, provider_message_id), sent_at = CASE WHEN $2 = 'sent' THEN now() END,
            turn_began_at = CASE WHEN chain_id IS NOT NULL AND $2 = 'sent' THEN now() ELSE turn_began_at END,
            chain_due_at = CASE WHEN chain_id IS NOT NULL AND $2 IN ('sent', 'failed') THEN now() ELSE chain_due_at END,
            updated_at = now()
        FROM unnest($8::uuid[], $9::timestamptz[], $10::text[], $11::int8[])
            AS sent (id, event_time, provider_id, lease_token)
        WHERE notifications.event_time = sent.event_time AND notifications.id = sent.id
            AND notifications.request_id = $1 AND notifications.lease_token = sent.lease_token
            AND notifications.status = 'sending'
        RETURNING notifications.id
        """

    let request: MailRequest
    let settlement: Settlement

    var parameters: [PostgresParameter] {
        let rows = request.rows
        return [
            .init(request.id), .init(settlement.status.rawValue), .init(settlement.reason),
            .init(settlement.nextAttemptAt), .init(settlement.keepsRequest), .init(settlement.leavesOpen),
            .init(settlement.travelsAlone),
            .init(rows.map(\.id.rawValue)), .init(rows.map(\.eventTime)),
            .init(rows.indices.map { settlement.providerIDs.indices.contains($0) ? settlement.providerIDs[$0] : nil }),
            .init(rows.map(\.leaseToken)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}
