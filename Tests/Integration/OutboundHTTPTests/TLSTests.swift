import Testing

@testable import OutboundHTTP

@Suite(.enabled(if: TLSServer.isAvailable, "openssl is not installed")) struct TLSTests {
    /// The server says nothing when it begins to listen; until then, connections are refused.
    private let patient = RetryPolicy(
        maxAttempts: 500, baseDelay: .milliseconds(20), maxDelay: .milliseconds(20), errors: [.connect], jitter: { 1 })

    @Test func http2IsSpokenWhereTLSOffersItAndItsConnectionIsReused() async throws {
        let server = try await TLSServer.start(name: "h2.example")
        let client = makeClient(
            hostOverrides: [
                HostOverride(host: "h2.example", port: server.port, address: try #require(IPAddress("127.0.0.1")))
            ],
            certificateAuthorities: server.certificate)
        let url = "https://h2.example:\(server.port)/"
        let first = try await client.send(HTTPRequest(url: url), retrying: patient)
        #expect(first.httpVersion == .http2 && first.status == 200 && first.body == Array("h2".utf8))
        #expect(first.timings.encrypted > .zero && !first.reusedConnection)
        let second = try await client.send(HTTPRequest(method: .post, url: url, body: [1, 2, 3]))
        #expect(second.httpVersion == .http2 && second.reusedConnection)
        #expect(await server.requests == 2)
        #expect(await server.connections == 1)
        await client.shutdown()
        await server.stop()
    }

    @Test func aCertificateThatNobodyVouchesForMeansThatNothingWasSent() async throws {
        let server = try await TLSServer.start(name: "self-signed.example")
        let client = makeClient(hostOverrides: [
            HostOverride(host: "self-signed.example", port: server.port, address: try #require(IPAddress("127.0.0.1")))
        ])
        let error = await client.failure(
            of: HTTPRequest(method: .post, url: "https://self-signed.example:\(server.port)/", body: [1]),
            retrying: patient)
        #expect(error?.code == .tls && error?.requestMayHaveBeenProcessed == false)
        #expect(await server.requests == 0)
        await server.stop()
    }

    @Test func aCertificateForAnotherNameIsRefused() async throws {
        let server = try await TLSServer.start(name: "right.example")
        let client = makeClient(
            hostOverrides: [
                HostOverride(host: "wrong.example", port: server.port, address: try #require(IPAddress("127.0.0.1")))
            ],
            certificateAuthorities: server.certificate)
        let error = await client.failure(
            of: HTTPRequest(url: "https://wrong.example:\(server.port)/"), retrying: patient)
        #expect(error?.code == .tls && error?.requestMayHaveBeenProcessed == false)
        await server.stop()
    }
}
