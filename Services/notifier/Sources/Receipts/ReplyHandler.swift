internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Notices
internal import Postgres

/// Takes in what people write to us: it opens WhatsApp's window for free text, and a STOP ends messages until a START.
struct ReplyHandler: Sendable {
    let desk: NoticeDesk
    let logger: Logger

    /// Events come in any order: what counts is what was wished last.
    func handle(
        _ event: CloudEvent<MessageReceived>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let reply = event.data
        _ = try await transaction.execute(
            OpenWindow(channel: reply.channel, address: reply.from, receivedAt: reply.receivedAt))
        if reply.channel == .whatsapp {
            _ = try await transaction.execute(
                RemoveSuppression(channel: .whatsapp, address: reply.from, cause: .blocked))
        }
        guard [.stop, .start].contains(reply.wish) else { return [] }
        let latest = try await transaction.execute(LatestWish(address: reply.from)).first ?? reply.wish
        if latest == .stop { return try await stop(event, in: transaction) }
        for channel in [NotificationChannel.whatsapp, .sms] {
            _ = try await transaction.execute(RemoveSuppression(channel: channel, address: reply.from, cause: .stop))
        }
        return []
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
        let reminders = try await transaction.execute(WithdrawReminders(phone: event.data.from))
        let reason = SuppressionCause.stop.reason(event.data.channel)
        events += try reminders.map { try $0.failed(event.data.channel, reason) }
        guard isNew, !event.data.isAnswered else { return events }
        return try await events + confirm(event, in: transaction)
    }

    private func confirm(
        _ event: CloudEvent<MessageReceived>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let reply = event.data
        guard desk.accounts.contains(reply.channel),
            let found = try await transaction.execute(FindPerson(phone: reply.from)).first
        else {
            logger.notice("a STOP that nobody can confirm", metadata: ["channel": "\(reply.channel.rawValue)"])
            return []
        }
        let people = try await transaction.execute(
            LoadAudience(agencyID: found.agencyID, agentID: found.agentID, leadID: found.leadID))
        guard let audience = Audience(people), let person = audience.lead ?? audience.agent else { return [] }
        let occasion = NoticeDesk.Occasion(
            eventID: event.id, time: event.time, agencyID: found.agencyID, traceparent: event.traceparent,
            subject: NotificationSubject(leadID: found.leadID), audience: audience)
        let own = try await desk.own(of: [.optedOutConfirmation], found.agencyID, in: transaction)
        let messages = desk.messages(
            .optedOutConfirmation, to: person, DeliveryPlan(only: reply.channel), occasion, own, now: Date())
        _ = try await transaction.execute(InsertNotifications(notifications: messages))
        return []
    }
}

/// What the sender of a message has wished last.
private struct LatestWish: PostgresStatement {
    static let sql = """
        SELECT wish FROM inbound_messages WHERE from_address = $1 AND wish IN ('stop', 'start')
        ORDER BY received_at DESC, message_id DESC LIMIT 1
        """

    let address: String
    var parameters: [PostgresParameter] { [.init(address)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> MessageReceived.Wish {
        MessageReceived.Wish(rawValue: try row.decode(String.self)) ?? .none
    }
}

/// Somebody with this number: whoever was written to last, else a lead before an agent, and of several whoever is newest.
private struct FindPerson: PostgresStatement {
    static let sql = """
        SELECT agency_id, agent_id, lead_id FROM (
            (SELECT 1 AS rank, event_time AS at, agency_id,
                CASE WHEN recipient_kind = 'agent' THEN recipient_id END AS agent_id,
                CASE WHEN recipient_kind = 'lead' THEN recipient_id END AS lead_id
            FROM notifications WHERE address = $1 AND channel <> 'email' AND recipient_kind <> 'owner'
            ORDER BY event_time DESC LIMIT 1)
            UNION ALL
            (SELECT 2, updated_at, agency_id, NULL, id FROM leads WHERE phone = $1 ORDER BY updated_at DESC LIMIT 1)
            UNION ALL
            (SELECT 3, updated_at, agency_id, id, NULL FROM agents WHERE phone = $1 ORDER BY updated_at DESC LIMIT 1)
        ) AS known ORDER BY rank LIMIT 1
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
