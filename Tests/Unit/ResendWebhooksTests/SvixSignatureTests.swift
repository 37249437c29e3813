import Foundation
import Testing

@testable import ResendWebhooks

@Suite struct SvixSignatureTests {
    /// The example of Svix's documentation.
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
    static let time = 1_614_265_330.0
    static let body = #"{"test": 2432232314}"#
    static let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    /// Computed with another implementation of HMAC.
    static let otherSecret = "whsec_c2Vjb25kIHNlY3JldCEheA=="
    static let otherSignature = "v1,rcNdeo+x5sCZiGtU0MT2onubEKyrxVMpK583phbBaCI="

    static func verify(
        id: String? = id, timestamp: String? = "1614265330", signatures: String? = signature, body: String = body,
        secrets: [String] = [secret], late: TimeInterval = 0
    ) -> SvixSignature.Verdict {
        SvixSignature.verify(
            id: id, timestamp: timestamp, signatures: signatures, body: Array(body.utf8), secrets: secrets,
            now: Date(timeIntervalSince1970: time + late))
    }

    @Test func thePublishedExampleIsAccepted() { #expect(Self.verify() == .accepted) }

    @Test func aChangeOfAnythingIsNot() {
        #expect(Self.verify(id: Self.id + "x") == .refused(.wrongSignature))
        #expect(Self.verify(timestamp: "1614265331") == .refused(.wrongSignature))
        #expect(Self.verify(body: Self.body + " ") == .refused(.wrongSignature))
        #expect(Self.verify(secrets: [Self.otherSecret]) == .refused(.wrongSignature))
        #expect(Self.verify(timestamp: "01614265330") == .refused(.wrongSignature))
    }

    @Test func oneOfSeveralIsEnough() {
        #expect(Self.verify(signatures: "v1a,AAAA v1,AAAA \(Self.signature) v2,x") == .accepted)
        #expect(Self.verify(signatures: Self.otherSignature, secrets: [Self.secret, Self.otherSecret]) == .accepted)
        #expect(Self.verify(signatures: Self.otherSignature, secrets: [Self.otherSecret, Self.secret]) == .accepted)
        #expect(Self.verify(secrets: ["", "whsec_", "no base64 !", Self.secret]) == .accepted)
    }

    @Test func secretsMayLackPrefixAndPadding() {
        #expect(Self.verify(secrets: ["MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]) == .accepted)
        #expect(Self.verify(signatures: Self.otherSignature, secrets: ["c2Vjb25kIHNlY3JldCEheA"]) == .accepted)
    }

    @Test(arguments: [
        (-300.0, SvixSignature.Verdict.accepted), (300, .accepted), (-301, .refused(.tooNew)),
        (301, .refused(.tooOld)), (1e9, .refused(.tooOld)),
    ])
    func theTimeMustBeNear(late: TimeInterval, verdict: SvixSignature.Verdict) {
        #expect(Self.verify(late: late) == verdict)
    }

    @Test(arguments: ["now", "-1", "1614265330.5", "0x60", "99999999999999999999", " 1614265330"])
    func theTimeIsANumberOfSeconds(text: String) {
        #expect(Self.verify(timestamp: text) == .refused(.malformedTimestamp))
    }

    @Test func whatIsMissingIsRefused() {
        for text in [nil, ""] as [String?] {
            #expect(Self.verify(id: text) == .refused(.missingHeader))
            #expect(Self.verify(timestamp: text) == .refused(.missingHeader))
            #expect(Self.verify(signatures: text) == .refused(.missingHeader))
        }
    }

    /// Without a secret nothing is let through.
    @Test(arguments: [[], [""], ["whsec_"], ["not base64!"]]) func nothingIsAcceptedUnverified(secrets: [String]) {
        #expect(Self.verify(secrets: secrets) == .refused(.noSecret))
    }

    @Test(arguments: [
        ("v2,AAAA", SvixSignature.Refusal.noKnownVersion), ("g0hM9SsE+OTPJTGt", .noKnownVersion),
        (" ", .noKnownVersion), ("v1,", .wrongSignature), ("v1,???", .wrongSignature), ("v1,g0hM9SsE", .wrongSignature),
        ("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", .noKnownVersion),
    ])
    func aPartOfASignatureIsNone(signatures: String, refusal: SvixSignature.Refusal) {
        #expect(Self.verify(signatures: signatures) == .refused(refusal))
    }
}
