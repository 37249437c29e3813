internal import Contracts
internal import Foundation
internal import Notices
internal import Postgres

/// The people whom something may concern: an agency's owners, and an agent and a lead of it.
struct LoadAudience: PostgresStatement {
    static let sql = """
        SELECT agencies.name, agencies.default_language, agencies.notification_preferences, person.kind, person.id,
            person.name, person.email, person.phone, coalesce(person.language, agencies.default_language),
            coalesce(person.time_zone, agencies.time_zone), person.preferences
        FROM agencies CROSS JOIN LATERAL (
            SELECT 'agent' AS kind, id, name, email, phone, language_preference AS language, time_zone,
                notification_preferences AS preferences
            FROM agents WHERE agency_id = agencies.id AND id = $2
            UNION ALL
            SELECT 'owner', id, name, email, NULL, language, NULL, '{}'
            FROM accounts WHERE agency_id = agencies.id AND role = 'owner' AND active
            UNION ALL
            SELECT 'lead', id, name, email, phone, preferred_language, time_zone, '{}'
            FROM leads WHERE agency_id = agencies.id AND id = $3
        ) AS person
        WHERE agencies.id = $1 ORDER BY person.kind, person.id
        """

    let agencyID: AgencyID
    var agentID: AgentID?
    var leadID: LeadID?
    var parameters: [PostgresParameter] {
        [.init(agencyID.rawValue), .init(agentID?.rawValue), .init(leadID?.rawValue)]
    }

    struct Row: Sendable {
        var agencyName: String
        var agencyLanguage: String
        var person: Recipient
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            agencyName, agencyLanguage, agencySettings, kind, id, name, email, phone, language, zone, settings
        ) = try row.decode(
            (String, String, JSONB, String, UUID, String?, String?, String?, String, String, JSONB).self)
        let role = Recipient.Kind(rawValue: kind) ?? .owner
        let preferences = NotificationPreferences(
            role == .agent ? .agent : .owner, own: PreferencesDocument(stored: settings.text.utf8),
            agency: PreferencesDocument(stored: agencySettings.text.utf8))
        return Row(
            agencyName: agencyName, agencyLanguage: agencyLanguage,
            person: Recipient(
                kind: role, id: id, name: name, email: email, phone: phone, language: language,
                timeZone: TimeZone(identifier: zone) ?? .gmt, preferences: preferences))
    }
}

extension Audience {
    init?(_ rows: [LoadAudience.Row]) {
        guard let first = rows.first else { return nil }
        let people = rows.map(\.person)
        self.init(
            agencyName: first.agencyName, agencyLanguage: first.agencyLanguage,
            agent: people.first { $0.kind == .agent }, owners: people.filter { $0.kind == .owner },
            lead: people.first { $0.kind == .lead })
    }
}

/// A call as a message about it needs it.
struct LoadCall: PostgresStatement {
    static let sql = """
        SELECT call_logs.status, call_logs.outcome, call_logs.direction, call_logs.conversation_happened,
            coalesce(leads.name, call_logs.customer_name), coalesce(call_logs.customer_number, leads.phone),
            call_logs.summary, call_logs.duration_seconds, call_logs.started_at, call_logs.transcript IS NOT NULL,
            call_logs.recording_url IS NOT NULL
        FROM call_logs LEFT JOIN leads ON leads.id = call_logs.lead_id
        WHERE call_logs.id = $1
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallFacts {
        let (
            status, outcome, direction, conversation, name, number, summary, duration, startedAt, hasTranscript,
            hasRecording
        ) = try row.decode(
            (String, String?, String?, Bool, String?, String?, String?, Int32?, Date?, Bool, Bool).self)
        return CallFacts(
            status: CallStatus(rawValue: status) ?? .failed, outcome: outcome.flatMap(CallOutcome.init(rawValue:)),
            direction: direction.flatMap(CallDirection.init(rawValue:)), conversationHappened: conversation,
            leadName: name, leadNumber: number, summary: summary, durationSeconds: duration.map(Int.init),
            startedAt: startedAt, hasTranscript: hasTranscript, hasRecording: hasRecording)
    }
}

/// Messages that were written before are left as they are.
struct InsertNotifications: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO notifications (
            id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload,
            status, reason, traceparent, lead_id, appointment_id, next_attempt_at, travels_alone)
        SELECT id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload,
            status, reason, traceparent, lead_id, appointment_id, coalesce(next_attempt_at, now()), travels_alone
        FROM unnest(
            $1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[],
            $10::text[], $11::bytea[], $12::text[], $13::text[], $14::text[], $15::uuid[], $16::uuid[], $17::timestamptz[],
            $18::bool[])
            AS new (
                id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload,
                status, reason, traceparent, lead_id, appointment_id, next_attempt_at, travels_alone)
        ON CONFLICT DO NOTHING
        """

    let notifications: [NewNotification]
    var parameters: [PostgresParameter] {
        [
            .init(notifications.map(\.id.rawValue)), .init(notifications.map(\.eventTime)),
            .init(notifications.map(\.agencyID.rawValue)), .init(notifications.map(\.kind.rawValue)),
            .init(notifications.map { $0.subject.callID?.rawValue }),
            .init(notifications.map(\.recipient.kind.rawValue)), .init(notifications.map(\.recipient.id)),
            .init(notifications.map(\.channel.rawValue)), .init(notifications.map(\.recipient.email)),
            .init(notifications.map(\.language)), .init(notifications.map(\.payload)),
            .init(notifications.map(\.status.rawValue)), .init(notifications.map(\.reason)),
            .init(notifications.map(\.traceparent)), .init(notifications.map { $0.subject.leadID?.rawValue }),
            .init(notifications.map { $0.subject.appointmentID?.rawValue }), .init(notifications.map(\.notBefore)),
            .init(notifications.map(\.travelsAlone)),
        ]
    }
}
