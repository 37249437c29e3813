internal import Foundation

/// An appointment that has been, or is to come.
struct DemoAppointmentRow: DemoRow {
    static let insert = """
        INSERT INTO appointments (
            id, agency_id, lead_id, agent_id, call_id, scheduled_at, ends_at, status, notes, time_zone, language, source,
            version, reason, created_at, updated_at)
        SELECT id, '\(DemoID.agency)', lead_id, agent_id, call_id, scheduled_at, ends_at, status, notes, time_zone, language,
            source, version, reason, created_at, updated_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, lead_id uuid, agent_id uuid, call_id uuid, scheduled_at timestamptz, ends_at timestamptz, status text,
            notes text, time_zone text, language text, source text, version integer, reason text,
            created_at timestamptz, updated_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var leadID: String
    var agentID: String
    var callID: String?
    var scheduledAt: Date
    var endsAt: Date
    var status: String
    var notes: String?
    var timeZone: String
    var language: String
    var source: String
    var version: Int
    var reason: String?
    var createdAt: Date
    var updatedAt: Date
}

/// What happened to one.
struct DemoAppointmentChangeRow: DemoRow {
    static let insert = """
        INSERT INTO appointment_changes (id, appointment_id, change, version, actor, reason, scheduled_at, at)
        SELECT id, appointment_id, change, version, actor, reason, scheduled_at, at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, appointment_id uuid, change text, version integer, actor text, reason text, scheduled_at timestamptz,
            at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var appointmentID: String
    var change: String
    var version: Int
    var actor: String
    var reason: String?
    var scheduledAt: Date
    var at: Date
}

/// Agents who have appointments.
struct DemoBookRow: DemoRow {
    static let insert = """
        INSERT INTO appointment_books (agent_id, agency_id)
        SELECT agent_id, '\(DemoID.agency)' FROM jsonb_to_recordset($1) AS new (agent_id uuid) ON CONFLICT DO NOTHING
        """

    var agentID: String
}
