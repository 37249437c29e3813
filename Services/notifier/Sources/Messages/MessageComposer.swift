internal import Contracts
internal import FoundationEssentials
internal import Notices
internal import Twilio

/// Writes the request that a stored message goes out as, at the moment at which it does: only then is it known whether
/// WhatsApp takes free text (https://www.twilio.com/docs/whatsapp/key-concepts). Pure.
struct MessageComposer: Sendable {
    let account: MessageAccount

    /// It cannot be sent; the reason is for the log of messages.
    struct Impossible: Error, Equatable {
        var reason: String
    }

    /// How many seconds an SMS may wait at Twilio: what comes hours later is of little use, and what it tells of may be over.
    private static let validity = 4 * 3600.0

    /// - Returns: the request's body, encoded once and sent as it is at every attempt.
    func payload(for message: ClaimedMessage, now: Date) throws(Impossible) -> [UInt8] {
        if message.isTooOld { throw Impossible(reason: "it could not be sent in time") }
        if let cause = message.suppressed, message.kind != .optedOutConfirmation {
            throw Impossible(reason: cause.reason(message.channel))
        }
        if let payload = message.payload { return payload }
        guard let channel = TwilioMessage.Channel(message.channel), let sender = account.senders[channel] else {
            throw Impossible(reason: "there is no number to send from by \(message.channel.rawValue)")
        }
        guard let wording = message.wording else { throw Impossible(reason: "it has no words") }
        let request = TwilioMessage(
            channel: channel, to: message.address, sender: sender,
            content: try content(message, wording, channel), statusCallback: statusCallback(message),
            validity: channel == .sms ? Self.validity(of: message, now: now) : nil)
        do {
            return try request.frozen()
        } catch {
            throw Impossible(reason: "\(error)")
        }
    }

    private static func validity(of message: ClaimedMessage, now: Date) -> Int {
        let left = message.expiresAt.map { $0.timeIntervalSince(now) } ?? validity
        return Int(min(validity, max(left, 60)))
    }

    private func content(
        _ message: ClaimedMessage, _ wording: ShortWording, _ channel: TwilioMessage.Channel
    ) throws(Impossible) -> TwilioMessage.Content {
        if channel == .sms || message.isWindowOpen { return .text(wording.text) }
        guard let kind = message.kind, let sid = account.templates.sid(kind, in: message.language) else {
            throw Impossible(
                reason: "there is no approved WhatsApp template for \(message.kindText) in \(message.language)")
        }
        return .template(sid: sid, variables: wording.variables.mapValues { TwilioMessage.variable($0) })
    }

    /// Carries what the message is found by: Twilio gives nothing else back. A callback that fails is tried again
    /// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides); by itself Twilio posts once.
    private func statusCallback(_ message: ClaimedMessage) -> String {
        "\(account.statusCallback)?delivery=\(message.id)&at=\(message.eventTime.milliseconds)#rc=5&rp=all"
    }
}

extension Date {
    /// Since 1970, as it travels to providers and back.
    var milliseconds: String { "\(Int64((timeIntervalSince1970 * 1000).rounded()))" }
}
