import Foundation
import Logging
import Testing

@testable import OutboundHTTP

@Suite struct HTTPClientTests {
    @Test func aGetBringsBackStatusHeadersAndBody() async throws {
        let server = try await ScriptedServer.start { _ in
            .text("hello", status: 203, headers: ["X-One": "1", "Content-Type": "text/plain"])
        }
        let response = try await makeClient().send(
            HTTPRequest(url: server.url("/a/b?q=1"), headers: ["X-Mine": "yes", "Empty": ""]))
        #expect(response.status == 203)
        #expect(response.headers["x-one"] == "1")
        #expect(response.headers["content-type"] == "text/plain")
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
        #expect(response.httpVersion == .http11)
        #expect(!response.reusedConnection)
        let seen = try #require(await server.facts.requests.first)
        #expect(seen.method == "GET" && seen.path == "/a/b?q=1")
        #expect(seen.headers["x-mine"] == "yes" && seen.headers["empty"] == "")
        #expect(seen.headers["accept-encoding"] == "gzip" && seen.headers["expect"] == nil)
        #expect(seen.headers["content-type"] == nil)
    }

    @Test(arguments: [HTTPMethod.post, .put, .patch, .delete, "REPORT"])
    func aBodyArrivesByteForByte(method: HTTPMethod) async throws {
        let server = try await ScriptedServer.start { .respond(body: $0.body) }
        let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let response = try await makeClient().send(
            HTTPRequest(
                method: method, url: server.url(), headers: ["Content-Type": "application/octet-stream"], body: body))
        #expect(response.body == body)
        let seen = try #require(await server.facts.requests.first)
        #expect(seen.method == method.rawValue && seen.headers["content-type"] == "application/octet-stream")
    }

    @Test func aPostWithoutBodySaysThatItsLengthIsZero() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        _ = try await makeClient().send(HTTPRequest(method: .post, url: server.url()))
        let seen = try #require(await server.facts.requests.first)
        #expect(seen.method == "POST" && seen.headers["content-length"] == "0" && seen.headers["content-type"] == nil)
    }

    @Test func aHeadRequestDoesNotWaitForTheBodyItsAnswerDescribes() async throws {
        let server = try await ScriptedServer.start { _ in
            .raw(Array("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n".utf8))
        }
        let response = try await makeClient().send(HTTPRequest(method: .head, url: server.url()))
        #expect(response.headers["content-length"] == "99" && response.body.isEmpty)
    }

    @Test func interimResponsesAndTrailersAreNotTheResponse() async throws {
        let text =
            "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nA: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "2\r\nok\r\n0\r\nTrailer: t\r\n\r\n"
        let server = try await ScriptedServer.start { _ in .raw(Array(text.utf8)) }
        let response = try await makeClient().send(HTTPRequest(url: server.url()))
        #expect(response.status == 200 && response.body == Array("ok".utf8))
        #expect(response.headers["a"] == "1" && response.headers["link"] == nil && response.headers["trailer"] == nil)
    }

    @Test func theSecondRequestUsesTheFirstOnesConnection() async throws {
        let server = try await ScriptedServer.start { .respond(body: $0.body) }
        let client = makeClient()
        let first = try await client.send(HTTPRequest(method: .post, url: server.url(), body: [1]))
        let second = try await client.send(HTTPRequest(url: server.url()))
        #expect(!first.reusedConnection && second.reusedConnection)
        #expect(second.body.isEmpty)
        #expect(await server.facts.accepted == 1)
    }

    @Test func theUserAgentIsAlwaysSentAndNeverEmpty() async throws {
        let server = try await ScriptedServer.start { .text($0.headers["user-agent"] ?? "none") }
        let client = makeClient()
        for (headers, expected): (HTTPHeaders, String) in [
            ([:], "thavon-tests/1"), (["User-Agent": ""], "thavon-tests/1"), (["user-agent": "mine"], "mine"),
        ] {
            let response = try await client.send(HTTPRequest(url: server.url(), headers: headers))
            #expect(String(decoding: response.body, as: UTF8.self) == expected)
        }
    }

    @Test func gzipIsUndone() async throws {
        // printf hello | gzip -n
        let packed: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 7, 0, 0x86, 0xA6, 0x10, 0x36, 5, 0, 0, 0,
        ]
        let server = try await ScriptedServer.start { _ in .respond(headers: ["Content-Encoding": "gzip"], body: packed)
        }
        let response = try await makeClient().send(HTTPRequest(url: server.url()))
        #expect(String(decoding: response.body, as: UTF8.self) == "hello")
    }

    @Test func aSlowBodyIsStillAWholeBody() async throws {
        let pieces = (0..<20).map { [UInt8]("piece \($0);".utf8) }
        let server = try await ScriptedServer.start { _ in .drip(pieces, every: .milliseconds(2)) }
        let response = try await makeClient().send(HTTPRequest(url: server.url()))
        #expect(response.body == pieces.flatMap { $0 })
    }

    @Test func twoHundredRequestsAtOnceEachGetTheirOwnAnswer() async throws {
        let server = try await ScriptedServer.start { .text($0.path) }
        let client = makeClient()
        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let response = try await client.send(HTTPRequest(url: server.url("/\(number)")))
                    return response.body == Array("/\(number)".utf8)
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(answers == 200)
        #expect(await client.transfersInFlight == 0)
    }

    @Test func aClientThatNobodyHoldsClosesItsConnections() async throws {
        let server = try await ScriptedServer.start { _ in .respond() }
        _ = try await makeClient().send(HTTPRequest(url: server.url()))
        await server.wait { $0.closedByClient == 1 }
    }

    @Test func shutdownAbortsWhatIsUnderWayAndRefusesTheRest() async throws {
        let server = try await ScriptedServer.start { _ in .hang }
        let client = makeClient()
        async let failure = client.failure(of: HTTPRequest(url: server.url()))
        await server.wait { $0.requests.count == 1 }
        await client.shutdown()
        let error = await failure
        #expect(error?.code == .closed && error?.requestMayHaveBeenProcessed == true)
        await server.wait { $0.closedByClient == 1 }
        let refused = await client.failure(of: HTTPRequest(url: server.url()))
        #expect(refused?.code == .closed && refused?.requestMayHaveBeenProcessed == false)
    }

    @Test func theEnvironmentsProxyIsIgnored() async {
        // In a process of its own, because the environment belongs to all threads.
        await #expect(processExitsWith: .success) {
            let server = try await ScriptedServer.start { _ in .respond() }
            // Nothing listens there.
            setenv("http_proxy", "http://127.0.0.1:1", 1)
            setenv("all_proxy", "http://127.0.0.1:1", 1)
            let response = try await makeClient().send(HTTPRequest(url: server.url()))
            exit(response.status == 200 ? 0 : 1)
        }
    }
}
