internal import Contracts
internal import FoundationEssentials
internal import Twilio

/// What somebody has written to us, as it is kept.
struct InboundMessage: Sendable, Equatable {
    /// The provider's.
    var id: String
    var channel: NotificationChannel
    var from: String
    var to: String
    var body: String
    var mediaCount: Int
    var wish: MessageReceived.Wish
    var isAnswered: Bool
    var receivedAt: Date

    /// Nil when nothing is left of the id or the sender once what the database does not take is taken away.
    init?(_ message: TwilioInbound, now: Date) {
        guard let id = message.messageSID.cleaned(limit: 100), let from = message.from.cleaned(limit: 100) else {
            return nil
        }
        self.id = id
        channel = message.channel == .whatsapp ? .whatsapp : .sms
        self.from = from
        to = message.to.cleaned(limit: 100) ?? ""
        body = (message.body.isEmpty ? message.buttonText ?? "" : message.body).cleaned() ?? ""
        mediaCount = min(message.mediaCount, 100)
        wish = MessageReceived.Wish(message.verdict)
        isAnswered = message.isAnswered
        receivedAt = now
    }

    var event: MessageReceived {
        MessageReceived(
            messageID: id, channel: channel, from: from, to: to, wish: wish, isAnswered: isAnswered,
            receivedAt: receivedAt)
    }
}

extension MessageReceived.Wish {
    init(_ verdict: StopWords.Verdict) {
        self =
            switch verdict {
            case .stop: .stop
            case .start: .start
            case .help: .help
            case .none: .none
            }
    }
}
