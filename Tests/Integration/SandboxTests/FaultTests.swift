import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct FaultTests {
    @Test(
        arguments: [
            ("429", 429, "rate_limit_exceeded"), ("500", 500, "internal_server_error"),
            ("quota", 429, "daily_quota_exceeded"),
            ("unauthorized", 401, "restricted_api_key"), ("html_error", 502, nil),
        ] as [(String, Int, String?)])
    func aFaultHitsAsManyRequestsAsOrdered(_ kind: String, _ status: Int, _ name: String?) async throws {
        var faults = FaultPlan()
        try faults.add([["provider": "resend", "kind": .string(kind), "count": 2]])
        let provider = provider(faults: faults)
        for _ in 0..<2 {
            let answer = try await provider.answer(call(mail(), key: "k"))
            #expect(answer.status == status)
            #expect(answer.name == name)
        }
        #expect(provider.mailbox.count == 0)
        #expect(try await provider.answer(call(mail(), key: "k")).status == 200)
    }

    @Test func chanceDecidesWithAProbability() throws {
        var plan = FaultPlan()
        try plan.add(["provider": "vapi", "kind": "500", "probability": .number("0.2")])
        #expect(plan.draw(.vapi) { 0.2 } == nil)
        #expect(plan.draw(.vapi) { 0.19 }?.kind == .failure)
        #expect(plan.draw(.resend) { 0 } == nil)
    }

    @Test(arguments: [
        #"{}"#, #"{"provider":"x","kind":"500","count":1}"#, #"{"provider":"resend","kind":"x","count":1}"#,
        #"{"provider":"resend","kind":"500"}"#, #"{"provider":"resend","kind":"500","count":0}"#,
        #"{"provider":"resend","kind":"500","probability":1.5}"#,
        #"{"provider":"resend","kind":"500","count":1,"x":1}"#,
        #"{"provider":"resend","kind":"slow","count":1,"delay_ms":-1}"#, "[", "7",
    ])
    func whatIsNoFaultIsRefused(_ body: String) async throws {
        try await withSandbox { (sandbox) async throws in
            let response = try await sandbox.send(.post, "/faults", body: body)
            #expect(response.status == 400)
            #expect(try await sandbox.send(.get, "/faults").text == "[]")
        }
    }

    @Test func aMailThatIsProcessedAndNotAnsweredIsNotSentTwice() async throws {
        try await withSandbox { (sandbox) async throws in
            let fault = #"{"provider":"resend","kind":"dropped_after_processing","count":1}"#
            #expect(try await sandbox.send(.post, "/faults", body: fault).status == 201)
            let error = await #expect(throws: HTTPClientError.self) { try await sandbox.mail(mail(), key: "k") }
            #expect(error?.code == .connectionLost)
            #expect(error?.requestMayHaveBeenProcessed == true)
            #expect(sandbox.world.resend.mailbox.count == 1)
            let again = try await sandbox.mail(mail(), key: "k")
            #expect(again.status == 200)
            #expect(sandbox.world.resend.mailbox.mail(again.json["id"]?.string ?? "") != nil)
            #expect(sandbox.world.resend.mailbox.count == 1)
        }
    }

    @Test func aConnectionDroppedBeforeProcessingLeavesNothing() async throws {
        var configuration = Sandbox.Configuration()
        try configuration.faults.add(["provider": "resend", "kind": "dropped_before_processing", "count": 1])
        try await withSandbox(configuration) { (sandbox) async throws in
            let error = await #expect(throws: HTTPClientError.self) { try await sandbox.mail(mail(), key: "k") }
            #expect(error?.code == .connectionLost)
            #expect(sandbox.world.resend.mailbox.count == 0)
            #expect(try await sandbox.send(.delete, "/faults").status == 204)
            #expect(try await sandbox.mail(mail(), key: "k").status == 200)
        }
    }
}
