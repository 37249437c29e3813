import CCurl
import LocalServers
import Testing

@testable import OutboundHTTP

@Suite struct HTTPClientFailureTests {
    @Test func aRefusedConnectionMeansThatNothingWasSent() async throws {
        let port = try freeLoopbackPort()
        let error = await makeClient().failure(of: HTTPRequest(method: .post, url: "http://127.0.0.1:\(port)/"))
        #expect(error?.code == .connect && error?.requestMayHaveBeenProcessed == false)
    }

    /// The moment between a connection's last check and the request is too short to be met on purpose; libcurl then
    /// reports an empty address, and that nothing was sent.
    @Test func aConnectionThatIsGoneBeforeTheRequestMeansThatNothingWasSent() throws {
        let request = HTTPRequest(method: .post, url: "http://127.0.0.1:1/")
        let transfer = Transfer(
            try Hop(request), on: try #require(CurlEasy()),
            settings: TransferSettings(userAgent: "test", egress: EgressPolicy(), hostOverrides: []))
        #expect(!transfer.maySend(to: ""))
        guard case .failure(let error) = transfer.result(CURLE_ABORTED_BY_CALLBACK) else {
            Issue.record("a failure was expected")
            return
        }
        #expect(error.code == .connectionLost && !error.requestMayHaveBeenProcessed)
    }

    @Test func anUnknownNameMeansThatNothingWasSent() async throws {
        let error = await makeClient().failure(of: HTTPRequest(method: .post, url: "http://no-such-host.invalid/"))
        // Without a network, resolvers differ in how they say no, not in that they do.
        #expect(error?.code == .dns || error?.code == .timeout)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func aHandshakeThatStallsMeansThatNothingWasSent() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let plain = HostOverride(host: "tls.example", port: server.port, address: try #require(IPAddress("127.0.0.1")))
        // The server takes the handshake for a request that never ends, so it is the timeout that ends it.
        let error = await makeClient(hostOverrides: [plain]).failure(
            of: HTTPRequest(
                method: .post, url: "https://tls.example:\(server.port)/",
                timeouts: .init(connect: .milliseconds(100), total: .seconds(10))))
        #expect(error?.code == .timeout && error?.requestMayHaveBeenProcessed == false)
    }

    @Test func aHangingServerRunsIntoTheTotalTimeout() async throws {
        let server = try await ScriptedServer.start { _ in .hang }
        let error = await makeClient().failure(
            of: HTTPRequest(url: server.url(), timeouts: .init(total: .milliseconds(150))))
        #expect(error?.code == .timeout && error?.requestMayHaveBeenProcessed == true)
        await server.wait { $0.closedByClient == 1 }
    }

    @Test func aDrippingServerRunsIntoTheTotalTimeoutToo() async throws {
        let server = try await ScriptedServer.start { _ in
            .drip(Array(repeating: [0], count: 100_000), every: .milliseconds(5))
        }
        let error = await makeClient().failure(
            of: HTTPRequest(url: server.url(), timeouts: .init(total: .milliseconds(150))))
        #expect(error?.code == .timeout)
    }

    @Test func aConnectionDroppedAfterTheRequestLeavesItsFateOpen() async throws {
        let server = try await ScriptedServer.start { _ in .drop }
        let error = await makeClient().failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]))
        #expect(error?.code == .connectionLost && error?.requestMayHaveBeenProcessed == true)
        #expect(await server.facts.requests.count == 1)
    }

    @Test func aBodyCutShortIsAnError() async throws {
        let server = try await ScriptedServer.start { _ in
            .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".utf8), thenClose: true)
        }
        let error = await makeClient().failure(of: HTTPRequest(url: server.url()))
        #expect(error?.code == .connectionLost)
    }

    /// libcurl repeats a request by itself when a kept connection ends without an answer, whatever the method.
    @Test func aPostIsNotSilentlyRepeatedWhenAKeptConnectionIsDropped() async throws {
        let counter = Counter()
        let server = try await ScriptedServer.start { _ in counter.next() == 2 ? .drop : .respond() }
        let client = makeClient()
        _ = try await client.send(HTTPRequest(url: server.url()))
        let error = await client.failure(of: HTTPRequest(method: .post, url: server.url(), body: [1]))
        #expect(error?.code == .connectionLost && error?.requestMayHaveBeenProcessed == true)
        #expect(await server.facts.requests.count == 2)
    }

    @Test func aGetIsRepeatedWhenAKeptConnectionIsDropped() async throws {
        let counter = Counter()
        let server = try await ScriptedServer.start { _ in counter.next() == 2 ? .drop : .respond() }
        let client = makeClient()
        _ = try await client.send(HTTPRequest(url: server.url()))
        #expect(try await client.send(HTTPRequest(url: server.url())).status == 200)
        #expect(await server.facts.requests.count == 3)
    }

    @Test func anEndlessBodyIsCutOffAtTheLimit() async throws {
        let server = try await ScriptedServer.start { _ in .endless }
        let client = makeClient()
        let error = await client.failure(of: HTTPRequest(url: server.url(), maxResponseBytes: 100_000))
        #expect(error?.code == .responseTooLarge)
        await server.wait { $0.closedByClient == 1 }
    }

    @Test func aBodyOfExactlyTheLimitIsAccepted() async throws {
        let server = try await ScriptedServer.start { _ in .respond(body: [UInt8](repeating: 7, count: 1000)) }
        let client = makeClient()
        #expect(try await client.send(HTTPRequest(url: server.url(), maxResponseBytes: 1000)).body.count == 1000)
        let error = await client.failure(of: HTTPRequest(url: server.url(), maxResponseBytes: 999))
        #expect(error?.code == .responseTooLarge)
    }

    @Test func anEndlessHeadIsCutOff() async throws {
        let head =
            "HTTP/1.1 200 OK\r\n"
            + String(repeating: "X-Filler: \(String(repeating: "x", count: 1000))\r\n", count: 200)
        let server = try await ScriptedServer.start { _ in .raw(Array(head.utf8)) }
        let error = await makeClient().failure(of: HTTPRequest(url: server.url()))
        #expect(error?.code == .responseTooLarge)
    }

    @Test func cancellingTheTaskFreesTheTransferAndLeavesTheClientUsable() async throws {
        let server = try await ScriptedServer.start { $0.path == "/hang" ? .hang : .respond() }
        let client = makeClient()
        let task = Task { await client.failure(of: HTTPRequest(url: server.url("/hang"))) }
        await server.wait { $0.requests.count == 1 }
        task.cancel()
        let error = await task.value
        #expect(error?.code == .cancelled && error?.requestMayHaveBeenProcessed == true)
        #expect(await client.transfersInFlight == 0)
        await server.wait { $0.closedByClient == 1 }
        #expect(try await client.send(HTTPRequest(url: server.url())).status == 200)
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let client = makeClient()
        let task = Task {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                withUnsafeCurrentTask { $0?.cancel() }
                continuation.resume()
            }
            return await client.failure(of: HTTPRequest(method: .post, url: server.url()))
        }
        let error = await task.value
        #expect(error?.code == .cancelled && error?.requestMayHaveBeenProcessed == false)
        #expect(await server.facts.requests.isEmpty)
    }

    @Test(arguments: [
        "", "not a url", "/relative", "ftp://example.com/", "http://", "http://a b/", "file:///etc/passwd",
    ])
    func whatIsNoHTTPURLIsRefused(url: String) async {
        let error = await makeClient().failure(of: HTTPRequest(url: url))
        #expect(error?.code == .invalidURL && error?.requestMayHaveBeenProcessed == false)
    }

    @Test func whatWouldBreakOutOfItsLineIsRefused() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        for request in [
            HTTPRequest(url: server.url(), headers: ["X": "a\r\nEvil: 1"]),
            HTTPRequest(url: server.url(), headers: ["X\r\nEvil": "1"]),
            HTTPRequest(method: "GET / HTTP/1.1\r\nEvil: 1", url: server.url()),
        ] {
            let error = await makeClient().failure(of: request)
            #expect(error?.code == .invalidRequest)
        }
        #expect(await server.facts.accepted == 0)
    }

    @Test func errorsDoNotShowQueryUserinfoOrHeaders() async throws {
        let port = try freeLoopbackPort()
        let error = await makeClient().failure(
            of: HTTPRequest(
                url: "http://user:pa55@127.0.0.1:\(port)/path?token=t0ken#frag", headers: ["Authorization": "s3cret"]))
        let text = try #require(error).description
        #expect(text.contains("GET http://127.0.0.1:\(port)/path: connect"))
        for secret in ["user", "pa55", "t0ken", "s3cret", "frag"] { #expect(!text.contains(secret)) }
    }
}
