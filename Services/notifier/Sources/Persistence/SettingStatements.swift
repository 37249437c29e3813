internal import Contracts
internal import Foundation
internal import Notices
internal import Postgres

/// Somebody's preferences, locked until the transaction ends: an agent's, or without one the agency's.
struct LockPreferences: PostgresStatement {
    static let sql = """
        SELECT coalesce(agents.notification_preferences_version, agencies.notification_preferences_version),
            agencies.notification_preferences
        FROM agencies LEFT JOIN agents ON agents.agency_id = agencies.id AND agents.id = $2
        WHERE agencies.id = $1 AND ($2 IS NULL OR agents.id IS NOT NULL) FOR NO KEY UPDATE OF agencies
        """

    struct Row: Sendable {
        var version: Int
        /// The agency's, as stored.
        var agency: String
    }

    let agencyID: AgencyID
    let agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(agentID?.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (version, agency) = try row.decode((Int32, JSONB).self)
        return Row(version: Int(version), agency: agency.text)
    }
}

struct SavePreferences: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH agency AS (
            UPDATE agencies SET notification_preferences = $3,
                notification_preferences_version = notification_preferences_version + 1, updated_at = now()
            WHERE id = $1 AND $2::uuid IS NULL
        )
        UPDATE agents SET notification_preferences = $3,
            notification_preferences_version = notification_preferences_version + 1, updated_at = now()
        WHERE agency_id = $1 AND id = $2
        """

    let agencyID: AgencyID
    let agentID: AgentID?
    let preferences: String
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(agentID?.rawValue), .init(JSONB(preferences))]
    }
}

struct SaveNoticeTexts: PostgresStatement {
    static let sql = """
        INSERT INTO notice_texts (agency_id, kind, language, subject, body, short, changed_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (agency_id, kind, language) DO UPDATE SET
            subject = excluded.subject, body = excluded.body, short = excluded.short, changed_by = excluded.changed_by,
            version = notice_texts.version + 1, updated_at = now()
        RETURNING version
        """

    let agencyID: AgencyID
    let texts: NoticeOverride
    let actor: String
    var parameters: [PostgresParameter] {
        [
            .init(agencyID.rawValue), .init(texts.kind.rawValue), .init(texts.language), .init(texts.subject),
            .init(texts.body), .init(texts.short), .init(actor),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}

struct RemoveNoticeTexts: PostgresStatement {
    typealias Row = NoRow
    static let sql = "DELETE FROM notice_texts WHERE agency_id = $1 AND kind = $2 AND language = $3"

    let agencyID: AgencyID
    let kind: NoticeKind
    let language: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(kind.rawValue), .init(language)] }
}

/// Whether somebody has ended messages to this address themselves.
struct HasSaidStop: PostgresStatement {
    static let sql = """
        SELECT EXISTS (SELECT FROM suppressions WHERE channel = $1 AND address = $2 AND agency_id IS NULL)
        """

    let channel: NotificationChannel
    let address: String
    var parameters: [PostgresParameter] { [.init(channel.rawValue), .init(address)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Whether the owner of a mail address has called our mail spam.
struct HasComplained: PostgresStatement {
    static let sql = """
        SELECT EXISTS (
            SELECT FROM suppressions
            WHERE channel = 'email' AND address = $1 AND agency_id = $2 AND cause = 'complained')
        """

    let address: String
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(address), .init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

struct LoadAgency: PostgresStatement {
    static let sql = "SELECT name, default_language, time_zone FROM agencies WHERE id = $1"

    struct Row: Sendable {
        var name: String
        var language: String
        var timeZone: String
    }

    let id: AgencyID
    var parameters: [PostgresParameter] { [.init(id.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, language, zone) = try row.decode((String, String, String).self)
        return Row(name: name, language: language, timeZone: zone)
    }
}

struct IsCallOf: PostgresStatement {
    static let sql = "SELECT EXISTS (SELECT FROM call_logs WHERE id = $1 AND agency_id = $2)"

    let callID: CallID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// An appointment as a message about it needs it.
struct LoadAppointmentFacts: PostgresStatement {
    static let sql = """
        SELECT scheduled_at, ends_at, leads.name, leads.phone, appointments.time_zone, agents.name
        FROM appointments JOIN leads ON leads.id = lead_id JOIN agents ON agents.id = appointments.agent_id
        WHERE appointments.id = $1 AND appointments.agency_id = $2
        """

    let id: AppointmentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> AppointmentNotice {
        let (start, end, lead, number, zone, agent) = try row.decode(
            (Date, Date, String?, String?, String, String).self)
        return AppointmentNotice(
            startsAt: start, endsAt: end, leadName: lead, leadNumber: number, leadTimeZone: TimeZone(identifier: zone),
            agentName: agent)
    }
}
