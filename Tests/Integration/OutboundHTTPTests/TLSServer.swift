import Foundation
import LocalServers
import PollExecutor

/// A server with TLS and ALPN: `openssl s_server` for the encryption, and the few frames of HTTP/2 that answer each
/// request with status 200 and the body `h2`. It serves one connection after another.
actor TLSServer {
    static let openssl = "/usr/bin/openssl"
    static var isAvailable: Bool {
        FileManager.default.isExecutableFile(atPath: openssl)
            || ProcessInfo.processInfo.environment["REQUIRE_SERVERS"] == "1"
    }

    private let executor = PollExecutor(name: "tls-server")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    nonisolated let port: UInt16
    nonisolated let certificate: String
    private let folder: URL
    private let process: ChildProcess
    private let incoming: CInt
    private let outgoing: CInt
    private var input: [UInt8] = []
    private(set) var requests = 0
    private(set) var connections = 0

    struct SetUpError: Error {}

    /// - Parameter name: the host name that the certificate is for.
    static func start(name: String) async throws -> TLSServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func path(_ file: String) -> String { folder.appending(path: file).path }
        let host = ProcessHost()
        let made = try await host.run(
            Command(
                openssl,
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", path("key"), "-out",
                    path("certificate"),
                ], log: path("log")))
        guard made == .exited(code: 0), mkfifo(path("in"), 0o600) == 0, mkfifo(path("out"), 0o600) == 0 else {
            throw SetUpError()
        }
        // Open for reading and writing, so that neither side waits for the other, nor sees an end of file.
        let outgoing = open(path("in"), O_RDWR | O_CLOEXEC | O_NONBLOCK)
        let incoming = open(path("out"), O_RDWR | O_CLOEXEC | O_NONBLOCK)
        let port = try freeLoopbackPort()
        let command =
            "exec \(openssl) s_server -quiet -alpn h2 -accept 127.0.0.1:\(port) -cert '\(path("certificate"))'"
            + " -key '\(path("key"))' <'\(path("in"))' >'\(path("out"))'"
        let process = try await host.start(Command("/bin/sh", ["-c", command], log: path("log")))
        let server = TLSServer(
            port: UInt16(port), certificate: path("certificate"), folder: folder, process: process,
            incoming: incoming, outgoing: outgoing)
        await server.begin()
        return server
    }

    private init(
        port: UInt16, certificate: String, folder: URL, process: ChildProcess, incoming: CInt, outgoing: CInt
    ) {
        self.port = port
        self.certificate = certificate
        self.folder = folder
        self.process = process
        self.incoming = incoming
        self.outgoing = outgoing
    }

    func stop() async {
        executor.unwatch(incoming)
        // It has nothing to put in order first.
        process.send(SIGKILL)
        await process.waitForExit()
        close(incoming)
        close(outgoing)
        try? FileManager.default.removeItem(at: folder)
    }

    private func begin() {
        executor.watch(incoming, for: .readable) { [weak self] _ in self?.assumeIsolated { $0.receive() } }
    }

    private func receive() {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(incoming, &buffer, buffer.count)
        guard count > 0 else { return }
        input += buffer[..<count]
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)
        if input.starts(with: preface) {
            input.removeFirst(preface.count)
            connections += 1
            send(type: 4, flags: 0, stream: 0, [])
        }
        while let frame = nextFrame() { answer(frame) }
    }

    private struct Frame {
        var type: UInt8
        var flags: UInt8
        var stream: UInt32
    }

    private func nextFrame() -> Frame? {
        guard input.count >= 9 else { return nil }
        let length = input[..<3].reduce(0) { $0 << 8 | Int($1) }
        guard input.count >= 9 + length else { return nil }
        let stream = input[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let frame = Frame(type: input[3], flags: input[4], stream: stream)
        input.removeFirst(9 + length)
        return frame
    }

    private func answer(_ frame: Frame) {
        switch (frame.type, frame.flags & 1) {
        case (4, 0): send(type: 4, flags: 1, stream: 0, [])  // SETTINGS, to be acknowledged
        case (0, 1), (1, 1):  // DATA or HEADERS that end the request
            requests += 1
            send(type: 1, flags: 4, stream: frame.stream, [0x88])  // `:status: 200` in HPACK's static table
            send(type: 0, flags: 1, stream: frame.stream, Array("h2".utf8))
        default: break
        }
    }

    private func send(type: UInt8, flags: UInt8, stream: UInt32, _ payload: [UInt8]) {
        let head = [0, 0, UInt8(payload.count), type, flags]
        let frame = head + (0..<4).map { UInt8(truncatingIfNeeded: stream >> (24 - 8 * $0)) } + payload
        // A FIFO takes a few small frames whole.
        _ = write(outgoing, frame, frame.count)
    }
}
