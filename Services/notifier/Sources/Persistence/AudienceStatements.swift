internal import Contracts
internal import Foundation
internal import Notices
internal import Postgres

/// The people whom something may concern: an agency's owners, and an agent and a lead of it.
struct LoadAudience: PostgresStatement {
    static let sql = """
        SELECT agencies.name, agencies.default_language, agencies.notification_preferences, person.kind, person.id,
            person.name, person.email, person.phone, coalesce(person.language, agencies.default_language),
            coalesce(person.time_zone, agencies.time_zone), person.preferences,
            (SELECT string_agg(channel || '=' || cause, ' ') FROM suppressions
                WHERE (agency_id IS NULL OR agency_id = agencies.id) AND coalesce(expires_at > now(), true)
                    AND (channel = 'email' AND address = lower(person.email)
                        OR channel IN ('whatsapp', 'sms') AND address = person.phone)),
            person.active
        FROM agencies CROSS JOIN LATERAL (
            SELECT 'agent' AS kind, id, name, email, phone, language_preference AS language, time_zone,
                notification_preferences AS preferences, active
            FROM agents WHERE agency_id = agencies.id AND id = $2
            UNION ALL
            SELECT 'owner', id, name, email, NULL, language, time_zone, '{}', true
            FROM accounts WHERE agency_id = agencies.id AND role = 'owner' AND active
            UNION ALL
            SELECT 'lead', id, name, email, phone, preferred_language, time_zone, '{}', true
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
        /// Whoever has left is named, and told nothing.
        var isActive: Bool
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            agencyName, agencyLanguage, agencySettings, kind, id, name, email, phone, language, zone, settings,
            suppressed, isActive
        ) = try row.decode(
            (String, String, JSONB, String, UUID, String?, String?, String?, String, String, JSONB, String?, Bool).self)
        let role = Recipient.Kind(rawValue: kind) ?? .owner
        let preferences = NotificationPreferences(
            role.preferences, own: PreferencesDocument(stored: settings.text.utf8),
            agency: PreferencesDocument(stored: agencySettings.text.utf8))
        return Row(
            agencyName: agencyName, agencyLanguage: agencyLanguage,
            person: Recipient(
                kind: role, id: id, name: name, email: email, phone: phone, language: language,
                timeZone: TimeZone(identifier: zone) ?? .gmt, preferences: preferences,
                suppressed: Self.causes(suppressed ?? "")), isActive: isActive)
    }

    /// Of `email=bounced sms=stop`.
    private static func causes(_ text: String) -> [NotificationChannel: SuppressionCause] {
        var causes: [NotificationChannel: SuppressionCause] = [:]
        for entry in text.split(separator: " ") {
            let halves = entry.split(separator: "=").map(String.init)
            guard halves.count == 2, let channel = NotificationChannel(rawValue: halves[0]) else { continue }
            // A wish weighs more than a fault.
            if causes[channel] != .stop { causes[channel] = SuppressionCause(rawValue: halves[1]) }
        }
        return causes
    }
}

extension Recipient.Kind {
    fileprivate var preferences: NotificationPreferences.Role {
        switch self {
        case .owner: .owner
        case .agent: .agent
        case .lead: .lead
        }
    }
}

extension Audience {
    init?(_ rows: [LoadAudience.Row]) {
        guard let first = rows.first else { return nil }
        let people = rows.map(\.person)
        self.init(
            agencyName: first.agencyName, agencyLanguage: first.agencyLanguage,
            agentName: people.first { $0.kind == .agent }?.name,
            agent: rows.first { $0.person.kind == .agent && $0.isActive }?.person,
            owners: people.filter { $0.kind == .owner },
            lead: people.first { $0.kind == .lead })
    }
}

/// A call as a message about it needs it.
struct LoadCall: PostgresStatement {
    static let sql = """
        SELECT call_logs.status, call_logs.outcome, call_logs.direction, call_logs.conversation_happened,
            coalesce(leads.name, call_logs.customer_name), coalesce(call_logs.customer_number, leads.phone),
            call_logs.summary, call_logs.duration_seconds, call_logs.started_at, call_logs.transcript IS NOT NULL,
            call_logs.recording_url IS NOT NULL,
            EXISTS (
                SELECT FROM notifications
                WHERE notifications.call_id = call_logs.id AND recipient_kind = 'owner'
                    AND event_time >= call_logs.created_at - interval '1 day' AND kind IN ('call.completed', 'call.missed')),
            call_logs.agent_id
        FROM call_logs LEFT JOIN leads ON leads.id = call_logs.lead_id
        WHERE call_logs.id = $1
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> CallFacts {
        let (
            status, outcome, direction, conversation, name, number, summary, duration, startedAt, hasTranscript,
            hasRecording, isKnown, agent
        ) = try row.decode(
            (
                String, String?, String?, Bool, String?, String?, String?, Int32?, Date?, Bool, Bool, Bool, UUID?
            ).self)
        return CallFacts(
            status: CallStatus(rawValue: status) ?? .failed, outcome: outcome.flatMap(CallOutcome.init(rawValue:)),
            direction: direction.flatMap(CallDirection.init(rawValue:)), conversationHappened: conversation,
            leadName: name, leadNumber: number, summary: summary, durationSeconds: duration.map(Int.init),
            startedAt: startedAt, hasTranscript: hasTranscript, hasRecording: hasRecording,
            ownersKnow: isKnown, agentID: agent.map(AgentID.init(rawValue:)))
    }
}

/// An agency's own texts for some kinds of notices.
struct LoadNoticeTexts: PostgresStatement {
    static let sql = """
        SELECT kind, language, subject, body, short FROM notice_texts WHERE agency_id = $1 AND kind = ANY ($2::text[])
        """

    let agencyID: AgencyID
    let kinds: Set<NoticeKind>
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(kinds.map(\.rawValue).sorted())] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> NoticeOverride {
        let (kind, language, subject, body, short) = try row.decode(
            (String, String, String?, String?, String?).self)
        // One that is not known any more has no text, and is passed over.
        guard let known = NoticeKind(rawValue: kind) else {
            return NoticeOverride(kind: .callCompleted, language: language)
        }
        return NoticeOverride(kind: known, language: language, subject: subject, body: body, short: short)
    }
}
