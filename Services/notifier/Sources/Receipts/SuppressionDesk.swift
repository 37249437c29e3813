internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Notices
internal import Postgres

/// A message that did not reach an address, as far as that says something about the address.
struct Undeliverable: Sendable, Equatable {
    var notificationID: NotificationID
    var agencyID: AgencyID
    var callID: CallID?
    var channel: NotificationChannel
    var recipient: ChainLink.Person
    /// Mail addresses in lower case.
    var address: String
    var reason: String?
    var at: Date
    var traceparent: String?
}

/// Keeps messages from addresses that take none, or whose owners want none, and tells those who can mend it.
struct SuppressionDesk: Sendable {
    let desk: NoticeDesk
    let logger: Logger

    /// What follows from it for all messages to come.
    ///
    /// - Returns: events that tell of it.
    func note(
        _ finding: NumberFinding, _ failure: Undeliverable, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        // A STOP that only Twilio has heard counts as if it had been said to us.
        let channels: [NotificationChannel] = finding.cause == .stop ? [.whatsapp, .sms] : [failure.channel]
        var isNew = false
        var events: [OutgoingEvent] = []
        for channel in channels {
            let result = try await Self.suppress(
                Suppression(
                    agencyID: finding.isEverywhere ? nil : failure.agencyID, channel: channel, address: failure.address,
                    cause: finding.cause, detail: failure.reason, notificationID: failure.notificationID,
                    days: finding.days),
                in: transaction)
            isNew = isNew || result.isNew
            events += result.events
        }
        guard isNew else { return events }
        if finding.cause == .stop { events += try optOut(failure) }
        if finding.isForOwners { events += try await tellOwners(failure, in: transaction) }
        return events
    }

    /// Puts an address on the list, and withdraws what waits for it.
    ///
    /// - Returns: whether it is news, and events that tell of what was withdrawn.
    static func suppress(
        _ suppression: Suppression, in transaction: PostgresTransaction
    ) async throws -> (isNew: Bool, events: [OutgoingEvent]) {
        let (inserted, withdrawn) = try await transaction.pipeline(
            InsertSuppression(suppression: suppression), WithdrawMessages(suppression: suppression))
        let reason = suppression.cause.reason(suppression.channel)
        return (!inserted.isEmpty, try withdrawn.map { try $0.failed(suppression.channel, reason) })
    }

    private func optOut(_ failure: Undeliverable) throws -> [OutgoingEvent] {
        guard failure.recipient.kind == .lead else { return [] }
        let lead = LeadID(rawValue: failure.recipient.id)
        return [
            try OutgoingEvent(
                from: Notifier.name, about: lead, agencyID: failure.agencyID, traceparent: failure.traceparent,
                LeadOptedOut(leadID: lead, phone: failure.address, source: "message", callID: nil))
        ]
    }

    private func tellOwners(
        _ failure: Undeliverable, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let recipient = failure.recipient
        let agent = recipient.kind == .agent ? AgentID(rawValue: recipient.id) : nil
        let lead = recipient.kind == .lead ? LeadID(rawValue: recipient.id) : nil
        let people = try await transaction.execute(
            LoadAudience(agencyID: failure.agencyID, agentID: agent, leadID: lead))
        guard let audience = Audience(people) else { return [] }
        let person = people.first { $0.person.id == recipient.id }?.person
        let notice = BounceNotice(
            address: failure.address, personName: person?.name, reason: failure.reason, bouncedAt: failure.at,
            link: lead.map { "\(desk.publicURL)/leads/\($0)" } ?? "\(desk.publicURL)/team")
        let owners = audience.owners.filter { $0.email?.lowercased() != failure.address }
        if owners.isEmpty {
            logger.error(
                "an address takes no messages, and there is no owner to tell",
                metadata: ["agency": "\(failure.agencyID)"])
        }
        // One telling for each message that has shown it, however often it is said.
        let occasion = NoticeDesk.Occasion(
            eventID: EventID(rawValue: failure.notificationID.rawValue), time: failure.at.roundedToMilliseconds,
            agencyID: failure.agencyID, traceparent: failure.traceparent,
            subject: NotificationSubject(callID: failure.callID, leadID: lead), audience: audience)
        return try await desk.tell(owners.map { ($0, .messageBounced(notice)) }, occasion, in: transaction)
    }
}

extension WithdrawMessages.Row {
    func failed(_ channel: NotificationChannel, _ reason: String) throws -> OutgoingEvent {
        try NotificationEvents.failed(id, agencyID: agencyID, callID: callID, channel: channel, reason: reason)
    }
}
