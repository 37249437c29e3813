import Testing

@testable import Sandbox

@Suite struct ResendIdempotencyTests {
    @Test func theSameKeyAndBodyAreAnsweredAgainAndNothingIsSent() async throws {
        let provider = provider()
        let first = try await provider.answer(call(mail(), key: "k"))
        let second = try await provider.answer(call(mail(), key: "k"))
        #expect(first.status == 200)
        #expect(second.body == first.body)
        #expect(provider.mailbox.count == 1)
    }

    @Test func theSameKeyWithAnotherBodyIsRefused() async throws {
        let provider = provider()
        _ = try await provider.answer(call(mail(), key: "k"))
        let other = try await provider.answer(call(mail(["subject": "Other"]), key: "k"))
        #expect(other.status == 409)
        #expect(other.name == "invalid_idempotent_request")
        let batch = try await provider.answer(call("[\(mail())]", batch: true, key: "k"))
        #expect(batch.name == "invalid_idempotent_request")
        #expect(provider.mailbox.count == 1)
    }

    @Test func aBatchHasOneKey() async throws {
        let provider = provider()
        let body = "[\(mail()),\(mail())]"
        let first = try await provider.answer(call(body, batch: true, key: "k"))
        #expect(try await provider.answer(call(body, batch: true, key: "k")) == first)
        #expect(provider.mailbox.count == 2)
    }

    @Test(arguments: [
        ("", 400), ("k", 200), (String(repeating: "k", count: 256), 200), (String(repeating: "k", count: 257), 400),
    ])
    func theKeyHasALength(_ key: String, _ status: Int) async throws {
        let answer = try await provider().answer(call(mail(), key: key))
        #expect(answer.status == status)
        if status == 400 { #expect(answer.name == "invalid_idempotency_key") }
    }

    @Test func theSameKeyIsRefusedWhileTheFirstRequestRuns() async throws {
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (gate, open) = AsyncStream<Void>.makeStream()
        var ambient = MovedTime().ambient
        ambient.pause = { duration in
            guard duration > .zero else { return }
            begin.finish()
            for await _ in gate {}
        }
        var faults = FaultPlan()
        try faults.add(["provider": "resend", "kind": "slow", "count": 1])
        let provider = provider(faults: faults, ambient: ambient)
        async let first = provider.answer(call(mail(), key: "k"))
        for await _ in begun {}
        let second = try await provider.answer(call(mail(), key: "k"))
        #expect(second.status == 409)
        #expect(second.name == "concurrent_idempotent_requests")
        open.finish()
        let answer = try await first
        #expect(answer.status == 200)
        #expect(try await provider.answer(call(mail(), key: "k")).body == answer.body)
        #expect(provider.mailbox.count == 1)
    }

    @Test func aKeyIsForgottenAfterADay() async throws {
        let time = MovedTime()
        let provider = provider(ambient: time.ambient)
        _ = try await provider.answer(call(mail(), key: "k"))
        time.move(by: 86_399)
        _ = try await provider.answer(call(mail(), key: "k"))
        #expect(provider.mailbox.count == 1)
        time.move(by: 1)
        _ = try await provider.answer(call(mail(), key: "k"))
        #expect(provider.mailbox.count == 2)
    }

    @Test func aRefusedRequestLeavesItsKeyFree() async throws {
        let provider = provider()
        #expect(try await provider.answer(call(mail(["to": "x"]), key: "k")).status == 422)
        #expect(try await provider.answer(call(mail(), key: "k")).status == 200)
    }
}
