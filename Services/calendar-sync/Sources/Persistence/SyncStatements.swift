internal import Contracts
internal import Foundation
internal import Postgres

/// Takes calendars whose changes have to be asked for.
struct ClaimSyncs: PostgresStatement {
    static let sql = """
        WITH due AS (
            SELECT id FROM calendar_connections WHERE status = 'connected' AND sync_due_at <= now()
            ORDER BY sync_due_at LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE calendar_connections connection SET sync_due_at = now() + make_interval(secs => $2),
            lease_token = lease_token + 1
        FROM due WHERE connection.id = due.id RETURNING \(Connection.columns), connection.lease_token,
            connection.sync_failures, connection.channel_expires_at > now()
        """

    struct Row: Sendable {
        var connection: Connection
        var leaseToken: Int64
        var failures: Int
        var hasChannel: Bool
    }

    let limit: Int
    let seconds: Double
    var parameters: [PostgresParameter] { [.init(Int64(limit)), .init(seconds)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        Row(
            connection: try Connection.decode(row),
            leaseToken: try row.decode(column: Connection.columnCount, as: Int64.self),
            failures: Int(try row.decode(column: Connection.columnCount + 1, as: Int32.self)),
            hasChannel: try row.decode(column: Connection.columnCount + 2, as: Bool?.self) ?? false)
    }
}

struct NextSync: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM sync_due_at - now())::float8 FROM calendar_connections
        WHERE status = 'connected' AND sync_due_at < 'infinity' ORDER BY sync_due_at LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}

/// Has a calendar read now: somebody says that it has changed.
struct HastenSync: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET sync_due_at = now() WHERE id = $1 AND status = 'connected'
        """

    let id: ConnectionID
    var parameters: [PostgresParameter] { [.init(id.rawValue)] }
}

/// A reading has come to its end; the next one begins with the token. Nothing happens when somebody else has taken over.
struct NoteSynced: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET sync_token = $3, synced_at = now(), sync_failures = 0,
            account = coalesce($4, account),
            -- Somebody may have said meanwhile that it has changed once more.
            sync_due_at = CASE WHEN sync_due_at <= now() THEN sync_due_at ELSE now() + make_interval(secs => $5) END
        WHERE id = $1 AND lease_token = $2
        """

    let claim: ClaimSyncs.Row
    let syncToken: String?
    let account: String?
    let wait: Double
    var parameters: [PostgresParameter] {
        [.init(claim.connection.id.rawValue), .init(claim.leaseToken), .init(syncToken), .init(account), .init(wait)]
    }
}

struct NoteUnsynced: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET sync_failures = sync_failures + 1,
            sync_token = CASE WHEN $4 THEN NULL ELSE sync_token END, sync_due_at = now() + make_interval(secs => $3)
        WHERE id = $1 AND lease_token = $2
        """

    let claim: ClaimSyncs.Row
    let wait: Double
    let forgetsToken: Bool
    var parameters: [PostgresParameter] {
        [.init(claim.connection.id.rawValue), .init(claim.leaseToken), .init(wait), .init(forgetsToken)]
    }
}

/// Whether what is being read still counts: the calendar is connected, and nobody else has begun to read it. Held until the
/// transaction ends.
struct FenceSync: PostgresStatement {
    static let sql = """
        SELECT id FROM calendar_connections WHERE id = $1 AND lease_token = $2 AND status = 'connected' FOR NO KEY UPDATE
        """

    let claim: ClaimSyncs.Row
    var parameters: [PostgresParameter] { [.init(claim.connection.id.rawValue), .init(claim.leaseToken)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// Stores when somebody is busy, and forgets what has gone.
struct SaveBusy: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH gone AS (DELETE FROM calendar_busy WHERE connection_id = $1 AND event_id = ANY($3))
        INSERT INTO calendar_busy (connection_id, event_id, agent_id, during)
        SELECT $1, event_id, $2, tstzrange(starts_at, ends_at)
        FROM unnest($4::text[], $5::timestamptz[], $6::timestamptz[]) AS new (event_id, starts_at, ends_at)
        ON CONFLICT (connection_id, event_id) DO UPDATE SET during = excluded.during
        """

    struct Event: Sendable {
        var id: String
        var time: Range<Date>
    }

    let connection: Connection
    let gone: [String]
    let busy: [Event]
    var parameters: [PostgresParameter] {
        [
            .init(connection.id.rawValue), .init(connection.agentID.rawValue), .init(gone), .init(busy.map(\.id)),
            .init(busy.map(\.time.lowerBound)), .init(busy.map(\.time.upperBound)),
        ]
    }
}

/// What is over keeps nobody busy.
struct PruneBusy: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM calendar_busy WHERE connection_id = $1 AND upper(during) < now() - interval '1 day'"

    let connectionID: ConnectionID
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue)] }
}

/// After everything was read anew: what was not among it is gone.
struct ForgetBusy: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        DELETE FROM calendar_busy WHERE connection_id = $1 AND NOT event_id = ANY($2)
        """

    let connectionID: ConnectionID
    let seen: [String]
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue), .init(seen)] }
}

/// Our own events among those of a calendar, with the appointments as they stand; locks these.
struct LockOwnEvents: PostgresStatement {
    static let sql = """
        SELECT \(AppointmentRow.columns), link.event_id, link.written_version, link.etag, link.wanted
        FROM calendar_links link JOIN appointments ON appointments.id = link.appointment_id
        WHERE link.connection_id = $1 AND link.event_id = ANY($2)
        ORDER BY appointments.id FOR NO KEY UPDATE OF appointments, link
        """

    struct Row: Sendable {
        var known: AppointmentRow
        var eventID: String
        var writtenVersion: Int?
        var etag: String?
        var wanted: Bool
    }

    let connectionID: ConnectionID
    let events: [String]
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue), .init(events)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        Row(
            known: try AppointmentRow.decode(row),
            eventID: try row.decode(column: AppointmentRow.columnCount, as: String.self),
            writtenVersion: try row.decode(column: AppointmentRow.columnCount + 1, as: Int32?.self).map(Int.init),
            etag: try row.decode(column: AppointmentRow.columnCount + 2, as: String?.self),
            wanted: try row.decode(column: AppointmentRow.columnCount + 3, as: Bool.self))
    }
}

/// Ours that are still to come and were written, for a reading that should have shown them.
struct ExpectedEvents: PostgresStatement {
    static let sql = """
        SELECT link.event_id FROM calendar_links link JOIN appointments ON appointments.id = link.appointment_id
        WHERE link.connection_id = $1 AND link.wanted AND link.written_version IS NOT NULL
            AND appointments.status = 'scheduled' AND appointments.ends_at > now()
        """

    let connectionID: ConnectionID
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// The event stands in the calendar as the appointment is: nothing has to be written.
struct NoteSeen: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_links SET etag = $3, written_version = $4, wanted_version = $4, wanted = $5, due_at = 'infinity',
            lease_token = lease_token + 1, updated_at = now()
        WHERE connection_id = $1 AND event_id = $2
        """

    let connectionID: ConnectionID
    let eventID: String
    let etag: String?
    let version: Int
    let wanted: Bool
    var parameters: [PostgresParameter] {
        [.init(connectionID.rawValue), .init(eventID), .init(etag), .init(Int32(version)), .init(wanted)]
    }
}

/// Writes the appointment over what stands in the calendar. Whoever is writing it at this moment does not count any more.
struct RestoreEvent: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_links SET etag = $3, due_at = now(), lease_token = lease_token + 1, updated_at = now()
        WHERE connection_id = $1 AND event_id = $2
        """

    let connectionID: ConnectionID
    let eventID: String
    let etag: String?
    var parameters: [PostgresParameter] { [.init(connectionID.rawValue), .init(eventID), .init(etag)] }
}

/// Another appointment of the agent's in a span of time.
struct FindClash: PostgresStatement {
    static let sql = """
        SELECT id FROM appointments WHERE agent_id = $1 AND status = 'scheduled' AND id <> $2
            AND tstzrange(scheduled_at, ends_at) && tstzrange($3, $4) LIMIT 1
        """

    let agentID: AgentID
    let other: AppointmentID
    let time: Range<Date>
    var parameters: [PostgresParameter] {
        [.init(agentID.rawValue), .init(other.rawValue), .init(time.lowerBound), .init(time.upperBound)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// Something for a person to look at, once for each call and kind.
struct CreateTask: PostgresStatement {
    static let sql = """
        INSERT INTO tasks (id, agency_id, agent_id, lead_id, call_id, kind, text) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT DO NOTHING RETURNING id
        """

    let id: TaskID
    let agencyID: AgencyID
    var agentID: AgentID?
    var leadID: LeadID?
    var callID: CallID?
    let kind: String
    let text: String
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(agentID?.rawValue), .init(leadID?.rawValue),
            .init(callID?.rawValue), .init(kind), .init(text),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}
