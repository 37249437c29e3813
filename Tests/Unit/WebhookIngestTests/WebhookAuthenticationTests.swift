import Foundation
import Testing

@testable import WebhookIngest

@Suite struct WebhookAuthenticationTests {
    static let body = Array(#"{"message":{"type":"hang","call":{"id":"c1"}}}"#.utf8)
    static let signedAt = Date(timeIntervalSince1970: 1_755_676_800)
    static let bySeconds = "3d4d2f79b5716dba4130ae8a6cc0754f821725a3b35adb146f47173444c80025"
    static let byMilliseconds = "a8d6b90cbd36387867218cb8847aae10d8af55a52dab12ef114ecc4c6fc5e52c"

    static func verdict(
        _ headers: [String: String], body: [UInt8] = body, secrets: [String] = ["old", "test-secret"],
        now: Date = signedAt,
        plan: WebhookAuthentication.HMACPlan = .init()
    ) -> WebhookAuthentication.Verdict {
        WebhookAuthentication(secrets: secrets, plan: plan).verify(
            .init(url: "/api/webhooks/vapi", header: { headers[$0.lowercased()] }, body: body), now: now)
    }

    @Test(arguments: ["old", "test-secret"])
    func anyOfTheSecretsIsAccepted(secret: String) {
        #expect(Self.verdict(["x-vapi-secret": secret]) == .accepted)
        #expect(Self.verdict(["authorization": "Bearer \(secret)"]) == .accepted)
    }

    @Test(arguments: [
        [:], ["x-vapi-secret": "test-secre"], ["x-vapi-secret": ""], ["authorization": "Bearer x"],
        ["authorization": "Bearer"],
        ["authorization": "Basic test-secret"], ["x-signature": "00"],
        ["x-signature": "zz", "x-timestamp": "1755676800"],
    ])
    func anythingElseIsRefused(headers: [String: String]) {
        #expect(Self.verdict(headers) != .accepted)
    }

    @Test(arguments: [("1755676800", bySeconds), ("1755676800000", byMilliseconds)])
    func aSignatureOverTheRawBytesIsAccepted(timestamp: String, signature: String) {
        let headers = ["x-signature": signature, "x-timestamp": timestamp]
        #expect(Self.verdict(headers) == .accepted)
        #expect(Self.verdict(headers, body: Self.body + [0x20]) == .refused("wrong signature"))
        #expect(Self.verdict(headers, secrets: ["old"]) == .refused("wrong signature"))
    }

    @Test(arguments: [-301.0, 301.0])
    func anOldOrFutureSignatureIsRefused(offset: TimeInterval) {
        let headers = ["x-signature": Self.bySeconds, "x-timestamp": "1755676800"]
        #expect(Self.verdict(headers, now: Self.signedAt + offset) == .refused("timestamp out of window"))
    }

    @Test func aWrongSecretHeaderIsNotSavedByASignature() {
        let headers = ["x-vapi-secret": "wrong", "x-signature": Self.bySeconds, "x-timestamp": "1755676800"]
        #expect(Self.verdict(headers) == .refused("wrong secret"))
    }

    @Test func standardWebhooksAreUnderstood() {
        let plan = WebhookAuthentication.HMACPlan(
            encoding: .base64, signatureHeader: "svix-signature", timestampHeader: "svix-timestamp", prefix: "v1,",
            payloadFormat: "{svix-id}.{timestamp}.{body}")
        // echo -n 'm1.1755676800.{…}' | openssl dgst -sha256 -hmac test-secret -binary | base64
        let headers = [
            "svix-signature": "v1,AAAA v1,\(Self.svixSignature)", "svix-timestamp": "1755676800", "svix-id": "m1",
        ]
        #expect(Self.verdict(headers, plan: plan) == .accepted)
        #expect(Self.verdict(headers.merging(["svix-id": "m2"]) { $1 }, plan: plan) == .refused("wrong signature"))
    }

    static let svixSignature = "uaCMmPr7gzViXZfkdDTlSiAv9jEOGFnWzmwlPxQ0KKA="
}
