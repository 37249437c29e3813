import Testing

@testable import OutboundHTTP

@Suite struct EgressTests {
    private static let loopback = ["127.0.0.1/32"].compactMap { IPNetwork($0) }

    @Test(arguments: [
        "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/", "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/", "https://localhost/", "https://LOCALHOST./", "https://app.localhost/",
        "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://0177.0.0.1/", "https://0.0.0.0/",
        "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/", "https://192.168.0.1/",
        "https://172.31.255.255/", "https://100.64.0.1/", "https://224.0.0.1/", "https://255.255.255.255/",
        "https://[fe80::1]/", "https://[fd00::1]/", "https://[ff02::1]/", "https://[::]/", "https://[64:ff9b::a00:1]/",
        "https://[2002:7f00:1::]/", "http://example.com/", "https://user@example.com/", "https://user:pw@example.com/",
    ])
    func aURLFromOutsideMayNotNameAPlaceInside(url: String) async {
        let error = await makeClient().failure(of: HTTPRequest(url: url, origin: .untrusted))
        #expect(error?.code == .egressDenied && error?.requestMayHaveBeenProcessed == false)
    }

    @Test(arguments: ["127.0.0.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "fd00::1"])
    func aNameThatResolvesToAPlaceInsideIsRefusedWhenItConnects(address: String) async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let rebound = HostOverride(host: "public.example", port: server.port, address: try #require(IPAddress(address)))
        let error = await makeClient(egress: EgressPolicy(allowsPlainHTTP: true), hostOverrides: [rebound]).failure(
            of: HTTPRequest(url: "http://public.example:\(server.port)/", origin: .untrusted))
        #expect(error?.code == .egressDenied && error?.requestMayHaveBeenProcessed == false)
        #expect(await server.facts.accepted == 0)
    }

    @Test func aConnectionLeftByATrustedRequestIsNoWayIn() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let inside = HostOverride(
            host: "inside.example", port: server.port, address: try #require(IPAddress("127.0.0.1")))
        let client = makeClient(egress: EgressPolicy(allowsPlainHTTP: true), hostOverrides: [inside])
        let url = "http://inside.example:\(server.port)/"
        #expect(try await client.send(HTTPRequest(url: url)).status == 200)
        let error = await client.failure(of: HTTPRequest(url: url, origin: .untrusted))
        #expect(error?.code == .egressDenied && error?.requestMayHaveBeenProcessed == false)
        #expect(await server.facts.requests.count == 1)
    }

    @Test func aNetworkDeclaredReachableIsReachableAndItsNeighboursAreNot() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let client = makeClient(egress: EgressPolicy(allowsPlainHTTP: true, reachableNetworks: Self.loopback))
        #expect(try await client.send(HTTPRequest(url: server.url(), origin: .untrusted)).status == 200)
        let error = await client.failure(of: HTTPRequest(url: "http://127.0.0.2:\(server.port)/", origin: .untrusted))
        #expect(error?.code == .egressDenied)
    }

    @Test func onlyListedHostsMayBeNamed() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        let address = try #require(IPAddress("127.0.0.1"))
        let hosts = ["storage.example", "a.b.cdn.example", "cdn.example", "evilstorage.example"]
        let client = makeClient(
            egress: EgressPolicy(
                allowedHosts: ["Storage.example", ".cdn.example"], allowsPlainHTTP: true,
                reachableNetworks: Self.loopback),
            hostOverrides: hosts.map { HostOverride(host: $0, port: server.port, address: address) })
        for (host, isAllowed) in zip(hosts, [true, true, false, false]) {
            let request = HTTPRequest(url: "http://\(host):\(server.port)/", origin: .untrusted)
            #expect(await client.failure(of: request)?.code == (isAllowed ? nil : .egressDenied), "\(host)")
        }
    }

    @Test func redirectsAreAnswersUnlessAskedFor() async throws {
        let server = try await ScriptedServer.start { _ in .respond(302, headers: ["Location": "/elsewhere"]) }
        let response = try await makeClient().send(HTTPRequest(url: server.url()))
        #expect(response.status == 302 && response.headers["location"] == "/elsewhere")
    }

    @Test func aRedirectOnTheSameServerKeepsHeadersAndTrust() async throws {
        let server = try await ScriptedServer.start {
            $0.path == "/a" ? .respond(307, headers: ["Location": "b?x=1"]) : .text($0.headers["authorization"] ?? "")
        }
        let request = HTTPRequest(
            method: .post, url: server.url("/a"), headers: ["Authorization": "Bearer k"], body: [1, 2], maxRedirects: 1)
        let response = try await makeClient().send(request)
        #expect(response.body == Array("Bearer k".utf8))
        let requests = await server.facts.requests
        #expect(requests.map(\.path) == ["/a", "/b?x=1"])
        #expect(requests.map(\.method) == ["POST", "POST"] && requests.map(\.body) == [[1, 2], [1, 2]])
    }

    @Test func seeOtherTurnsAPostIntoAGet() async throws {
        let server = try await ScriptedServer.start {
            $0.path == "/a" ? .respond(303, headers: ["Location": "/b"]) : .respond()
        }
        _ = try await makeClient().send(
            HTTPRequest(
                method: .post, url: server.url("/a"), headers: ["Content-Type": "x/y"], body: [1], maxRedirects: 1))
        let last = try #require(await server.facts.requests.last)
        #expect(last.method == "GET" && last.body.isEmpty && last.headers["content-type"] == nil)
    }

    @Test func aRedirectToAnotherServerCarriesNoSecrets() async throws {
        let other = try await ScriptedServer.start { _ in .respond() }
        let otherURL = other.url("/x")
        let server = try await ScriptedServer.start { _ in .respond(302, headers: ["Location": otherURL]) }
        let client = makeClient(egress: EgressPolicy(allowsPlainHTTP: true, reachableNetworks: Self.loopback))
        _ = try await client.send(
            HTTPRequest(
                url: server.url(),
                headers: ["Authorization": "Bearer k", "X-API-Key": "k", "Cookie": "k", "Accept": "audio/*"],
                maxRedirects: 3))
        let seen = try #require(await other.facts.requests.first)
        #expect(seen.headers["authorization"] == nil && seen.headers["x-api-key"] == nil)
        #expect(seen.headers["cookie"] == nil && seen.headers["accept"] == "audio/*")
        #expect(seen.headers["user-agent"] == "thavon-tests/1")
    }

    @Test(arguments: ["http://127.0.0.2:9/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/", "ftp://x/"])
    func aRedirectIntoAPlaceInsideIsRefused(location: String) async throws {
        let server = try await ScriptedServer.start { _ in .respond(302, headers: ["Location": location]) }
        let client = makeClient(egress: EgressPolicy(allowsPlainHTTP: true, reachableNetworks: Self.loopback))
        for origin in [HTTPRequest.Origin.untrusted, .trusted] {
            let error = await client.failure(of: HTTPRequest(url: server.url(), origin: origin, maxRedirects: 5))
            #expect(error?.code == (location.hasPrefix("ftp") ? .invalidResponse : .egressDenied))
            #expect(error?.requestMayHaveBeenProcessed == true)
        }
    }

    @Test func aCircleOfRedirectsEnds() async throws {
        let server = try await ScriptedServer.start { _ in .respond(302, headers: ["Location": "/again"]) }
        let error = await makeClient().failure(of: HTTPRequest(url: server.url(), maxRedirects: 3))
        #expect(error?.code == .tooManyRedirects)
        #expect(await server.facts.requests.count == 4)
    }

    @Test(arguments: ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"])
    func publicAddressesArePublic(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isPublic)
        #expect(IPAddress(address.description) == address)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "x", "10.0.0.0/", "::/129", ""])
    func whatIsNoNetworkIsNone(text: String) {
        #expect(IPNetwork(text) == nil)
    }
}
