internal import Contracts
internal import FormEncoding
internal import FoundationEssentials
internal import Twilio

extension ReceiptReading {
    /// - Parameters:
    ///   - query: of the address that was called; what stands in it is ours and signed: `delivery`, a notification's id, and
    ///     `at`, the time of its event in milliseconds since 1970.
    ///   - now: Twilio's reports have no time.
    init(_ callback: TwilioCallback, query: String, now: Date) {
        let fields = FormEncoding.fields(of: query.utf8)
        func field(_ name: String) -> String? { fields.first { $0.0 == name }?.1 }
        guard let sent = SentAlong(delivery: field("delivery"), at: field("at")),
            let messageID = callback.messageSID.cleaned(limit: 100)
        else {
            self = .unmatched
            return
        }
        guard let status = callback.status.flatMap(ReceiptStatus.init) else {
            self = .ignored
            return
        }
        self = .receipt(
            MessageReceipt(
                notificationID: sent.notificationID, notificationTime: sent.eventTime,
                channel: callback.isOnWhatsApp ? .whatsapp : .sms, providerMessageID: messageID, status: status,
                errorCode: callback.errorCode,
                reason: (callback.channelStatusMessage ?? callback.errorClass?.reason)?.cleaned(limit: 500),
                endedAddress: status == .failed ? callback.endedAddress?.cleaned(limit: 100) : nil, occurredAt: now))
    }
}

extension ReceiptStatus {
    /// Nil for what is said of messages to us.
    init?(_ status: TwilioStatus) {
        switch status {
        case .accepted, .scheduled, .queued, .sending: self = .accepted
        case .sent: self = .sent
        case .delivered, .partiallyDelivered: self = .delivered
        case .read: self = .read
        case .undelivered, .failed, .canceled: self = .failed
        case .receiving, .received: return nil
        }
    }
}

extension TwilioCallback {
    private static let prefix = "whatsapp:"

    fileprivate var isOnWhatsApp: Bool {
        [from, to, channelToAddress].contains { $0?.hasPrefix(Self.prefix) ?? false }
    }

    /// The recipient, when it is not to be had this way.
    fileprivate var endedAddress: String? {
        guard let errorClass, [.invalidNumber, .notOnWhatsApp, .optedOut].contains(errorClass) else { return nil }
        return (channelToAddress ?? to).map {
            $0.hasPrefix(Self.prefix) ? String($0.dropFirst(Self.prefix.count)) : $0
        }
    }
}

extension TwilioErrorClass {
    /// For whoever reads why a message did not arrive; nil where there is nothing to say beyond the code.
    fileprivate var reason: String? {
        switch self {
        case .optedOut: "the recipient wants no messages"
        case .outsideWindow: "more than 24 hours after the recipient's last message"
        case .invalidNumber: "the number takes no messages"
        case .notOnWhatsApp: "the number is not on WhatsApp"
        case .filtered: "kept back by the carrier or the network"
        case .template: "the template or its variables were refused"
        case .limit: "too many messages"
        case .configuration: "the account or the sender is not set up for it"
        case .unreachable: "the handset or the network cannot be reached"
        case .expired: "it was too late to deliver it"
        case .other: nil
        }
    }
}
