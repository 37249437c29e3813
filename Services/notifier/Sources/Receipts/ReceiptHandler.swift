internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import Twilio

/// Takes in what providers say became of messages: forward only, each word once. Addresses that take no messages are kept from
/// them, and the owners are told.
struct ReceiptHandler: Sendable {
    let suppressions: SuppressionDesk
    let logger: Logger

    func handle(
        _ event: CloudEvent<MessageReceipt>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        try await take(event.data, in: transaction)
    }

    /// - Parameter receipt: as a webhook told it, or as an answer to a question.
    func take(_ receipt: MessageReceipt, in transaction: PostgresTransaction) async throws -> [OutgoingEvent] {
        guard let message = try await message(receipt, in: transaction) else {
            logger.notice("a receipt for a message that is not there", metadata: ["id": "\(receipt.notificationID)"])
            return []
        }
        guard message.isAbout(receipt.providerMessageID),
            !(try await transaction.execute(InsertReceipt(message: message, receipt: receipt))).isEmpty
        else { return [] }
        Counter(
            label: "thavon_receipts_total",
            dimensions: [("channel", receipt.channel.rawValue), ("status", receipt.status.rawValue)]
        ).increment()
        if receipt.isOutsideWindow, message.canBeWrittenAnew {
            _ = try await transaction.pipeline(
                WriteAnew(message: message, providerMessageID: receipt.providerMessageID),
                CloseWindow(channel: message.channel, address: message.address ?? ""))
            return []
        }
        return try await apply(receipt, to: message, in: transaction) + suppress(receipt, message, in: transaction)
    }

    private func message(
        _ receipt: MessageReceipt, in transaction: PostgresTransaction
    ) async throws -> FollowedMessage? {
        guard let time = receipt.notificationTime else {
            return try await transaction.execute(
                LoadMessageByProviderID(id: receipt.notificationID, providerMessageID: receipt.providerMessageID)
            ).first
        }
        return try await transaction.execute(LoadMessage(id: receipt.notificationID, eventTime: time)).first
    }

    private func apply(
        _ receipt: MessageReceipt, to message: FollowedMessage, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let before = message.receipt
        let standing = before.map { $0.advanced(by: receipt.status) } ?? receipt.status
        // A mail's request is repeated under its key whatever is said, since others travel with it.
        let isWaiting = message.channel != .email && message.wasTried && [.pending, .parked].contains(message.status)
        let provesSending = message.status == .unknown || isWaiting
        guard standing != before || provesSending else { return [] }
        _ = try await transaction.execute(
            ApplyReceipt(message: message, receipt: receipt, standing: standing, provesSending: provesSending))
        var events: [OutgoingEvent] = []
        if provesSending { events.append(try message.sent(receipt.providerMessageID)) }
        if standing.isDelivered, before?.isDelivered != true { events.append(try message.delivered) }
        if standing.isFailure, before?.isFailure != true {
            let reason = receipt.reason ?? "the provider gave no reason"
            events.append(try message.failed("\(standing.rawValue): \(reason)"))
        }
        return events
    }

    private func suppress(
        _ receipt: MessageReceipt, _ message: FollowedMessage, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let finding = receipt.finding, let address = receipt.endedAddress ?? message.address else { return [] }
        let failure = Undeliverable(
            notificationID: message.id, agencyID: message.agencyID, callID: message.callID, channel: receipt.channel,
            recipient: message.recipient, address: receipt.channel == .email ? address.lowercased() : address,
            reason: receipt.reason, at: receipt.occurredAt, traceparent: message.traceparent)
        return try await suppressions.note(finding, failure, in: transaction)
    }
}

extension MessageReceipt {
    fileprivate var isOutsideWindow: Bool {
        status == .failed && TwilioErrorClass(code: errorCode) == .outsideWindow
    }

    /// What it says about the address, for all messages to come.
    fileprivate var finding: NumberFinding? {
        switch channel {
        case .whatsapp, .sms: NumberFinding(errorCode: errorCode)
        case .email where endedAddress == nil: nil
        case .email where status == .complained: NumberFinding(cause: .complained, isForOwners: true)
        case .email where status == .suppressed: NumberFinding(cause: .suppressed, isForOwners: true)
        case .email: NumberFinding(cause: .bounced, isForOwners: true)
        }
    }
}

extension FollowedMessage {
    fileprivate func sent(_ providerMessageID: String) throws -> OutgoingEvent {
        try NotificationEvents.sent(
            id, agencyID: agencyID, callID: callID, channel: channel, providerMessageID: providerMessageID,
            traceparent: traceparent)
    }

    fileprivate var delivered: OutgoingEvent {
        get throws {
            try NotificationEvents.delivered(
                id, agencyID: agencyID, callID: callID, channel: channel, traceparent: traceparent)
        }
    }

    fileprivate func failed(_ reason: String) throws -> OutgoingEvent {
        try NotificationEvents.failed(
            id, agencyID: agencyID, callID: callID, channel: channel, reason: reason, traceparent: traceparent)
    }
}
