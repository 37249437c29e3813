import Foundation
import Testing

@testable import OutboundHTTP

@Suite(.timeLimit(.minutes(15))) struct FileTransferTests {
    private static let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// A file of a test's own, and its path.
    private static func withFile<R>(
        _ content: [UInt8] = [], _ body: (FileHandle, String) async throws -> R
    ) async throws -> R {
        let path = FileManager.default.temporaryDirectory.path + "/thavon-http-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(content).write(to: URL(fileURLWithPath: path))
        let handle = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? handle.close() }
        return try await body(handle, path)
    }

    private static func download(_ url: String, to handle: FileHandle, limit: Int = 1 << 20) -> HTTPRequest {
        var request = HTTPRequest(url: url, headers: ["Authorization": "Bearer key"])
        request.download = FileDownload(descriptor: handle.fileDescriptor)
        request.maxResponseBytes = limit
        request.maxRedirects = 3
        return request
    }

    @Test func aBodyGoesToTheFileAndNotToMemory() async throws {
        let server = try await ScriptedServer.start { _ in .respond(body: Self.bytes) }
        // What the file held before is no part of it.
        try await Self.withFile([UInt8](repeating: 1, count: 400_000)) { handle, path in
            let response = try await makeClient().send(Self.download(server.url(), to: handle))
            #expect(response.status == 200 && response.body.isEmpty)
            #expect(FileManager.default.contents(atPath: path) == Data(Self.bytes))
            let seen = try #require(await server.facts.requests.first)
            #expect(seen.headers["accept-encoding"] == nil)
        }
    }

    @Test func whatIsNoSuccessIsReadAsEver() async throws {
        let server = try await ScriptedServer.start { request in
            request.path == "/" ? .text("expired", status: 403) : .respond(500, body: Self.bytes)
        }
        try await Self.withFile { handle, path in
            let refused = try await makeClient().send(Self.download(server.url(), to: handle, limit: 3))
            #expect(refused.status == 403 && String(decoding: refused.body, as: UTF8.self) == "expired")
            let failed = try await makeClient().send(Self.download(server.url("/long"), to: handle))
            #expect(failed.status == 500 && failed.body == Array(Self.bytes.prefix(65_536)))
            #expect(FileManager.default.contents(atPath: path)?.isEmpty == true)
        }
    }

    @Test func tooMuchIsRefusedWhetherOrNotItIsAnnounced() async throws {
        let server = try await ScriptedServer.start { $0.path == "/" ? .respond(body: Self.bytes) : .endless }
        try await Self.withFile { handle, path in
            for target in ["/", "/endless"] {
                let request = Self.download(server.url(target), to: handle, limit: 100_000)
                #expect(await makeClient().failure(of: request)?.code == .responseTooLarge)
            }
            #expect(FileManager.default.contents(atPath: path).map { $0.count <= 100_000 } == true)
        }
    }

    @Test func aBodyThatBreaksOffIsAnError() async throws {
        let server = try await ScriptedServer.start { _ in
            .raw(Reply.head(200, [:], length: 1000) + Self.bytes.prefix(500), thenClose: true)
        }
        try await Self.withFile { handle, _ in
            #expect(await makeClient().failure(of: Self.download(server.url(), to: handle))?.code == .connectionLost)
        }
    }

    @Test func aRedirectToAnotherHostLosesTheKeyAndKeepsTheFile() async throws {
        let storage = try await ScriptedServer.start { _ in .respond(body: Self.bytes) }
        let server = try await ScriptedServer.start { _ in
            .text("moved", status: 302, headers: ["Location": storage.url("/file?token=1")])
        }
        let egress = EgressPolicy(
            allowsPlainHTTP: true, reachableNetworks: [try #require(IPNetwork("127.0.0.0/8"))])
        try await Self.withFile { handle, path in
            let response = try await makeClient(egress: egress).send(Self.download(server.url(), to: handle))
            #expect(response.status == 200)
            #expect(FileManager.default.contents(atPath: path) == Data(Self.bytes))
            let (asked, stored) = (await server.facts.requests, await storage.facts.requests)
            #expect(asked.first?.headers["authorization"] == "Bearer key")
            #expect(stored.count == 1 && stored.first?.headers["authorization"] == nil)
        }
    }

    @Test func aDiskThatIsFullIsNotTheServersFault() async throws {
        let server = try await ScriptedServer.start { _ in .respond(body: Self.bytes) }
        let handle = try #require(FileHandle(forUpdatingAtPath: "/dev/full"))
        let error = await makeClient().failure(of: Self.download(server.url(), to: handle))
        #expect(error?.code == .file && error?.detail == "no space left")
        try handle.close()
    }

    @Test func aFileIsSentByteForByte() async throws {
        let server = try await ScriptedServer.start { .respond(body: $0.body) }
        try await Self.withFile(Self.bytes) { handle, _ in
            var request = HTTPRequest(method: .put, url: server.url(), headers: ["Content-Type": "audio/wav"])
            request.upload = FileUpload(descriptor: handle.fileDescriptor, length: Self.bytes.count)
            let response = try await makeClient().send(request)
            #expect(response.body == Self.bytes)
            let seen = try #require(await server.facts.requests.first)
            #expect(seen.method == "PUT" && seen.headers["content-type"] == "audio/wav")
            #expect(seen.headers["content-length"] == "\(Self.bytes.count)" && seen.headers["expect"] == nil)
        }
    }

    @Test func aFileThatIsShorterThanSaidIsNoBody() async throws {
        let server = try await ScriptedServer.start { _ in .hang }
        try await Self.withFile(Array(Self.bytes.prefix(1000))) { handle, _ in
            var request = HTTPRequest(method: .put, url: server.url())
            request.upload = FileUpload(descriptor: handle.fileDescriptor, length: 2000)
            #expect(await makeClient().failure(of: request)?.code == .file)
        }
    }

    @Test(arguments: [
        ("https://a.example/x", "https://A.example:443/y", true),
        ("http://a.example:8080/", "http://a.example:8080", true),
        ("https://a.example", "http://a.example", false), ("https://a.example", "https://b.a.example", false),
        ("https://a.example", "https://a.example:444", false), ("https://a.example", "nothing", false),
    ])
    func originsAreComparedAsWhatIsAsked(_ one: String, _ other: String, _ isSame: Bool) {
        #expect(HTTPRequest.haveSameOrigin(one, other) == isSame)
    }

    @Test(arguments: [("a%20b", "a b"), ("%C3%A4", "ä"), ("a+b", "a+b"), ("", "")])
    func whatIsEncodedIsDecoded(_ text: String, _ decoded: String) {
        #expect(PercentEncoding.decode(text) == decoded)
    }

    @Test(arguments: ["%", "%2", "%zz", "%+1", "%ff"])
    func whatIsNoEncodingIsNotDecoded(_ text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
