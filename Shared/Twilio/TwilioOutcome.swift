internal import LenientJSON

/// What became of one request to send a message, and what follows from it.
package enum TwilioOutcome: Sendable, Equatable {
    /// Taken over, which is not delivered: a free text outside WhatsApp's window is accepted, and fails later.
    case accepted(sid: String, status: TwilioStatus)
    /// This message will not be taken, and was not. `code` is Twilio's, when it gave one.
    case refused(code: Int?, reason: String, class: TwilioErrorClass)
    /// Surely not processed; the same may be sent again after a while.
    case busy(retryAfter: Duration?, reason: String)
    /// The account, or what is sent from, is refused as it is set up: somebody has to mend it, the messages are kept.
    case misconfigured(reason: String, scope: TwilioScope = .account)
    /// Twilio was not reached: surely not processed.
    case unreachable(reason: String)
    /// It may have been processed. Twilio has no idempotency for messages
    /// (https://www.twilio.com/docs/api/errors/20500): look it up, never send it again.
    case uncertain(reason: String)
}

/// Reads the answers to `POST …/Messages.json`. Pure.
enum TwilioAnswer {
    static func read(status: Int, retryAfter: String?, body: [UInt8]) -> TwilioOutcome {
        let root = (try? JSONDocument(parsing: body))?.root
        if (200..<300).contains(status) {
            guard let sid = root?["sid"]?.nonEmptyString else {
                return .uncertain(reason: "\(status), an answer without a message's id")
            }
            return .accepted(sid: sid, status: root?["status"]?.string.flatMap(TwilioStatus.init) ?? .accepted)
        }
        let code = root?["code"]?.lenientNumber.flatMap { Int(exactly: $0) }
        let reason = reason(status, code, root)
        switch status {
        // Never processed (https://www.twilio.com/docs/api/errors/20429).
        case 429: return .busy(retryAfter: wait(retryAfter, code), reason: reason)
        case 408, 500...: return .uncertain(reason: reason)
        case 401: return .misconfigured(reason: reason)
        case 400..<500: return refused(status, code, reason, wait(retryAfter, code))
        // Not Twilio: the base URL is wrong.
        default: return .misconfigured(reason: reason)
        }
    }

    private static func refused(_ status: Int, _ code: Int?, _ reason: String, _ wait: Duration?) -> TwilioOutcome {
        let kind = TwilioErrorClass(code: code)
        if let scope = TwilioScope(code: code) { return .misconfigured(reason: reason, scope: scope) }
        if kind == .limit { return .busy(retryAfter: wait, reason: reason) }
        // A refusal with another code is about this message, whatever its status; one without is about who asks, or where.
        if code == nil, status == 403 || status == 404 || status == 405 { return .misconfigured(reason: reason) }
        return .refused(code: code, reason: reason, class: kind)
    }

    /// `Retry-After` is not promised, and the limits that last are not over in a second: 63038 counts 24 hours
    /// (https://www.twilio.com/docs/api/errors/63038), 21611 a queue of ten.
    private static func wait(_ header: String?, _ code: Int?) -> Duration? {
        if let seconds = header.flatMap({ Double($0) }), seconds.isFinite, seconds >= 0 {
            return .seconds(min(seconds, 3600))
        }
        switch code {
        case 63038: return .seconds(3600)
        case 21611: return .seconds(60)
        default: return nil
        }
    }

    /// Newer products answer with the `title` and `detail` of RFC 9457; in front sits a network whose errors are no
    /// JSON.
    static func reason(_ status: Int, _ code: Int?, _ root: JSONNode?) -> String {
        let text = (root?["message"] ?? root?["detail"] ?? root?["title"])?.nonEmptyString
        return "\(status)" + (code.map { " \($0)" } ?? "") + (text.map { ": \($0.prefix(300))" } ?? "")
    }
}
