internal import Contracts
internal import Foundation
internal import Postgres
internal import Schema

/// All that is kept about an agent.
struct AgentRecord: Sendable {
    var id: AgentID
    var name: String
    var email: String?
    var phone: String?
    var language: String?
    var languages: [String]
    var timeZone: String?
    var isActive: Bool
    var availability: String
    var weight: Int
    var callsPerDay: Int?
    /// As stored; nil: none are set.
    var workingHours: String?
    var exceptions: String
    var agencyZone: String
    /// Of numbers without a country code.
    var country: String
    var territories: [String]

    /// In whose clock hours and time off are meant.
    var zone: TimeZone { TimeZone(identifier: timeZone ?? agencyZone) ?? TimeZone(identifier: agencyZone) ?? .gmt }
}

struct ReadAgent: PostgresStatement {
    static let sql = """
        SELECT g.id, g.name, g.email, g.phone, g.language_preference, g.languages, g.time_zone, g.active, g.availability,
            g.weight, g.calls_per_day, g.working_hours, g.hours_exceptions, y.time_zone, y.default_country,
            ARRAY(SELECT pattern FROM agent_territories t WHERE t.agent_id = g.id ORDER BY pattern)
        FROM agents g JOIN agencies y ON y.id = g.agency_id WHERE g.id = $1
        """

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentRecord {
        let (
            id, name, email, phone, language, languages, zone, isActive, availability, weight, cap, hours, exceptions,
            agencyZone, country, territories
        ) = try row.decode(
            (
                AgentID, String, String?, String?, String?, [String], String?, Bool, String, Int32, Int32?, JSONB?,
                JSONB, String, String, [String]
            ).self)
        return AgentRecord(
            id: id, name: name, email: email, phone: phone, language: language, languages: languages, timeZone: zone,
            isActive: isActive, availability: availability, weight: Int(weight), callsPerDay: cap.map(Int.init),
            workingHours: hours?.text, exceptions: exceptions.text, agencyZone: agencyZone, country: country,
            territories: territories)
    }
}

struct TimeOff: Sendable {
    var id: UUID
    var from: Date?
    var to: Date?
    var note: String?
}

/// What is not over yet.
struct ListTimeOff: PostgresStatement {
    static let sql = """
        SELECT id, lower(during), upper(during), note FROM agent_time_off
        WHERE agent_id = $1 AND during && tstzrange(now(), NULL) ORDER BY during, id LIMIT 200
        """

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> TimeOff {
        let (id, from, to, note) = try row.decode((UUID, Date?, Date?, String?).self)
        return TimeOff(id: id, from: from, to: to, note: note)
    }
}

struct AgentCalendar: Sendable {
    var isBroken: Bool
    /// Whose calendar it is.
    var account: String?
    var brokenAt: Date?
    var brokenReason: String?
    var syncedAt: Date?
    var connectedAt: Date
}

/// No row when there is none.
struct ReadAgentCalendar: PostgresStatement {
    static let sql = """
        SELECT status = 'broken', account, broken_at, broken_reason, synced_at, connected_at FROM calendar_connections
        WHERE agent_id = $1 AND status <> 'disconnected' LIMIT 1
        """

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentCalendar {
        let (isBroken, account, brokenAt, reason, synced, connected) = try row.decode(
            (Bool, String?, Date?, String?, Date?, Date).self)
        return AgentCalendar(
            isBroken: isBroken, account: account, brokenAt: brokenAt, brokenReason: reason, syncedAt: synced,
            connectedAt: connected)
    }
}

struct AgentAccount: Sendable {
    var id: UUID
    var email: String
    var state: AccountState
}

/// With what an agent signs in; no row when they cannot. Only owners see it of others.
struct ReadAgentAccount: PostgresStatement {
    static let sql = """
        SELECT a.id, a.email, \(AccountState.ofAccount)
        FROM accounts a WHERE a.agency_id = (SELECT viewer_agency()) AND a.agent_id = $1
        ORDER BY a.active DESC, a.created_at LIMIT 1
        """

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentAccount {
        let (id, email, state) = try row.decode((UUID, String, String).self)
        return AgentAccount(id: id, email: email, state: AccountState(rawValue: state) ?? .off)
    }
}

/// What somebody has to do: calls that are not opened, and appointments that are to come.
struct CountAgentWork: PostgresStatement {
    static let sql = """
        SELECT (SELECT count(*) FROM follow_ups f WHERE f.agent_id = $1 AND \(UnopenedCalls.condition)),
            (SELECT count(*) FROM appointments WHERE agent_id = $1 AND status = 'scheduled' AND scheduled_at > now())
        """

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (unopened: Int, appointments: Int) {
        let (unopened, appointments) = try row.decode((Int, Int).self)
        return (unopened, appointments)
    }
}

/// How an agent wants to be told of what, and what that starts from.
struct ReadAgentNotifications: PostgresStatement {
    struct Row: Sendable {
        var own: String
        var version: Int
        var agency: String

        /// - Throws: ``UnreadableSetting``.
        func preferences(_ id: AgentID) throws(UnreadableSetting) -> NotificationPreferences {
            do {
                return try NotificationPreferences(stored: own)
            } catch {
                throw UnreadableSetting(name: "notification preferences of agent \(id.description)", reason: error)
            }
        }
    }

    static let sql = """
        SELECT g.notification_preferences, g.notification_preferences_version, y.notification_preferences
        FROM agents g JOIN agencies y ON y.id = g.agency_id WHERE g.id = $1
        """

    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(agentID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (own, version, agency) = try row.decode((JSONB, Int32, JSONB).self)
        return Row(own: own.text, version: Int(version), agency: agency.text)
    }
}
