import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct TwilioFaultTests {
    private static func fault(_ kind: String, _ more: JSON = [:]) -> JSON {
        var fault: JSON = ["provider": "twilio", "kind": .string(kind), "count": 1]
        for (name, value) in more.members ?? [:] { fault[name] = value }
        return fault
    }

    @Test(
        arguments: [("429", 429, 20429), ("500", 500, 20500), ("unauthorized", 401, 20003), ("html_error", 502, nil)]
            as [(String, Int, Int?)])
    func aRefusalIsNotProcessed(_ kind: String, _ status: Int, _ code: Int?) async throws {
        try await withMessages(faults: Self.fault(kind)) { (sandbox, _) async throws in
            let answer = try await sandbox.sms()
            #expect(answer.status == status)
            #expect(answer.json["code"]?.int == code)
            #expect(sandbox.world.twilio.snapshot.count == 0)
            #expect(try await sandbox.sms().status == 201)
        }
    }

    @Test(arguments: [("dropped_after_processing", 1), ("dropped_before_processing", 0)])
    func aMessageWhoseAnswerIsLostMayHaveBeenSent(_ kind: String, _ count: Int) async throws {
        try await withMessages(faults: Self.fault(kind)) { (sandbox, _) async throws in
            await #expect(throws: HTTPClientError.self) { try await sandbox.sms() }
            let list = try await sandbox.twilio("\(SandboxUnderTest.messages).json?To=%2B15125550147").json
            #expect(list["messages"]?.elements?.count == count)
        }
    }

    @Test(arguments: ["500_after_processing", "answered_late"])
    func aMessageIsSentBeforeItIsAnswered(_ kind: String) async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver, faults: Self.fault(kind)) { (sandbox, url) async throws in
            let answer = try await sandbox.sms("+15125550147", "Hi", [("StatusCallback", url)])
            #expect(answer.status == (kind == "answered_late" ? 201 : 500))
            #expect(await receiver.next(3).last?.form["MessageStatus"] == "delivered")
        }
    }

    @Test(arguments: [
        ("webhooks_twice", ["queued", "queued", "sent", "sent", "delivered", "delivered"]),
        ("webhooks_disordered", ["delivered", "sent", "queued"]), ("webhooks_late", ["queued", "sent", "delivered"]),
        ("webhooks_final_lost", ["queued", "sent"]), ("webhooks_lost", []),
        ("undelivered", ["queued", "sent", "undelivered"]),
    ])
    func callbacksGoWrongAsOrdered(_ kind: String, _ statuses: [String]) async throws {
        let receiver = PostReceiver()
        try await withMessages(receiver, faults: Self.fault(kind)) { (sandbox, url) async throws in
            let callback = [("StatusCallback", "\(url)/first")]
            #expect(try await sandbox.sms("+15125550147", "Hi", callback).status == 201)
            let posts = await receiver.next(statuses.count)
            #expect(posts.map { $0.form["MessageStatus"] } == statuses)
            let tokens = Set(posts.compactMap { $0.header("i-twilio-idempotency-token") })
            #expect(tokens.count == Set(statuses).count)
            if kind == "undelivered" { #expect(posts.last?.form["ErrorCode"] == "30003") }
            // Nothing else comes of it: what comes next is the second message's.
            let second = [("StatusCallback", "\(url)/second")]
            #expect(try await sandbox.sms("+15125550147", "Hi", second).status == 201)
            #expect(await receiver.next(3).allSatisfy { $0.path == "/second" })
        }
    }

    @Test func theReasonCanBeOrdered() async throws {
        let receiver = PostReceiver()
        let fault = Self.fault("undelivered", ["code": 63024])
        try await withMessages(receiver, faults: fault) { (sandbox, url) async throws in
            _ = try await sandbox.whatsApp("+15125550147", "Hi", [("StatusCallback", url)])
            let last = await receiver.next(2).last
            #expect(last?.form["MessageStatus"] == "failed")
            #expect(last?.form["ErrorCode"] == "63024")
        }
    }

    @Test func readingHasItsOwnFaults() async throws {
        let faults: JSON = [Self.fault("read_500"), Self.fault("read_timeout")]
        try await withMessages(faults: faults) { (sandbox, _) async throws in
            #expect(try await sandbox.sms().status == 201)
            let path = "\(SandboxUnderTest.messages).json"
            #expect(try await sandbox.twilio(path).json["code"] == 20500)
            await #expect(throws: HTTPClientError.self) {
                try await sandbox.readOnce(path, sandbox.authorization)
            }
            #expect(try await sandbox.twilio(path).json["messages"]?.elements?.count == 1)
        }
    }

    @Test(
        arguments: [
            ["provider": "resend", "kind": "undelivered", "count": 1],
            ["provider": "twilio", "kind": "undelivered", "count": 1, "code": 7],
            ["provider": "twilio", "kind": "500", "count": 1, "code": 30003],
            ["provider": "twilio", "kind": "concurrency_limit", "count": 1],
            ["provider": "google", "kind": "webhooks_lost", "count": 1],
        ] as [JSON])
    func whatIsNoFaultIsRefused(_ json: JSON) {
        #expect(throws: BadInput.self) { try Fault(json) }
    }
}
