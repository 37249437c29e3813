internal import Contracts
internal import FoundationEssentials
package import Postgres

// How the statements find rows: each look at the outbox is one probe of one index, whatever the table holds. A subquery
// with ORDER BY … LIMIT 1 over the columns of an index cannot be turned into a join that reads the whole table, and the
// inequalities in place of equalities leave no other index that has the order asked for.

/// Stores events in the outbox, in the transaction of the change that caused them.
///
/// A row is claimed for the relay of this process unless an earlier event of the same aggregate still waits; such a row is
/// left to the sweep, which ``OutboxRelay`` begins as soon as it has published something. Returns the ids of all rows and
/// which of them are claimed.
package struct AppendToOutbox: PostgresStatement {
    package static let sql = """
        INSERT INTO outbox (id, aggregate_id, routing_key, event_type, body, claimed_until)
        SELECT id, aggregate_id, routing_key, event_type, body,
            CASE WHEN new.aggregate_id = (
                SELECT earlier.aggregate_id FROM outbox earlier
                WHERE earlier.service = current_user::text
                    AND (earlier.aggregate_id, earlier.position) > (new.aggregate_id, 0)
                ORDER BY earlier.aggregate_id, earlier.position
                LIMIT 1
            ) THEN '-infinity' ELSE now() + make_interval(secs => $6) END
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])
            WITH ORDINALITY AS new (id, aggregate_id, routing_key, event_type, body, ordinal)
        ORDER BY ordinal
        RETURNING id, claimed_until > '-infinity'
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

    /// What ``OutboxRelay/publish(_:)`` is to be told after the commit.
    package func handover(_ rows: [Row]) -> OutboxHandover {
        let ids = Set(rows.lazy.filter(\.isClaimed).map(\.id))
        return OutboxHandover(
            events: events.filter { ids.contains($0.id.rawValue) }, leavesSome: ids.count < events.count)
    }
}

/// What a transaction has put into the outbox.
package struct OutboxHandover: Sendable {
    /// What this process may publish at once.
    let events: [OutgoingEvent]
    /// Whether there are others, which wait for an earlier event of their aggregate.
    let leavesSome: Bool

    package static let nothing = OutboxHandover(events: [], leavesSome: false)
}

extension PostgresTransaction {
    /// Writes the events down as the last thing that the transaction does, and commits with them. Without events nothing
    /// happens yet.
    ///
    /// - Returns: what to give to ``OutboxRelay/publish(_:)`` once the transaction has ended.
    /// - Throws: as ``PostgresTransaction/pipelineAndCommit(_:)``.
    package func commit(publishing events: [OutgoingEvent]) async throws(PostgresError) -> OutboxHandover {
        guard !events.isEmpty else { return .nothing }
        let append = AppendToOutbox(events)
        return append.handover(try await pipelineAndCommit(append))
    }
}

/// Claims events that wait: the oldest of each aggregate, and only if nobody else is publishing it.
///
/// `walk` goes from aggregate to aggregate, not from row to row, on two ways in turn, so that neither can keep the other
/// waiting: along the claims that have run out, and along the rows that nobody has claimed yet. It stops when enough
/// rows are claimed; an aggregate whose first event somebody else is publishing costs two probes.
struct ClaimOutbox: PostgresStatement {
    static let sql = """
        WITH RECURSIVE walk AS (
            SELECT start.*, NULL::uuid AS id FROM (VALUES
                ('epoch'::timestamptz, ''::text COLLATE "C", now()), ('-infinity', '', '-infinity')
            ) AS start (claimed_until, aggregate_id, last)
            UNION ALL
            SELECT next.claimed_until, next.aggregate_id, walk.last, next.id
            FROM walk CROSS JOIN LATERAL (
                SELECT claimed_until, aggregate_id, id FROM outbox
                WHERE service = current_user::text AND claimed_until <= walk.last
                    AND (claimed_until, aggregate_id) > (walk.claimed_until, walk.aggregate_id)
                ORDER BY claimed_until, aggregate_id, position
                LIMIT 1
            ) next
        ),
        due AS (
            SELECT locked.id FROM walk CROSS JOIN LATERAL (
                SELECT id FROM outbox WHERE id = walk.id AND claimed_until <= now() FOR UPDATE SKIP LOCKED
            ) locked
            WHERE walk.id = (
                SELECT id FROM outbox
                WHERE service = current_user::text AND (aggregate_id, position) > (walk.aggregate_id, 0)
                ORDER BY aggregate_id, position
                LIMIT 1
            )
            LIMIT $1
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

/// For this transaction only: the commit does not wait for the disk. For changes whose loss in a crash of the server does
/// no harm.
package struct CommitWithoutWaiting: PostgresStatement {
    package typealias Row = NoRow
    package static let sql = "SET LOCAL synchronous_commit = off"

    package init() {}
}

/// How many events wait, counted up to 10,000, and for how long the oldest has waited.
struct OutboxBacklog: PostgresStatement {
    static let sql = """
        SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8
        FROM (SELECT created_at FROM outbox WHERE service = current_user::text ORDER BY position LIMIT 10000) waiting
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
