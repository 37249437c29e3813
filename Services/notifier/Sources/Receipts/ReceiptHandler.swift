internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Notices
internal import Postgres
internal import Twilio

/// Takes in what providers say became of messages: forward only, each word once. Addresses that take no messages are kept from
/// them, and the owners are told.
struct ReceiptHandler: Sendable {
    let desk: NoticeDesk
    let logger: Logger

    func handle(
        _ event: CloudEvent<MessageReceipt>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let receipt = event.data
        let load = LoadMessage(
            id: receipt.notificationID, eventTime: receipt.notificationTime,
            providerMessageID: receipt.providerMessageID)
        guard let message = try await transaction.execute(load).first else {
            logger.notice("a receipt for a message that is not there", metadata: ["id": "\(receipt.notificationID)"])
            return []
        }
        // Of an attempt that was given up for another.
        if let known = message.providerMessageID, known != receipt.providerMessageID { return [] }
        guard !(try await transaction.execute(InsertReceipt(message: message, receipt: receipt))).isEmpty else {
            return []
        }
        Counter(
            label: "thavon_receipts_total",
            dimensions: [("channel", receipt.channel.rawValue), ("status", receipt.status.rawValue)]
        ).increment()
        if isOutsideWindow(receipt), message.isFreeText, message.receipt?.isDelivered != true {
            _ = try await transaction.pipeline(
                WriteAnew(message: message), CloseWindow(channel: message.channel, address: message.address ?? ""))
            return []
        }
        return try await apply(receipt, to: message, event, in: transaction)
            + suppress(receipt, message, event, in: transaction)
    }

    private func isOutsideWindow(_ receipt: MessageReceipt) -> Bool {
        receipt.status == .failed && TwilioErrorClass(code: receipt.errorCode) == .outsideWindow
    }

    private func apply(
        _ receipt: MessageReceipt, to message: FollowedMessage, _ event: CloudEvent<MessageReceipt>,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let before = message.receipt
        let standing = before.map { $0.advanced(by: receipt.status) } ?? receipt.status
        // A word that is overtaken may still be the first to say that the provider has it.
        guard standing != before || message.status == .unknown else { return [] }
        _ = try await transaction.execute(ApplyReceipt(message: message, receipt: receipt, standing: standing))
        if standing.isDelivered, before?.isDelivered != true { return [try message.delivered] }
        if standing.isFailure, before?.isFailure != true {
            return [try message.failed("\(standing.rawValue): \(receipt.reason ?? "the provider gave no reason")")]
        }
        return []
    }

    private func suppress(
        _ receipt: MessageReceipt, _ message: FollowedMessage, _ event: CloudEvent<MessageReceipt>,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let found = receipt.suppression, let ended = receipt.endedAddress ?? message.address else { return [] }
        let address = receipt.channel == .email ? ended.lowercased() : ended
        let (isNew, events) = try await SuppressionDesk.suppress(
            Suppression(
                agencyID: found.isEverywhere ? nil : message.agencyID, channel: receipt.channel, address: address,
                cause: found.cause, detail: receipt.reason, notificationID: message.id, days: found.days),
            in: transaction)
        // Not being on WhatsApp is no fault, and who has said STOP knows why.
        guard isNew, found.cause != .stop, found.days == nil else { return events }
        return try await events + tellOwners(address, receipt, message, event, in: transaction)
    }

    private func tellOwners(
        _ address: String, _ receipt: MessageReceipt, _ message: FollowedMessage, _ event: CloudEvent<MessageReceipt>,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let agent = message.recipientKind == .agent ? AgentID(rawValue: message.recipientID) : nil
        let lead = message.recipientKind == .lead ? LeadID(rawValue: message.recipientID) : nil
        let people = try await transaction.execute(
            LoadAudience(agencyID: message.agencyID, agentID: agent, leadID: lead))
        guard let audience = Audience(people) else { return [] }
        let person = audience.agent ?? audience.lead ?? audience.owners.first { $0.id == message.recipientID }
        let notice = BounceNotice(
            address: address, personName: person?.name, reason: receipt.reason, bouncedAt: receipt.occurredAt,
            link: lead.map { "\(desk.publicURL)/leads/\($0)" } ?? "\(desk.publicURL)/team")
        let owners = audience.owners.filter { $0.email?.lowercased() != address }
        if owners.isEmpty {
            logger.error(
                "an address takes no messages, and there is no owner to tell",
                metadata: ["agency": "\(message.agencyID)"])
        }
        let occasion = NoticeDesk.Occasion(
            eventID: event.id, time: event.time, agencyID: message.agencyID, traceparent: event.traceparent,
            subject: NotificationSubject(callID: message.callID, leadID: lead), audience: audience)
        return try await desk.tell(owners.map { ($0, .messageBounced(notice)) }, occasion, in: transaction)
    }
}

extension MessageReceipt {
    /// What it says about the address, for all messages to come.
    fileprivate var suppression: (cause: SuppressionCause, isEverywhere: Bool, days: Int32?)? {
        switch channel {
        case .whatsapp, .sms: errorCode == nil ? nil : TwilioErrorClass(code: errorCode).suppression
        case .email where endedAddress == nil: nil
        case .email where status == .complained: (.complained, false, nil)
        case .email where status == .suppressed: (.suppressed, false, nil)
        case .email: (.bounced, false, nil)
        }
    }
}

extension FollowedMessage {
    fileprivate var delivered: OutgoingEvent {
        get throws {
            try OutgoingEvent(
                from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
                NotificationDelivered(notificationID: id, callID: callID, channel: channel))
        }
    }

    fileprivate func failed(_ reason: String) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationFailed(notificationID: id, callID: callID, channel: channel, reason: reason))
    }
}
