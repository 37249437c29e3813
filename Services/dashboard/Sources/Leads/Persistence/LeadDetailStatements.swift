internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// A lead with all that is known about them.
struct Lead: Sendable {
    var id: UUID
    var name: String?
    var phone: String?
    /// As it came, where it cannot be dialled, and what is wrong with it.
    var phoneGiven: String?
    var phoneProblem: String?
    var email: String?
    var postcode: String?
    var country: String?
    var language: String?
    var isLanguageGiven: Bool
    var timeZone: String?
    var timeZoneGiven: String?
    var notes: String?
    var source: String
    /// Where the file comes from that the lead was in, as was said with it.
    var sourceNote: String?
    var consent: ConsentKind?
    var consentSource: String?
    var consentAt: Date?
    /// A JSON object.
    var consentProof: String?
    var ownerID: AgentID?
    var ownerName: String?
    var createdAt: Date
    /// Microseconds since 1970 of the latest change: another one with every change, whoever makes it.
    var version: Int
    /// How the number came to the do-not-call list: `call`, `message`, `hand`; nil when it is not on it.
    var barredBy: String?
    var barredAt: Date?
    var barredInCall: UUID?

    var isBarred: Bool { barredBy != nil }
    var zone: TimeZone? { timeZone.flatMap { TimeZone(identifier: $0) } }

    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let consentKind: String?
        let proof: JSONB?
        (
            id, name, phone, phoneGiven, phoneProblem, email, postcode, country, language, isLanguageGiven, timeZone,
            timeZoneGiven, notes, source, sourceNote, consentKind, consentSource, consentAt, proof, ownerID, ownerName,
            createdAt,
            version, barredBy, barredAt, barredInCall
        ) = try row.decode(
            (
                UUID, String?, String?, String?, String?, String?, String?, String?, String?, Bool, String?, String?,
                String?, String, String?, String?, String?, Date?, JSONB?, AgentID?, String?, Date, Int,
                String?, Date?, UUID?
            ).self)
        consent = consentKind.flatMap { ConsentKind(rawValue: $0) }
        consentProof = proof?.text
    }
}

struct LoadLead: PostgresStatement {
    static let sql = """
        SELECT l.id, nullif(l.name, ''), l.phone, l.phone_given, l.phone_problem, l.email, l.postcode, l.country,
            l.preferred_language, l.language_is_given, l.time_zone, l.time_zone_given, l.notes, l.source, l.source_note, l.consent_kind,
            l.consent_source, l.consent_at, l.consent_proof, l.owner_agent_id, a.name, l.created_at,
            (extract(epoch FROM l.updated_at) * 1000000)::int8, d.source, d.created_at, d.call_id
        FROM leads l LEFT JOIN agents a ON a.id = l.owner_agent_id
        LEFT JOIN do_not_call d ON d.agency_id = l.agency_id AND d.phone = l.phone
        WHERE l.id = $1
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Lead { try Lead(row) }
}

/// The latest calls with a lead.
struct ListLeadCalls: PostgresStatement {
    struct Call: Sendable {
        var id: UUID
        var createdAt: Date
        var status: String
        var outcome: String?
        var direction: String?
        var durationSeconds: Int?
        var summary: String?
    }

    static let sql = """
        SELECT id, created_at, status, outcome, direction, duration_seconds::int8, left(summary, 300) FROM call_logs
        WHERE lead_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20
        """

    var leadID: UUID
    var parameters: [PostgresParameter] { [.init(leadID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Call {
        let (id, at, status, outcome, direction, duration, summary) = try row.decode(
            (UUID, Date, String, String?, String?, Int?, String?).self)
        return Call(
            id: id, createdAt: at, status: status, outcome: outcome, direction: direction, durationSeconds: duration,
            summary: summary)
    }
}

struct ListLeadAppointments: PostgresStatement {
    struct Appointment: Sendable {
        var id: UUID
        var startsAt: Date
        var endsAt: Date
        /// `scheduled`, `completed`, `cancelled` or `no_show`.
        var status: String
        var agentName: String?
    }

    static let sql = """
        SELECT p.id, p.scheduled_at, p.ends_at, p.status, a.name FROM appointments p LEFT JOIN agents a ON a.id = p.agent_id
        WHERE p.lead_id = $1 ORDER BY p.scheduled_at DESC, p.id LIMIT 20
        """

    var leadID: UUID
    var parameters: [PostgresParameter] { [.init(leadID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Appointment {
        let (id, starts, ends, status, agent) = try row.decode((UUID, Date, Date, String, String?).self)
        return Appointment(id: id, startsAt: starts, endsAt: ends, status: status, agentName: agent)
    }
}

/// Calls that are to be made, and those that came to nothing; those that were made are calls.
struct ListPlannedCalls: PostgresStatement {
    struct Planned: Sendable {
        var id: UUID
        var kind: PlannedCallKind
        /// 0: a first call, or one by hand.
        var retryCount: Int
        var scheduledAt: Date
        /// `pending`, `failed` or `cancelled`.
        var status: String
        var reason: String?
        var isPaused: Bool
        /// Somebody is dialling right now.
        var isUnderWay: Bool
        var updatedAt: Date
    }

    static let sql = """
        SELECT id, kind, retry_count::int8, scheduled_at, status, reason, paused_at IS NOT NULL,
            status = 'pending' AND due_at = 'infinity' AND paused_at IS NULL, updated_at
        FROM call_retries WHERE lead_id = $1 AND status <> 'completed'
        ORDER BY status = 'pending' DESC, created_at DESC LIMIT 6
        """

    var leadID: UUID
    var parameters: [PostgresParameter] { [.init(leadID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Planned {
        let (id, kind, count, at, status, reason, isPaused, isUnderWay, updated) = try row.decode(
            (UUID, String, Int, Date, String, String?, Bool, Bool, Date).self)
        return Planned(
            id: id, kind: PlannedCallKind(rawValue: kind) ?? .retry, retryCount: count, scheduledAt: at, status: status,
            reason: reason, isPaused: isPaused, isUnderWay: isUnderWay, updatedAt: updated)
    }
}

/// Whether the agency holds all its calls.
struct FindOutreachPause: PostgresStatement {
    static let sql = "SELECT paused_at FROM calling_settings WHERE agency_id = $1"

    var agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date? { try row.decode(column: 0, as: Date?.self) }
}

/// What was written to a lead and what they wrote, latest first.
struct ListLeadMessages: PostgresStatement {
    struct Message: Sendable {
        var isFromLead: Bool
        var at: Date
        /// `email`, `whatsapp` or `sms`.
        var channel: String
        /// Of one to them.
        var kind: String?
        var status: String?
        var receipt: String?
        /// Of one from them.
        var body: String?
    }

    static let sql = """
        SELECT * FROM (
            (SELECT false, coalesce(sent_at, created_at) AS at, channel, kind, status, receipt, NULL::text
            FROM notifications WHERE lead_id = $1 AND recipient_kind = 'lead' ORDER BY created_at DESC LIMIT 20)
            UNION ALL
            (SELECT true, received_at, channel, NULL, NULL, NULL, left(body, 1000)
            FROM inbound_messages WHERE lead_id = $1 ORDER BY received_at DESC LIMIT 20)
        ) AS messages ORDER BY at DESC LIMIT 20
        """

    var leadID: UUID
    var parameters: [PostgresParameter] { [.init(leadID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Message {
        let (isFromLead, at, channel, kind, status, receipt, body) = try row.decode(
            (Bool, Date, String, String?, String?, String?, String?).self)
        return Message(
            isFromLead: isFromLead, at: at, channel: channel, kind: kind, status: status, receipt: receipt, body: body)
    }
}

/// Addresses of the lead's that get nothing any more, and why.
struct ListLeadSuppressions: PostgresStatement {
    struct Suppression: Sendable {
        var channel: String
        var address: String
        /// `bounced`, `complained`, `suppressed`, `invalid`, `blocked` or `stop`.
        var cause: String
    }

    static let sql = """
        SELECT channel, address, cause FROM suppressions
        WHERE address = ANY (ARRAY[$1, lower($2)]) AND channel IN ('email', 'sms', 'whatsapp')
            AND (agency_id IS NULL OR agency_id = $3) AND (expires_at IS NULL OR expires_at > now())
        ORDER BY channel, cause LIMIT 10
        """

    var phone: String?
    var email: String?
    var agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(phone), .init(email), .init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Suppression {
        let (channel, address, cause) = try row.decode((String, String, String).self)
        return Suppression(channel: channel, address: address, cause: cause)
    }
}

/// What people did about something: for an owner by whom, for an agent what they did themselves.
struct ListLeadChanges: PostgresStatement {
    struct Entry: Sendable {
        var at: Date
        var actor: String
        var action: String
    }

    static let sql = """
        SELECT at, actor, action FROM audit_log WHERE subject_id = $2 AND subject_kind = $1 ORDER BY at DESC LIMIT 20
        """

    var kind: String
    var id: UUID
    var parameters: [PostgresParameter] { [.init(kind), .init(id.uuidString.lowercased())] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Entry {
        let (at, actor, action) = try row.decode((Date, String, String).self)
        return Entry(at: at, actor: actor, action: action)
    }
}

/// Whether a planned call is this lead's, and the viewer's to change.
struct FindPlannedCall: PostgresStatement {
    static let sql = """
        SELECT r.id FROM call_retries r JOIN leads l ON l.id = r.lead_id WHERE r.id = $1 AND r.lead_id = $2
        """

    var id: UUID
    var leadID: UUID
    var parameters: [PostgresParameter] { [.init(id), .init(leadID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

struct FindLead: PostgresStatement {
    static let sql = "SELECT id FROM leads WHERE id = $1"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
