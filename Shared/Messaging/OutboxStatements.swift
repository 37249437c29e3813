internal import Contracts
internal import FoundationEssentials
package import Postgres

/// Stores events in the outbox, in the transaction of the change that caused them.
///
/// A row is claimed for the relay of this process unless an earlier event of the same aggregate still waits; such a row is
/// left to whoever publishes its predecessor's successor. Returns the ids of the claimed rows.
package struct AppendToOutbox: PostgresStatement {
    package static let sql = """
        INSERT INTO outbox (id, aggregate_id, routing_key, event_type, body, claimed_until)
        SELECT id, aggregate_id, routing_key, event_type, body,
            CASE WHEN EXISTS (
                SELECT FROM outbox earlier
                WHERE earlier.service = current_user AND earlier.aggregate_id = new.aggregate_id
            ) THEN NULL ELSE now() + make_interval(secs => $6) END
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])
            WITH ORDINALITY AS new (id, aggregate_id, routing_key, event_type, body, ordinal)
        ORDER BY ordinal
        RETURNING id, claimed_until IS NOT NULL
        """

    package let events: [OutgoingEvent]
    let claim: Duration

    package init(_ events: [OutgoingEvent], claim: Duration = OutboxRelay.claimDuration) {
        self.events = events
        self.claim = claim
    }

    package var parameters: [PostgresParameter] {
        [
            .init(events.map(\.id.rawValue)), .init(events.map(\.aggregateID)), .init(events.map(\.routingKey)),
            .init(events.map(\.type)), .init(events.map(\.body)), .init(Double(claim.components.seconds)),
        ]
    }

    package struct Row: Sendable {
        let id: UUID
        let isClaimed: Bool
    }

    package static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, isClaimed) = try row.decode((UUID, Bool).self)
        return Row(id: id, isClaimed: isClaimed)
    }

    /// What of `events` this process may publish at once.
    package func claimed(_ rows: [Row]) -> [OutgoingEvent] {
        let ids = Set(rows.lazy.filter(\.isClaimed).map(\.id))
        return events.filter { ids.contains($0.id.rawValue) }
    }
}

/// Claims events that wait: the oldest of each aggregate, and only if nobody else is publishing it.
struct ClaimOutbox: PostgresStatement {
    static let sql = """
        WITH due AS (
            SELECT waiting.id FROM outbox waiting
            WHERE waiting.service = current_user
                AND (waiting.claimed_until IS NULL OR waiting.claimed_until < now())
                AND NOT EXISTS (
                    SELECT FROM outbox earlier
                    WHERE earlier.service = current_user AND earlier.aggregate_id = waiting.aggregate_id
                        AND earlier.position < waiting.position)
            ORDER BY waiting.position
            LIMIT $1
            FOR UPDATE SKIP LOCKED
        )
        UPDATE outbox SET claimed_until = now() + make_interval(secs => $2)
        FROM due WHERE outbox.id = due.id
        RETURNING outbox.id, aggregate_id, routing_key, event_type, body
        """

    let limit: Int32
    let claim: Duration

    var parameters: [PostgresParameter] { [.init(limit), .init(Double(claim.components.seconds))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> OutgoingEvent {
        let (id, aggregateID, routingKey, type, body) = try row.decode((UUID, String, String, String, [UInt8]).self)
        return OutgoingEvent(
            id: EventID(rawValue: id), aggregateID: aggregateID, routingKey: routingKey, type: type, body: body)
    }
}

struct DeleteFromOutbox: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM outbox WHERE id = ANY ($1)"

    let ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
}

/// For this transaction only: the commit does not wait for the disk. Losing a deletion repeats a message, which the inbox
/// of each consumer ignores.
struct CommitWithoutWaiting: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SET LOCAL synchronous_commit = off"
    var parameters: [PostgresParameter] { [] }
}

struct OutboxBacklog: PostgresStatement {
    static let sql = """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
        FROM (SELECT created_at FROM outbox WHERE service = current_user ORDER BY position LIMIT 100000) waiting
        """
    var parameters: [PostgresParameter] { [] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (count: Int64, oldestSeconds: Double) {
        try row.decode((Int64, Double).self)
    }
}

/// Takes a message over: no row means that it was dealt with before.
struct RecordInInbox: PostgresStatement {
    static let sql = """
        INSERT INTO inbox (message_id, event_time) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true
        """

    let messageID: EventID
    let eventTime: Date
    var parameters: [PostgresParameter] { [.init(messageID.rawValue), .init(eventTime)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}
