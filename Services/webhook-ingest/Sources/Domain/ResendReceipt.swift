internal import Contracts
internal import FoundationEssentials
internal import ResendWebhooks

extension ReceiptReading {
    /// - Parameter now: for a report without a time.
    init(_ event: ResendWebhookEvent, now: Date) {
        guard let kind = event.kind else {
            self = .ignored
            return
        }
        guard let sent = SentAlong(delivery: event.tags["delivery"], at: event.tags["at"]),
            let messageID = event.emailID?.cleaned(limit: 100)
        else {
            self = .unmatched
            return
        }
        self = .receipt(
            MessageReceipt(
                notificationID: sent.notificationID, notificationTime: sent.eventTime, channel: .email,
                providerMessageID: messageID, status: ReceiptStatus(kind), errorCode: nil,
                reason: event.reason?.cleaned(limit: 500),
                endedAddress: event.endsMailToAddress ? event.to.first.flatMap(Self.bareAddress) : nil,
                occurredAt: event.createdAt ?? now))
    }

    /// `Name <a@b>` without the name, in lower case.
    private static func bareAddress(_ text: String) -> String? {
        var address = Substring(text)
        if let start = text.lastIndex(of: "<"), let end = text.lastIndex(of: ">"), start < end {
            address = text[text.index(after: start)..<end]
        }
        return String(address.filter { !$0.isWhitespace }).lowercased().cleaned(limit: 320)
    }
}

extension ReceiptStatus {
    init(_ kind: ResendWebhookEvent.Kind) {
        self =
            switch kind {
            case .scheduled: .accepted
            case .sent: .sent
            case .deliveryDelayed: .delayed
            case .delivered: .delivered
            case .failed: .failed
            case .suppressed: .suppressed
            case .bounced: .bounced
            case .opened, .clicked: .read
            case .complained: .complained
            }
    }
}
