internal import Contracts
internal import FoundationEssentials
internal import Postgres

struct LoadCompletedCall: PostgresStatement {
    static let sql = """
        SELECT agencies.name, agencies.default_language, call_logs.status, call_logs.outcome, call_logs.direction,
            call_logs.conversation_happened, coalesce(leads.name, call_logs.customer_name),
            coalesce(call_logs.customer_number, leads.phone), agents.name,
            agents.id, agents.email, agents.language_preference, call_logs.summary, call_logs.duration_seconds,
            call_logs.started_at, call_logs.transcript IS NOT NULL, call_logs.recording_url IS NOT NULL
        FROM call_logs
        JOIN agencies ON agencies.id = call_logs.agency_id
        LEFT JOIN leads ON leads.id = call_logs.lead_id
        LEFT JOIN agents ON agents.id = $2
        WHERE call_logs.id = $1
        """

    let callID: CallID
    let agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agentID?.rawValue)] }

    struct Row: Sendable {
        var call: CompletedCall
        /// Who has the call.
        var agent: Recipient?
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            agencyName, defaultLanguage, status, outcome, direction, conversation, leadName, number, agentName, agentID,
            agentEmail, agentLanguage, summary, duration, startedAt, hasTranscript, hasRecording
        ) = try row.decode(
            (
                String, String, String, String?, String?, Bool, String?, String?, String?, UUID?, String?, String?,
                String?, Int32?, Date?, Bool, Bool
            ).self)
        let call = CompletedCall(
            agencyName: agencyName, status: CallStatus(rawValue: status) ?? .failed,
            outcome: outcome.flatMap(CallOutcome.init(rawValue:)),
            direction: direction.flatMap(CallDirection.init(rawValue:)), conversationHappened: conversation,
            leadName: leadName, customerNumber: number, agentName: agentName, summary: summary,
            durationSeconds: duration, startedAt: startedAt, hasTranscript: hasTranscript, hasRecording: hasRecording)
        let agent = agentID.map {
            Recipient(
                kind: .agent, id: $0, name: agentName ?? "", email: agentEmail,
                language: agentLanguage ?? defaultLanguage)
        }
        return Row(call: call, agent: agent)
    }
}

struct LoadOwners: PostgresStatement {
    static let sql = """
        SELECT accounts.id, accounts.name, accounts.email, coalesce(accounts.language, agencies.default_language)
        FROM accounts JOIN agencies ON agencies.id = accounts.agency_id
        WHERE accounts.agency_id = $1 AND accounts.role = 'owner' AND accounts.active ORDER BY accounts.id
        """

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Recipient {
        let (id, name, email, language) = try row.decode((UUID, String, String, String).self)
        return Recipient(kind: .owner, id: id, name: name, email: email, language: language)
    }
}

/// Messages that were written before are left as they are.
struct InsertNotifications: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO notifications (
            id, event_time, agency_id, kind, call_id, recipient_kind, recipient_id, channel, address, language, payload,
            status, reason, traceparent)
        SELECT * FROM unnest(
            $1::uuid[], $2::timestamptz[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[],
            $10::text[], $11::bytea[], $12::text[], $13::text[], $14::text[])
        ON CONFLICT DO NOTHING
        """

    let notifications: [NewNotification]
    var parameters: [PostgresParameter] {
        [
            .init(notifications.map(\.id.rawValue)), .init(notifications.map(\.eventTime)),
            .init(notifications.map(\.agencyID.rawValue)), .init(notifications.map(\.kind)),
            .init(notifications.map { $0.callID?.rawValue }), .init(notifications.map(\.recipient.kind.rawValue)),
            .init(notifications.map(\.recipient.id)), .init(notifications.map(\.channel.rawValue)),
            .init(notifications.map(\.recipient.email)), .init(notifications.map(\.recipient.language)),
            .init(notifications.map(\.payload)), .init(notifications.map(\.status.rawValue)),
            .init(notifications.map(\.reason)), .init(notifications.map(\.traceparent)),
        ]
    }
}
