import Foundation
import LocalServers
import Testing

@testable import OutboundHTTP

@Suite struct RetryTests {
    private let policy = RetryPolicy(
        maxAttempts: 4, baseDelay: .seconds(1), maxDelay: .seconds(3), maxRetryAfter: .seconds(60), jitter: { 0.5 })

    private func decide(
        _ status: Int, _ headers: HTTPHeaders = [:], attempt: Int = 1, isIdempotent: Bool = true
    ) -> RetryPolicy.Decision {
        policy.decide(
            attempt: attempt, outcome: .response(HTTPResponse(status: status, headers: headers)),
            isIdempotent: isIdempotent, now: Date(timeIntervalSince1970: 784_111_770))
    }

    @Test func theDelayDoublesUpToItsCeilingAndChanceTakesItsShare() {
        #expect((1...3).map { decide(503, attempt: $0) } == [500, 1000, 1500].map { .retry(after: .milliseconds($0)) })
        #expect(decide(503, attempt: 4) == .stop)
    }

    @Test func retryAfterIsHonouredInSecondsAndAsADateAndIsCapped() {
        #expect(decide(503, ["Retry-After": "7"]) == .retry(after: .seconds(7)))
        #expect(decide(429, ["retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"]) == .retry(after: .seconds(7)))
        #expect(
            decide(429, ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT", "Date": "Sun, 06 Nov 1994 08:49:35 GMT"])
                == .retry(after: .seconds(2)))
        #expect(decide(503, ["Retry-After": "Sat, 05 Nov 1994 08:49:37 GMT"]) == .retry(after: .zero))
        #expect(decide(503, ["Retry-After": "99999999999999999999999999"]) == .retry(after: .seconds(60)))
        #expect(decide(503, ["Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"]) == .retry(after: .seconds(60)))
        for nonsense in ["-1", "soon", "", "1.5", "Sun, 99 Foo 1994 08:49:37 GMT"] {
            #expect(decide(503, ["Retry-After": nonsense]) == .retry(after: .milliseconds(500)))
        }
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Tue, 29 Feb 2000 12:00:00 GMT", 951_825_600),
        ("Wed, 31 Dec 2025 23:59:59 GMT", 1_767_225_599),
    ])
    func datesAreCountedRight(text: String, seconds: Double) {
        #expect(RetryAfter.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test func whatIsNotIdempotentIsRetriedOnlyWhenCertainlyNotProcessed() {
        #expect(decide(503, isIdempotent: false) == .stop)
        #expect(decide(429, isIdempotent: false) != .stop)
        for (maybeProcessed, isIdempotent, isRetried) in [
            (true, true, true), (true, false, false), (false, false, true),
        ] {
            let error = HTTPClientError(.timeout, operation: "", requestMayHaveBeenProcessed: maybeProcessed)
            let decision = policy.decide(
                attempt: 1, outcome: .failure(error), isIdempotent: isIdempotent, now: Date(timeIntervalSince1970: 0))
            #expect((decision != .stop) == isRetried)
        }
    }

    @Test func statusesAndErrorsThatARetryCannotMendStand() {
        for status in [200, 301, 400, 401, 404, 422] { #expect(decide(status) == .stop) }
        for code in [HTTPClientError.Code.tls, .egressDenied, .invalidURL, .cancelled, .closed, .responseTooLarge] {
            let error = HTTPClientError(code, operation: "", requestMayHaveBeenProcessed: false)
            let decision = policy.decide(
                attempt: 1, outcome: .failure(error), isIdempotent: true, now: Date(timeIntervalSince1970: 0))
            #expect(decision == .stop)
        }
    }

    @Test func theClientWaitsAsLongAsTheServerAsks() async throws {
        let counter = Counter()
        let server = try await ScriptedServer.start { _ in
            switch counter.next() {
            case 1: .respond(429, headers: ["Retry-After": "17"])
            case 2: .respond(503)
            default: .text("done")
            }
        }
        let clock = RecordingClock()
        let response = try await makeClient(clock: clock).send(HTTPRequest(url: server.url()), retrying: policy)
        #expect(response.body == Array("done".utf8))
        #expect(clock.sleeps == [.seconds(17), .seconds(1)])
    }

    @Test func theLastAnswerIsTheResultWhenAttemptsRunOut() async throws {
        let server = try await ScriptedServer.start { _ in .respond(502) }
        let clock = RecordingClock()
        let response = try await makeClient(clock: clock).send(HTTPRequest(url: server.url()), retrying: policy)
        #expect(response.status == 502)
        #expect(await server.facts.requests.count == 4)
    }

    @Test func aPostOfUncertainFateIsNotSentAgain() async throws {
        let server = try await ScriptedServer.start { _ in .drop }
        let clock = RecordingClock()
        let error = await makeClient(clock: clock).failure(
            of: HTTPRequest(method: .post, url: server.url(), body: [1]), retrying: policy)
        #expect(error?.code == .connectionLost && error?.requestMayHaveBeenProcessed == true)
        #expect(await server.facts.requests.count == 1)
        #expect(clock.sleeps.isEmpty)
    }

    @Test func aPostDeclaredIdempotentIsSentAgain() async throws {
        let counter = Counter()
        let server = try await ScriptedServer.start { _ in counter.next() == 1 ? .drop : .respond() }
        let response = try await makeClient(clock: RecordingClock()).send(
            HTTPRequest(
                method: .post, url: server.url(), headers: ["Idempotency-Key": "k"], body: [1], isIdempotent: true),
            retrying: policy)
        #expect(response.status == 200)
        #expect(await server.facts.requests.map { $0.headers["idempotency-key"] } == ["k", "k"])
    }

    @Test func aPostThatWasNeverSentIsTriedAgain() async throws {
        let port = try freeLoopbackPort()
        let clock = RecordingClock()
        let error = await makeClient(clock: clock).failure(
            of: HTTPRequest(method: .post, url: "http://127.0.0.1:\(port)/"), retrying: policy)
        #expect(error?.code == .connect && error?.requestMayHaveBeenProcessed == false)
        #expect(clock.sleeps.count == 3)
    }

    @Test func cancellingDuringTheWaitEndsIt() async throws {
        let server = try await ScriptedServer.start { _ in .respond(503, headers: ["Retry-After": "3600"]) }
        let client = makeClient()
        let policy = RetryPolicy(maxRetryAfter: .seconds(3600))
        let task = Task { await client.failure(of: HTTPRequest(url: server.url()), retrying: policy) }
        await server.wait { $0.requests.count == 1 }
        task.cancel()
        let error = await task.value
        #expect(error?.code == .cancelled && error?.requestMayHaveBeenProcessed == true)
    }
}
