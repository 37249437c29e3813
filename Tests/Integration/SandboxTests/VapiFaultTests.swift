import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct VapiFaultTests {
    private static let order =
        #"{"assistantId":"asst_1","phoneNumberId":"pn_1","customer":{"number":"+15125550100"}}"#
    private static let key: HTTPHeaders = ["authorization": "Bearer vapi_sandbox"]

    private static func configuration(_ kinds: String...) throws -> Sandbox.Configuration {
        var configuration = Sandbox.Configuration()
        configuration.callDuration = .zero
        for kind in kinds {
            try configuration.faults.add(["provider": "vapi", "kind": .string(kind), "count": 1])
        }
        return configuration
    }

    @Test func readingCallsFailsWithoutTouchingOrders() async throws {
        let configuration = try Self.configuration("read_500", "read_timeout", "read_500")
        try await withSandbox(configuration, ambient: MovedTime().ambient) { (sandbox) async throws in
            let placed = try await sandbox.send(.post, "/vapi/call", headers: Self.key, body: Self.order)
            #expect(placed.status == 201)
            let id = try #require(placed.json["id"]?.string)
            #expect(try await sandbox.send(.get, "/vapi/call", headers: Self.key).status == 500)
            await #expect(throws: HTTPClientError.self) {
                try await sandbox.readOnce("/vapi/call/\(id)", Self.key)
            }
            #expect(try await sandbox.send(.get, "/vapi/call/\(id)", headers: Self.key).status == 500)
            #expect(try await sandbox.send(.get, "/vapi/call/\(id)", headers: Self.key).status == 200)
        }
    }

    @Test func anOrderOverTheLimitIsRefusedAndNotPlaced() async throws {
        let configuration = try Self.configuration("concurrency_limit", "500_after_processing")
        try await withSandbox(configuration, ambient: MovedTime().ambient) { (sandbox) async throws in
            let refused = try await sandbox.send(.post, "/vapi/call", headers: Self.key, body: Self.order)
            #expect(refused.status == 400)
            #expect(refused.json["message"] == "Over Concurrency Limit")
            #expect(refused.json.at("subscriptionLimits", "concurrencyBlocked") == true)
            #expect(try await sandbox.send(.get, "/vapi/call", headers: Self.key).text == "[]")
            let failed = try await sandbox.send(.post, "/vapi/call", headers: Self.key, body: Self.order)
            #expect(failed.status == 500)
            let list = try await sandbox.send(.get, "/vapi/call", headers: Self.key)
            #expect(list.json.elements?.count == 1)
        }
    }

    @Test func onlyTheReportIsLost() async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            var configuration = try Self.configuration("webhooks_final_lost")
            configuration.vapiServerURL = url
            try await withSandbox(configuration, ambient: MovedTime().ambient) { (sandbox) async throws in
                let path = "/vapi/call?outcome=busy"
                let first = try await sandbox.send(.post, path, headers: Self.key, body: Self.order).json["id"]
                let played = await receiver.collect { $0.message["status"] == "ended" }
                #expect(played.allSatisfy { $0.message.at("call", "id") == first })
                let second = try await sandbox.send(.post, path, headers: Self.key, body: Self.order).json["id"]
                let reported = await receiver.collect { $0.message["type"] == "end-of-call-report" }
                #expect(reported.allSatisfy { $0.message.at("call", "id") == second })
                let read = try await sandbox.send(
                    .get, "/vapi/call/\(first?.string ?? "")", headers: Self.key)
                #expect(read.json["endedReason"] == "customer-busy")
            }
        }
    }
}
