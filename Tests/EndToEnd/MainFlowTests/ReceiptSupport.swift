import Contracts
import Crypto
import Foundation
import OutboundHTTP
import Postgres
import TestSupport

/// What Twilio and Resend post, signed as they sign it.
enum Provider {
    static let authToken = "test-twilio-token"
    /// Where they think that we are: nowhere near where the test's requests go.
    static let publicURL = "https://hooks.example.com/api/webhooks/twilio"
    static let delivery = "018f0000-0000-7000-8000-000000000001"
    static let query = "?delivery=\(delivery)&at=1796151000123"
    static let resendKey = Data("a key of Resend's that is shared".utf8)
    static let agencyWithTheSameLead = "00000000-0000-4000-8000-0000000000aa"
    static let leadOfThatAgency = "00000000-0000-4000-8000-0000000000ab"

    static func run(
        _ body: @escaping @Sendable (ThavonSystem, EventObserver) async throws -> Void
    ) async throws {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest"]
        let retired = Data("the one before it".utf8).base64EncodedString()
        options.environment["webhook-ingest"] = [
            "TWILIO_AUTH_TOKEN": authToken, "TWILIO_WEBHOOK_URL": publicURL,
            "RESEND_WEBHOOK_SECRET": "whsec_\(retired), whsec_\(resendKey.base64EncodedString())",
        ]
        try await ThavonSystem.run(options) { system in
            try await EventObserver.observe(system.broker) { try await body(system, $0) }
        }
    }

    /// https://www.twilio.com/docs/usage/security#validating-requests
    static func signature(_ url: String, _ fields: [(String, String)], token: String = authToken) -> String {
        let text = fields.sorted { $0.0 < $1.0 }.reduce(into: url) { $0 += $1.0 + $1.1 }
        let code = HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: Data(token.utf8)))
        return Data(code).base64EncodedString()
    }

    /// https://docs.svix.com/receiving/verifying-payloads/how-manual
    static func svixHeaders(_ body: String, at time: Date = Date(), key: Data = resendKey) -> HTTPHeaders {
        let seconds = Int(time.timeIntervalSince1970)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("msg_1.\(seconds).\(body)".utf8), using: SymmetricKey(data: key))
        return [
            "svix-id": "msg_1", "svix-timestamp": "\(seconds)",
            "svix-signature": "v1a,bm90IG91cnM= v1,\(Data(code).base64EncodedString())",
        ]
    }

    static func status(_ text: String, _ more: [(String, String)] = []) -> [(String, String)] {
        [("MessageSid", "SM1"), ("MessageStatus", text), ("To", "+15125550122"), ("From", "+15125550100")] + more
    }

    static func message(
        _ body: String, id: String, from: String = TestAgency.texanNumber
    ) -> [(String, String)] {
        [("MessageSid", id), ("From", from), ("To", "+15125550100"), ("Body", body), ("NumMedia", "0")]
    }
}

extension ThavonSystem {
    nonisolated func provider(_ path: String) -> String {
        webhookURL.replacingOccurrences(of: "/vapi", with: path)
    }

    /// As Twilio posts: to `/status` or `/inbound`, with the query if there is one.
    ///
    /// - Parameter signature: the right one unless given; empty for none.
    nonisolated func postTwilio(
        _ path: String, _ fields: [(String, String)], signature: String? = nil
    ) async throws -> HTTPResponse {
        let signature = signature ?? Provider.signature(Provider.publicURL + path, fields)
        return try await postTwilio(path, body: Array(PercentEncoding.form(fields).utf8), signature: signature)
    }

    nonisolated func postTwilio(_ path: String, body: [UInt8], signature: String) async throws -> HTTPResponse {
        var headers: HTTPHeaders = ["content-type": "application/x-www-form-urlencoded"]
        if !signature.isEmpty { headers["x-twilio-signature"] = signature }
        return try await http.send(
            HTTPRequest(method: .post, url: provider("/twilio" + path), headers: headers, body: body))
    }

    nonisolated func postResend(_ body: String, headers: HTTPHeaders? = nil) async throws -> Int {
        let headers = headers ?? Provider.svixHeaders(body)
        return try await http.send(
            HTTPRequest(method: .post, url: provider("/resend"), headers: headers, body: Array(body.utf8))
        ).status
    }
}

struct InboundMessages: PostgresStatement {
    static let sql = """
        SELECT concat_ws('|', message_id, channel, from_address, to_address, body, wish,
            CASE WHEN agency_id IS NULL THEN 'nobody''s' ELSE (SELECT name FROM agencies WHERE id = agency_id) END,
            CASE WHEN lead_id IS NULL THEN 'nobody' ELSE (SELECT name FROM leads WHERE id = lead_id) END)
        FROM inbound_messages ORDER BY received_at, message_id
        """
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

struct KeptPost: Sendable, Equatable {
    var source: String
    var disposition: String
    var headers: String
    var body: [UInt8]
}

struct KeptPosts: PostgresStatement {
    static let sql = """
        SELECT source, disposition, headers::text, body FROM webhook_events ORDER BY received_at, id
        """
    static func decode(_ row: PostgresRow) throws(PostgresError) -> KeptPost {
        let (source, disposition, headers, body) = try row.decode((String, String, String, [UInt8]).self)
        return KeptPost(source: source, disposition: disposition, headers: headers, body: body)
    }
}
