package import FoundationEssentials
package import LenientJSON

/// A message as Twilio keeps it (https://www.twilio.com/docs/messaging/api/message-resource).
package struct TwilioRecord: Sendable, Equatable {
    package var sid: String
    /// Nil for a status of the future.
    package var status: TwilioStatus?
    package var errorCode: Int?
    package var isOutbound: Bool
    /// With the channel's prefix, as Twilio writes it.
    package var to: String?
    /// Nil until a messaging service has chosen a sender.
    package var from: String?
    package var messagingServiceSID: String?
    /// A template's is filled in.
    package var body: String?
    package var createdAt: Date?

    package var errorClass: TwilioErrorClass? { errorCode.map { TwilioErrorClass(code: $0) } }

    /// Nil when there is no id.
    package init?(_ node: JSONNode) {
        guard let sid = node["sid"]?.nonEmptyString else { return nil }
        self.sid = sid
        status = node["status"]?.string.flatMap(TwilioStatus.init)
        errorCode = node["error_code"]?.lenientNumber.flatMap { Int(exactly: $0) }
        isOutbound = node["direction"]?.string?.hasPrefix("outbound") ?? false
        to = node["to"]?.string
        from = node["from"]?.string
        messagingServiceSID = node["messaging_service_sid"]?.string
        body = node["body"]?.string
        createdAt = node["date_created"]?.string.flatMap(Self.date)
    }

    /// `Fri, 24 May 2019 17:44:50 +0000` (RFC 2822 §3.3), which Twilio writes in UTC.
    static func date(_ text: String) -> Date? {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "," })
        guard words.count == 6, words[5] == "+0000" || words[5] == "GMT", let day = Int(words[1]),
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return try? Date("\(words[3])-\(padded(month + 1))-\(padded(day))T\(words[4])Z", strategy: .iso8601)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
