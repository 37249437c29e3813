import Foundation
import LenientJSON
import Testing
import Vapi

@testable import ThavonCLI

/// What `thavon vapi connect` changes, and what it leaves alone.
struct VapiConnectTests {
    private static let server = ServerObject(url: "https://thavon.example/api/webhooks/vapi", secret: "ours")

    private static func change(_ json: String, isAssistant: Bool = true) throws -> ResourceChange {
        let row = ListResources.Row(id: "r1", isAssistant: isAssistant, label: nil)
        return ResourceChange(resource: row, now: try JSONDocument(parsing: Array(json.utf8)).root, server: server)
    }

    private static func body(_ change: ResourceChange) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(change.body)) as? [String: Any])
    }

    @Test func whatElseIsSetInTheServerStays() throws {
        let change = try Self.change(
            """
            {"id": "r1", "server": {"url": "https://old.example", "timeoutSeconds": 7, "credentialId": "c1", "secret": "old",
            "headers": {"X-Tenant": "7", "X-Vapi-Secret": "old"}}, "serverMessages": ["end-of-call-report"]}
            """)
        let server = try #require(try Self.body(change)["server"] as? [String: Any])
        #expect(server["url"] as? String == Self.server.url)
        #expect(server["headers"] as? [String: String] == ["X-Tenant": "7", "X-Vapi-Secret": "ours"])
        #expect(server["credentialId"] as? String == "c1")
        #expect(server["timeoutSeconds"] as? Int == 7)
        #expect(server["secret"] == nil)
        #expect(server["backoffPlan"] != nil)
    }

    @Test(arguments: [#"{"id": "r1"}"#, #"{"id": "r1", "server": null}"#])
    func whatHasNoServerGetsOne(_ json: String) throws {
        let body = try Self.body(try Self.change(json, isAssistant: false))
        #expect((body["server"] as? [String: Any])?["url"] as? String == Self.server.url)
        #expect((body["server"] as? [String: Any])?["timeoutSeconds"] as? Int == 20)
        // A number has no messages of its own to choose.
        #expect(body.keys.sorted() == ["server"])
    }
}
