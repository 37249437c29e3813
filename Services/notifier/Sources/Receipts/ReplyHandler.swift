internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Notices
internal import Postgres

/// Takes in what people write to us: it opens WhatsApp's window for free text, and a STOP ends messages until a START.
struct ReplyHandler: Sendable {
    let desk: NoticeDesk

    func handle(
        _ event: CloudEvent<MessageReceived>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let reply = event.data
        _ = try await transaction.execute(
            OpenWindow(channel: reply.channel, address: reply.from, receivedAt: reply.receivedAt))
        switch reply.wish {
        case .stop: return try await stop(event, in: transaction)
        case .start:
            for channel in [NotificationChannel.whatsapp, .sms] {
                _ = try await transaction.execute(
                    RemoveSuppression(channel: channel, address: reply.from, cause: .stop))
            }
            return []
        case .help, .none: return []
        }
    }

    /// Of all messages that people can stop, whichever of them they have answered
    /// (47 CFR § 64.1200(a)(10): a revocation counts for all, and may be confirmed once).
    private func stop(
        _ event: CloudEvent<MessageReceived>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        var isNew = false
        var events: [OutgoingEvent] = []
        for channel in [NotificationChannel.whatsapp, .sms] {
            let result = try await SuppressionDesk.suppress(
                Suppression(
                    channel: channel, address: event.data.from, cause: .stop,
                    detail: "said by \(event.data.channel.rawValue)"),
                in: transaction)
            isNew = isNew || result.isNew
            events += result.events
        }
        guard isNew, !event.data.isAnswered else { return events }
        return try await events + confirm(event, in: transaction)
    }

    private func confirm(
        _ event: CloudEvent<MessageReceived>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let reply = event.data
        guard let found = try await transaction.execute(FindPerson(phone: reply.from)).first else { return [] }
        let people = try await transaction.execute(
            LoadAudience(agencyID: found.agencyID, agentID: found.agentID, leadID: found.leadID))
        guard let audience = Audience(people), let person = audience.lead ?? audience.agent else { return [] }
        let occasion = NoticeDesk.Occasion(
            eventID: event.id, time: event.time, agencyID: found.agencyID, traceparent: event.traceparent,
            subject: NotificationSubject(leadID: found.leadID), audience: audience)
        let texts = try await desk.texts(of: [.optedOutConfirmation], found.agencyID, in: transaction)
        let messages = desk.messages(
            .optedOutConfirmation, to: person, DeliveryPlan(only: reply.channel), occasion, texts, now: Date())
        _ = try await transaction.execute(InsertNotifications(notifications: messages))
        return []
    }
}

/// Somebody with this number: a lead before an agent, and of several whoever is newest.
private struct FindPerson: PostgresStatement {
    static let sql = """
        (SELECT agency_id, NULL::uuid, id FROM leads WHERE phone = $1 ORDER BY updated_at DESC LIMIT 1)
        UNION ALL
        (SELECT agency_id, id, NULL::uuid FROM agents WHERE phone = $1 ORDER BY updated_at DESC LIMIT 1)
        """

    struct Row: Sendable {
        var agencyID: AgencyID
        var agentID: AgentID?
        var leadID: LeadID?
    }

    let phone: String
    var parameters: [PostgresParameter] { [.init(phone)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, agent, lead) = try row.decode((UUID, UUID?, UUID?).self)
        return Row(
            agencyID: AgencyID(rawValue: agency), agentID: agent.map(AgentID.init(rawValue:)),
            leadID: lead.map(LeadID.init(rawValue:)))
    }
}
