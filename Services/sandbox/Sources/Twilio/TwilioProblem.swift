/// A refusal in Twilio's words (https://www.twilio.com/docs/api/errors).
struct TwilioProblem: Error, Sendable, Equatable {
    var status: Int
    var code: Int
    var message: String

    init(_ status: Int, _ code: Int, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static func refused(_ code: Int, _ message: String) -> TwilioProblem { TwilioProblem(400, code, message) }

    static let credentials = TwilioProblem(401, 20003, "Authenticate")
    static func notFound(_ path: String) -> TwilioProblem {
        TwilioProblem(404, 20404, "The requested resource \(path) was not found")
    }
    static let tooManyRequests = TwilioProblem(429, 20429, "Too Many Requests")
    static let failure = TwilioProblem(500, 20500, "An internal server error has occurred")
    static let noRecipient = refused(21604, "A 'To' phone number is required.")
    static let noSender = refused(21603, "A 'From' or 'MessagingServiceSid' is required to send a message.")
    static let noContent = refused(21619, "Message body, media URL or ContentSid is required.")
    static let tooLong = refused(21617, "The concatenated message body exceeds the 1600 character limit.")
    static let contentSID = refused(21655, "The ContentSid is Invalid.")
    static let contentVariables = refused(21656, "The ContentVariables Parameter is invalid.")
    static let mediaURL = refused(21620, "Invalid media URL(s).")
    static let channels = refused(21910, "Invalid From and To pair. From and To should be of the same channel.")
    static let optedOut = refused(21610, "Attempt to send to unsubscribed recipient")
    static let service = refused(21701, "The Messaging Service does not exist.")
    static let statusCallback = refused(21609, "Invalid StatusCallback URL.")

    static func recipient(_ text: String) -> TwilioProblem {
        refused(21211, "The 'To' number \(text) is not a valid phone number.")
    }

    static func sender(_ text: String) -> TwilioProblem {
        refused(21212, "The 'From' number \(text) is not a valid phone number, shortcode, or alphanumeric sender ID.")
    }

    /// A number that is nobody's, or somebody else's.
    static func foreign(_ sender: PhoneAddress) -> TwilioProblem {
        sender.channel == .whatsApp
            ? refused(63007, "Twilio could not find a Channel with the specified From address")
            : refused(21606, "The 'From' phone number \(sender.number) is not a valid, message-capable number.")
    }

    /// What the real one can and this one does not play.
    static func notPlayed(_ what: String) -> TwilioProblem {
        TwilioProblem(501, 20501, "The sandbox does not play \(what).")
    }

    /// Twilio's numbers for testing (https://www.twilio.com/docs/iam/test-credentials#test-sms-messages).
    static func magic(to number: String) -> TwilioProblem? {
        switch number {
        case "+15005550001": recipient(number)
        case "+15005550002": refused(21612, "The 'To' phone number \(number) is not currently reachable.")
        case "+15005550003": refused(21408, "Permission to send an SMS has not been enabled for the region.")
        case "+15005550004": optedOut
        case "+15005550009": refused(21614, "'To' number \(number) is not a valid mobile number")
        default: nil
        }
    }

    static func magic(from number: String) -> TwilioProblem? {
        switch number {
        case "+15005550001": sender(number)
        case "+15005550007": foreign(PhoneAddress(channel: .sms, number: number))
        case "+15005550008": refused(21611, "This 'From' number has exceeded the maximum number of queued messages")
        default: nil
        }
    }

    var answer: Answer {
        Answer(
            status: status,
            json: [
                "code": .number("\(code)"), "message": .string(message),
                "more_info": .string("https://www.twilio.com/docs/errors/\(code)"), "status": .number("\(status)"),
            ])
    }
}
