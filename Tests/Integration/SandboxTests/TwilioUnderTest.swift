import FoundationEssentials
import OutboundHTTP

@testable import Sandbox

extension SandboxUnderTest {
    static let account = TwilioAccount().sid
    static let messages = "/2010-04-01/Accounts/\(account)/Messages"
    static let ours = "+15125550100"

    static func basic(_ user: String, _ password: String) -> String {
        "Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
    }

    var authorization: HTTPHeaders {
        ["authorization": Self.basic(Self.account, TwilioAccount().authToken)]
    }

    /// Sends a message as Twilio's API takes it.
    func message(_ fields: [(String, String)], path: String = "\(messages).json") async throws
        -> OutboundHTTP.HTTPResponse
    {
        var headers = authorization
        headers["content-type"] = "application/x-www-form-urlencoded"
        return try await send(.post, path, headers: headers, body: PercentEncoding.form(fields))
    }

    func sms(
        _ to: String = "+15125550147", _ body: String = "Hello", _ more: [(String, String)] = []
    ) async throws -> OutboundHTTP.HTTPResponse {
        try await message([("To", to), ("From", Self.ours), ("Body", body)] + more)
    }

    func whatsApp(
        _ to: String = "+15125550147", _ body: String = "Hello", _ more: [(String, String)] = []
    ) async throws -> OutboundHTTP.HTTPResponse {
        try await message([("To", "whatsapp:\(to)"), ("From", "whatsapp:\(Self.ours)"), ("Body", body)] + more)
    }

    /// Reads a message, a list, or a page by its uri.
    func twilio(_ path: String) async throws -> OutboundHTTP.HTTPResponse {
        try await send(.get, path, headers: authorization)
    }

    /// A person writes to our number.
    func reply(_ text: String, channel: String = "sms", from number: String = "+15125550147") async throws
        -> OutboundHTTP.HTTPResponse
    {
        let body: JSON = [
            "channel": .string(channel), "from": .string(number), "to": .string(Self.ours), "body": .string(text),
        ]
        return try await send(.post, "/inbox/replies.json", body: String(decoding: body.bytes, as: UTF8.self))
    }
}

/// A sandbox in which messages and mails take no time, and that posts to the receiver.
func withMessages<R: Sendable>(
    _ receiver: PostReceiver = PostReceiver(), faults: JSON = [], ambient: Ambient = MovedTime().ambient,
    _ change: @Sendable @escaping (inout TwilioAccount) -> Void = { _ in },
    _ body: @Sendable @escaping (SandboxUnderTest, String) async throws -> R
) async throws -> R {
    try await receiver.run { (url) async throws in
        var configuration = Sandbox.Configuration()
        configuration.twilio.duration = .zero
        configuration.twilio.inboundURL = "\(url)/inbound"
        configuration.mailDuration = .zero
        configuration.mailWebhook = SvixSignature(secret: "whsec_c2FuZGJveC1zZWNyZXQ=").map {
            MailWebhook(url: "\(url)/mails", signature: $0)
        }
        change(&configuration.twilio)
        try configuration.faults.add(faults)
        return try await withSandbox(configuration, ambient: ambient) { (sandbox) async throws in
            try await body(sandbox, url)
        }
    }
}
