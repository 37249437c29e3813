/// A report on a message of ours: Twilio's POST to its `StatusCallback`
/// (https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks). May come late, twice and
/// out of order; see ``TwilioStatus/advanced(by:)``.
package struct TwilioCallback: Sendable, Equatable {
    package var messageSID: String
    /// Nil for a status of the future, which ``statusText`` names.
    package var status: TwilioStatus?
    package var statusText: String
    package var errorCode: Int?
    package var to: String?
    package var from: String?
    package var accountSID: String?
    package var messagingServiceSID: String?
    /// The recipient, when a channel other than SMS was used: `+15125550122`.
    package var channelToAddress: String?
    /// The channel's own words about a failure.
    package var channelStatusMessage: String?
    /// WhatsApp: `DELIVERED`, `READ`, …
    package var eventType: String?

    package var errorClass: TwilioErrorClass? { errorCode.map { TwilioErrorClass(code: $0) } }

    /// Nil without a message's id or a status.
    ///
    /// - Parameter fields: of a form whose signature is valid.
    package init?(_ fields: [(String, String)]) {
        guard let sid = fields[filled: "MessageSid"] ?? fields[filled: "SmsSid"],
            let text = fields[filled: "MessageStatus"] ?? fields[filled: "SmsStatus"]
        else { return nil }
        messageSID = sid
        statusText = text
        status = TwilioStatus(rawValue: text.lowercased())
        errorCode = fields[filled: "ErrorCode"].flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 }
        to = fields[filled: "To"]
        from = fields[filled: "From"]
        accountSID = fields[filled: "AccountSid"]
        messagingServiceSID = fields[filled: "MessagingServiceSid"]
        channelToAddress = fields[filled: "ChannelToAddress"]
        channelStatusMessage = fields[filled: "ChannelStatusMessage"]
        eventType = fields[filled: "EventType"]
    }
}
