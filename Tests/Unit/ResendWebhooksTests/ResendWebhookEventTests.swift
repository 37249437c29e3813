import Foundation
import TestSupport
import Testing

@testable import ResendWebhooks

@Suite struct ResendWebhookEventTests {
    typealias Kind = ResendWebhookEvent.Kind

    static func read(_ json: String) throws -> ResendWebhookEvent { try ResendWebhookEvent(body: Array(json.utf8)) }

    @Test func aBounceIsRead() throws {
        let event = try Self.read(
            """
            {"type":"email.bounced","created_at":"2026-01-01T00:00:10.500Z","data":{"email_id":"e-1",
            "created_at":"2026-01-01 00:00:00.123456+00","from":"a@example.com","to":["b@example.com"],"subject":"Hi",
            "tags":{"delivery":"d-1","agency":"a-1"},"bounce":{"type":"Permanent","subType":"General",
            "message":"No such mailbox","diagnosticCode":["smtp; 550"]}}}
            """)
        #expect(event.kind == .bounced && event.type == "email.bounced" && event.emailID == "e-1")
        #expect(event.createdAt?.timeIntervalSince1970 == 1_767_225_610.5)
        #expect(event.to == ["b@example.com"] && event.subject == "Hi")
        #expect(event.tags == ["delivery": "d-1", "agency": "a-1"])
        #expect(event.bounce == .init(kind: .permanent, subType: "General", message: "No such mailbox"))
        #expect(event.reason == "No such mailbox" && event.endsMailToAddress)
    }

    @Test(arguments: [
        ("Transient", ResendWebhookEvent.Bounce.Kind.transient), ("permanent", .permanent), ("New", .undetermined),
    ])
    func onlyAPermanentBounceEndsIt(type: String, kind: ResendWebhookEvent.Bounce.Kind) throws {
        let event = try Self.read(#"{"type":"email.bounced","data":{"bounce":{"type":"\#(type)"}}}"#)
        #expect(event.bounce?.kind == kind && event.endsMailToAddress == (kind == .permanent))
    }

    @Test func failuresHaveTheirReason() throws {
        let failed = try Self.read(#"{"type":"email.failed","data":{"failed":{"reason":"reached_daily_quota"}}}"#)
        #expect(failed.reason == "reached_daily_quota" && !failed.endsMailToAddress)
        let suppressed = try Self.read(
            #"{"type":"email.suppressed","data":{"suppressed":{"type":"Suppressed","message":"bounced before"}}}"#)
        #expect(suppressed.reason == "bounced before" && suppressed.endsMailToAddress)
        #expect(try Self.read(#"{"type":"email.complained","data":{}}"#).endsMailToAddress)
        #expect(try !Self.read(#"{"type":"email.delivered","data":{}}"#).endsMailToAddress)
    }

    @Test func whatIsOfAnotherKindIsNil() throws {
        let event = try Self.read(
            """
            {"type":"email.bounced","created_at":5,"data":{"email_id":7,"to":"b@example.com",
            "tags":[{"name":"delivery","value":"d"},{"value":1}],"bounce":[]}}
            """
        )
        #expect(event.createdAt == nil && event.emailID == nil && event.to == ["b@example.com"])
        #expect(event.tags == ["delivery": "d"] && event.bounce?.kind == .undetermined)
        let bare = try Self.read(#"{"type":"email.sent"}"#)
        #expect(bare.kind == .sent && bare.to.isEmpty && bare.tags.isEmpty && bare.bounce == nil)
        let stranger = try Self.read(#"{"type":"contact.created","data":{}}"#)
        #expect(stranger.kind == nil && stranger.type == "contact.created" && !stranger.endsMailToAddress)
    }

    @Test(arguments: ["", "{}", "[]", "nonsense", #"{"type":""}"#, #"{"type":5}"#])
    func whatNamesNoTypeIsNoEvent(body: String) {
        #expect(throws: UnreadableWebhook.self) { try Self.read(body) }
    }

    @Test(arguments: [
        ("2023-10-06T23:47:56.678Z", 1_696_636_076.678), ("2023-10-06T23:47:56Z", 1_696_636_076),
        ("2023-04-03 22:13:42.674981+00", 1_680_560_022.674981), ("2023-04-03 22:13:42+00:00", 1_680_560_022),
    ])
    func timesAreReadInBothForms(text: String, seconds: Double) throws {
        let date = try #require(ResendTime.date(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 0.000_01)
    }

    @Test(arguments: ["", "2023-10-06", "2023-13-06T23:47:56Z", "2023-10-06T23:47:56+02", "2023-10-06T23:47:56.Z5"])
    func otherTimesAreNone(text: String) { #expect(ResendTime.date(text) == nil) }

    @Test func aMailNeverGoesBack() {
        var generator = SeededGenerator(seed: 3)
        for path in [
            [Kind.sent, .deliveryDelayed, .delivered, .opened, .clicked], [.scheduled, .sent, .delivered, .bounced],
        ] {
            for _ in 0..<200 {
                let reports = Array(path.prefix(Int.random(in: 1...path.count, using: &generator)))
                let disorder = (reports + reports).shuffled(using: &generator)
                #expect(disorder.reduce(disorder[0]) { $0.advanced(by: $1) } == reports.last)
            }
        }
        #expect(Kind.bounced.advanced(by: .failed) == .bounced && Kind.failed.advanced(by: .bounced) == .failed)
    }

    /// Every kind of report on a mail of ours that is published is known, and none besides.
    @Test(.needsSharedMaterial) func theKindsAreResends() throws {
        let data = try SharedMaterial.data("specs/resend/resend-openapi.json")
        let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let schemas = try #require((root["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        let types = schemas.filter { $0.key.hasPrefix("Email") && $0.key.hasSuffix("Event") }.compactMap { schema in
            ((schema.value["properties"] as? [String: [String: Any]])?["type"])?["const"] as? String
        }
        #expect(types.count > 5)
        // What comes in is another matter.
        #expect(Set(types).subtracting(["email.received"]) == Set(Kind.allCases.map(\.rawValue)))
        let bounce = try #require(schemas["WebhookEventBounce"]?["properties"] as? [String: [String: Any]])
        #expect(Set(["type", "subType", "message"]).isSubset(of: bounce.keys))
        let kinds = try #require(bounce["type"]?["enum"] as? [String])
        #expect(kinds.allSatisfy { ResendWebhookEvent.Bounce.Kind(rawValue: $0.lowercased()) != nil })
    }
}
