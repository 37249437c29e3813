internal import Contracts
internal import FoundationEssentials
internal import Notices
internal import Postgres
internal import RulesJSON

/// Messages that were written before are left as they are.
struct InsertNotifications: PostgresStatement {
    typealias Row = NoRow
    private static let columns = """
        id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload, status,
        reason, traceparent, lead_id, appointment_id, next_attempt_at, travels_alone, wording, chain_id, chain_position,
        chain_due_at, is_urgent, expires_at
        """
    static let sql = """
        INSERT INTO notifications (\(columns), turn_began_at)
        SELECT id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload,
            status, reason, traceparent, lead_id, appointment_id, coalesce(next_attempt_at, now()), travels_alone, wording,
            chain_id, coalesce(chain_position, 0), chain_due_at, is_urgent, expires_at,
            CASE WHEN status = 'pending' THEN coalesce(next_attempt_at, now()) END
        FROM unnest(
            $1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[],
            $10::text[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::timestamptz[],
            $18::bool[], $19::jsonb[], $20::uuid[], $21::int4[], $22::timestamptz[], $23::bool[],
            $24::timestamptz[])
            AS new (\(columns))
        ON CONFLICT DO NOTHING
        """

    let notifications: [NewNotification]
    var parameters: [PostgresParameter] {
        [
            .init(notifications.map(\.id.rawValue)), .init(notifications.map(\.eventTime)),
            .init(notifications.map(\.agencyID.rawValue)), .init(notifications.map(\.kind.rawValue)),
            .init(notifications.map { $0.subject.callID?.rawValue }),
            .init(notifications.map(\.recipient.kind.rawValue)), .init(notifications.map(\.recipient.id)),
            .init(notifications.map(\.channel.rawValue)), .init(notifications.map(\.address)),
            .init(notifications.map(\.language)), .init(notifications.map(\.payload)),
            .init(notifications.map(\.status.rawValue)), .init(notifications.map(\.reason)),
            .init(notifications.map(\.traceparent)), .init(notifications.map { $0.subject.leadID?.rawValue }),
            .init(notifications.map { $0.subject.appointmentID?.rawValue }), .init(notifications.map(\.notBefore)),
            .init(notifications.map(\.travelsAlone)), .init(notifications.map { $0.wording?.json }),
            .init(notifications.map { $0.chain?.id.rawValue }),
            .init(notifications.map { $0.chain.map { Int32($0.position) } }),
            .init(notifications.map { $0.chain?.dueAt }), .init(notifications.map(\.isUrgent)),
            .init(notifications.map(\.expiresAt)),
        ]
    }
}

extension ShortWording {
    /// Nil only for text that is no JSON, which does not happen.
    fileprivate var json: JSONB? {
        (try? RulesJSON.encoded(self)).map { JSONB(String(decoding: $0, as: UTF8.self)) }
    }
}
