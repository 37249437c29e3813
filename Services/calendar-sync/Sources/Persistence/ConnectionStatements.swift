internal import Contracts
internal import Foundation
internal import Postgres

/// A connected calendar.
struct Connection: Sendable {
    var id: ConnectionID
    var agencyID: AgencyID
    var agentID: AgentID
    var isConnected: Bool
    var calendarID: String
    var account: String?
    var refreshToken: [UInt8]?
    var accessToken: [UInt8]?
    var accessExpiresAt: Date?
    var syncToken: String?
    var channelID: String?
    var channelResourceID: String?

    static let columns = """
        connection.id, connection.agency_id, connection.agent_id, connection.status = 'connected', connection.calendar_id,
        connection.account, connection.refresh_token, connection.access_token, connection.access_expires_at,
        connection.sync_token, connection.channel_id, connection.channel_resource_id
        """
    static let columnCount = 12

    /// Reads the first columns of a row, which are ``columns``.
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection {
        Connection(
            id: ConnectionID(rawValue: try row.decode(column: 0, as: UUID.self)),
            agencyID: AgencyID(rawValue: try row.decode(column: 1, as: UUID.self)),
            agentID: AgentID(rawValue: try row.decode(column: 2, as: UUID.self)),
            isConnected: try row.decode(column: 3, as: Bool.self),
            calendarID: try row.decode(column: 4, as: String.self),
            account: try row.decode(column: 5, as: String?.self),
            refreshToken: try row.decode(column: 6, as: [UInt8]?.self),
            accessToken: try row.decode(column: 7, as: [UInt8]?.self),
            accessExpiresAt: try row.decode(column: 8, as: Date?.self),
            syncToken: try row.decode(column: 9, as: String?.self),
            channelID: try row.decode(column: 10, as: String?.self),
            channelResourceID: try row.decode(column: 11, as: String?.self))
    }

    /// What its secrets are sealed for.
    var place: String { "calendar_connections/\(agentID)" }
}

/// An agent's calendar, unless it is disconnected.
struct FindConnection: PostgresStatement {
    static let sql = """
        SELECT \(Connection.columns) FROM calendar_connections connection
        WHERE agent_id = $1 AND status <> 'disconnected'
        """

    let agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

/// The same of several agents.
struct FindConnections: PostgresStatement {
    static let sql = """
        SELECT \(Connection.columns) FROM calendar_connections connection
        WHERE agent_id = ANY($1) AND status <> 'disconnected'
        """

    let agents: [AgentID]
    var parameters: [PostgresParameter] { [.init(agents.map(\.rawValue))] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

/// The same by id, locked: whoever renews its access does so alone.
struct LockConnection: PostgresStatement {
    static let sql = """
        SELECT \(Connection.columns) FROM calendar_connections connection WHERE id = $1 FOR NO KEY UPDATE
        """

    let id: ConnectionID
    var parameters: [PostgresParameter] { [.init(id.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

struct SaveAccess: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET access_token = $2, access_expires_at = $3,
            refresh_token = coalesce($4, refresh_token), updated_at = now()
        WHERE id = $1
        """

    let id: ConnectionID
    let accessToken: [UInt8]?
    let expiresAt: Date?
    /// Nil keeps the one there is.
    var refreshToken: [UInt8]?
    var parameters: [PostgresParameter] {
        [.init(id.rawValue), .init(accessToken), .init(expiresAt), .init(refreshToken)]
    }
}

/// Marks a connection as broken, once, and has its appointments' events wait. Returns it when it was not broken before.
struct BreakConnection: PostgresStatement {
    static let sql = """
        WITH broken AS (
            UPDATE calendar_connections connection SET status = 'broken', broken_at = now(), broken_reason = $2,
                access_token = NULL, sync_due_at = 'infinity', channel_due_at = 'infinity', updated_at = now()
            WHERE id = $1 AND status = 'connected' RETURNING \(Connection.columns)
        ), parked AS (
            UPDATE calendar_links SET due_at = 'infinity', problem = $2, updated_at = now()
            WHERE connection_id = $1 AND due_at < 'infinity'
        )
        SELECT * FROM broken
        """

    let id: ConnectionID
    let reason: String
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(reason)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

/// Stores a connection that was agreed to: the agent's own row again, if there is one. What waited is written now, and the
/// appointments that are still to come get their events. Of another account, nothing that is known about the old one counts.
struct SaveConnection: PostgresStatement {
    static let sql = """
        WITH other AS (
            UPDATE calendar_links link SET written_version = NULL, etag = NULL
            FROM calendar_connections old
            WHERE old.id = link.connection_id AND old.agent_id = $3 AND old.status <> 'disconnected'
                AND old.account IS DISTINCT FROM $4
        ), saved AS (
            INSERT INTO calendar_connections AS connection (
                id, agency_id, agent_id, status, account, scopes, refresh_token, access_token, access_expires_at,
                sync_due_at, channel_due_at)
            VALUES ($1, $2, $3, 'connected', $4, $5, $6, $7, $8, now(), now())
            ON CONFLICT (agent_id) WHERE status <> 'disconnected' DO UPDATE SET
                status = 'connected', scopes = excluded.scopes, account = excluded.account,
                sync_token = CASE WHEN connection.account = excluded.account THEN connection.sync_token END,
                refresh_token = excluded.refresh_token, access_token = excluded.access_token,
                access_expires_at = excluded.access_expires_at, broken_at = NULL, broken_reason = NULL,
                sync_due_at = now(), channel_due_at = now(), sync_failures = 0, connected_at = now(), updated_at = now()
            RETURNING \(Connection.columns)
        )
        SELECT * FROM saved
        """

    let id: ConnectionID
    let agencyID: AgencyID
    let agentID: AgentID
    let account: String?
    let scopes: [String]
    let refreshToken: [UInt8]
    let accessToken: [UInt8]
    let expiresAt: Date
    var parameters: [PostgresParameter] {
        [
            .init(id.rawValue), .init(agencyID.rawValue), .init(agentID.rawValue), .init(account), .init(scopes),
            .init(refreshToken), .init(accessToken), .init(expiresAt),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

/// Has all that is to come written to a calendar that has just been connected.
struct WantAllEvents: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH waiting AS (
            UPDATE calendar_links link SET due_at = now(), attempts = 0, problem = NULL
            FROM appointments
            WHERE connection_id = $1 AND appointments.id = link.appointment_id
                AND (written_version IS DISTINCT FROM wanted_version OR problem IS NOT NULL) AND ends_at > now()
        )
        INSERT INTO calendar_links (appointment_id, connection_id, event_id, wanted, wanted_version, due_at)
        SELECT id, $1, replace(id::text, '-', ''), status = 'scheduled', version, now() FROM appointments
        WHERE agent_id = $2 AND ends_at > now() AND (
            status = 'scheduled'
            -- Taken back while no calendar was connected: its event may still stand there.
            OR status = 'cancelled' AND EXISTS (SELECT FROM calendar_links old WHERE old.appointment_id = appointments.id))
        ON CONFLICT DO NOTHING
        """

    let connection: Connection
    var parameters: [PostgresParameter] {
        [.init(connection.id.rawValue), .init(connection.agentID.rawValue)]
    }
}

/// Takes a connection off, with all that was known from it.
struct EndConnection: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH gone AS (DELETE FROM calendar_busy WHERE connection_id = $1), parked AS (
            UPDATE calendar_links SET due_at = 'infinity' WHERE connection_id = $1
        )
        UPDATE calendar_connections SET status = 'disconnected', refresh_token = NULL, access_token = NULL,
            sync_token = NULL, sync_due_at = 'infinity', channel_due_at = 'infinity', channel_id = NULL, updated_at = now()
        WHERE id = $1
        """

    let id: ConnectionID
    var parameters: [PostgresParameter] { [.init(id.rawValue)] }
}

struct NoteAudit: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO calendar_audit (id, agency_id, agent_id, what, detail) VALUES ($1, $2, $3, $4, $5)
        """

    var agencyID: AgencyID?
    var agentID: AgentID?
    let what: String
    var detail: String?
    var parameters: [PostgresParameter] {
        [
            .init(UUID.timeOrdered()), .init(agencyID?.rawValue), .init(agentID?.rawValue), .init(what), .init(detail),
        ]
    }
}

/// Begins a consent. Those that nobody came back to are forgotten.
struct BeginConsent: PostgresStatement {
    static let sql = """
        WITH old AS (DELETE FROM calendar_consents WHERE expires_at < now() - interval '1 day'),
        begun AS (
            INSERT INTO calendar_consents (state_hash, agency_id, agent_id, code_verifier, expires_at)
            SELECT $1, agency_id, id, $2, now() + interval '10 minutes' FROM agents
            WHERE id = $3 AND agency_id = $4 AND active RETURNING agent_id
        )
        SELECT agents.email FROM begun JOIN agents ON agents.id = begun.agent_id
        """

    let stateHash: [UInt8]
    let verifier: [UInt8]
    let agentID: AgentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] {
        [.init(stateHash), .init(verifier), .init(agentID.rawValue), .init(agencyID.rawValue)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String? { try row.decode(String?.self) }
}

/// Takes up a consent, once.
struct TakeConsent: PostgresStatement {
    static let sql = """
        UPDATE calendar_consents SET used_at = now()
        WHERE state_hash = $1 AND used_at IS NULL AND expires_at > now()
        RETURNING agency_id, agent_id, code_verifier
        """

    struct Row: Sendable {
        var agencyID: AgencyID
        var agentID: AgentID
        var verifier: [UInt8]
    }

    let stateHash: [UInt8]
    var parameters: [PostgresParameter] { [.init(stateHash)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, agent, verifier) = try row.decode((UUID, UUID, [UInt8]).self)
        return Row(agencyID: AgencyID(rawValue: agency), agentID: AgentID(rawValue: agent), verifier: verifier)
    }
}
