internal import Foundation
internal import Postgres

/// A call as a line of a list.
struct CallListRow: Sendable, Hashable {
    var id: UUID
    var createdAt: Date
    var startedAt: Date?
    var endedAt: Date?
    var status: String
    var outcome: String?
    var direction: String?
    var durationSeconds: Int?
    var language: String?
    /// The summary's first 240 characters.
    var summary: String?
    var lead: Lead
    var agentID: UUID?
    var agentName: String?
    /// Of `recordings.status`; nil before the call has ended.
    var recordingStatus: String?
    /// Of `follow_ups`; nil when nobody has to look at the call.
    var followUpStage: String?
    var openedAt: Date?
    /// The appointment that was made in the call, whatever has become of it.
    var booked: Appointment?
    /// The lead's next one.
    var nextAppointment: Appointment?
    /// When the lead is called again.
    var nextCallAt: Date?

    struct Appointment: Sendable, Hashable {
        var id: UUID
        var scheduledAt: Date
        /// Of `appointments.status`.
        var status: String
    }

    /// Whom the call was with: the lead, else what the provider said.
    struct Lead: Sendable, Hashable {
        var id: UUID?
        var name: String?
        var phone: String?
        var timeZone: String?
    }

    /// Columns of ``from(_:)``.
    static let columns = """
        c.id, c.created_at, c.started_at, c.ended_at, c.status, c.outcome, c.direction, c.duration_seconds, c.language,
        left(c.summary, 240), c.lead_id, coalesce(nullif(lead.name, ''), c.customer_name),
        coalesce(lead.phone, c.customer_number), lead.time_zone, c.agent_id, agent.name, recording.status,
        follow_up.stage, follow_up.opened_at, booked.id, booked.scheduled_at, booked.status, next.id, next.scheduled_at, next.status,
        retry.scheduled_at
        """

    static let columnCount = 26

    /// What the columns are read of, for a relation `page` of the ids of calls.
    static func from(_ page: String) -> String {
        """
        \(page) JOIN call_logs c ON c.id = page.id
        LEFT JOIN leads lead ON lead.id = c.lead_id
        LEFT JOIN agents agent ON agent.id = c.agent_id
        LEFT JOIN recordings recording ON recording.call_id = c.id
        LEFT JOIN follow_ups follow_up ON follow_up.call_id = c.id
        LEFT JOIN LATERAL (
            SELECT a.id, a.scheduled_at, a.status FROM appointments a WHERE a.call_id = c.id
            ORDER BY a.created_at DESC LIMIT 1
        ) booked ON true
        LEFT JOIN LATERAL (
            SELECT a.id, a.scheduled_at, a.status FROM appointments a
            WHERE a.lead_id = c.lead_id AND a.status = 'scheduled' AND a.scheduled_at > now()
            ORDER BY a.scheduled_at LIMIT 1
        ) next ON true
        LEFT JOIN call_retries retry ON retry.lead_id = c.lead_id AND retry.status = 'pending'
        """
    }

    /// Reads the first columns of a row, which are ``columns``.
    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallListRow {
        CallListRow(
            id: try row.decode(column: 0, as: UUID.self), createdAt: try row.decode(column: 1, as: Date.self),
            startedAt: try row.decode(column: 2, as: Date?.self), endedAt: try row.decode(column: 3, as: Date?.self),
            status: try row.decode(column: 4, as: String.self), outcome: try row.decode(column: 5, as: String?.self),
            direction: try row.decode(column: 6, as: String?.self),
            durationSeconds: try row.decode(column: 7, as: Int?.self),
            language: try row.decode(column: 8, as: String?.self), summary: try row.decode(column: 9, as: String?.self),
            lead: Lead(
                id: try row.decode(column: 10, as: UUID?.self), name: try row.decode(column: 11, as: String?.self),
                phone: try row.decode(column: 12, as: String?.self),
                timeZone: try row.decode(column: 13, as: String?.self)),
            agentID: try row.decode(column: 14, as: UUID?.self),
            agentName: try row.decode(column: 15, as: String?.self),
            recordingStatus: try row.decode(column: 16, as: String?.self),
            followUpStage: try row.decode(column: 17, as: String?.self),
            openedAt: try row.decode(column: 18, as: Date?.self),
            booked: try appointment(row, from: 19), nextAppointment: try appointment(row, from: 22),
            nextCallAt: try row.decode(column: 25, as: Date?.self))
    }

    private static func appointment(_ row: PostgresRow, from column: Int) throws(PostgresError) -> Appointment? {
        guard let id = try row.decode(column: column, as: UUID?.self) else { return nil }
        return Appointment(
            id: id, scheduledAt: try row.decode(column: column + 1, as: Date.self),
            status: try row.decode(column: column + 2, as: String.self))
    }
}
