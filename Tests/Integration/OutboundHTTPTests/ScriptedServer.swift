import Glibc
import PollExecutor

/// An HTTP/1.1 server on 127.0.0.1 that answers, or fails to, as its script says.
actor ScriptedServer {
    let executor = PollExecutor(name: "scripted-server")
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    nonisolated let port: UInt16
    private let listener: CInt
    private let script: @Sendable (ReceivedRequest) -> Reply
    private var connections: [CInt: Connection] = [:]
    private var waiters: [(condition: (Facts) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    private(set) var facts = Facts()

    /// What has happened so far.
    struct Facts: Sendable {
        var requests: [ReceivedRequest] = []
        var accepted = 0
        var closedByClient = 0
    }

    private struct Connection {
        var input: [UInt8] = []
        var output: [UInt8] = []
        var endless = false
        var closesWhenWritten = false
    }

    init(script: @escaping @Sendable (ReceivedRequest) -> Reply) throws {
        self.script = script
        listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) | listen(listener, 512) | getsockname(listener, address, &size)
            }
        }
        guard result == 0 else { throw SetUpError() }
        port = UInt16(bigEndian: address.sin_port)
    }

    struct SetUpError: Error {}

    static func start(script: @escaping @Sendable (ReceivedRequest) -> Reply) async throws -> ScriptedServer {
        let server = try ScriptedServer(script: script)
        await server.begin()
        return server
    }

    nonisolated func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Returns once the condition holds.
    func wait(until condition: @escaping @Sendable (Facts) -> Bool) async {
        if condition(facts) { return }
        await withCheckedContinuation { waiters.append((condition, $0)) }
    }

    func stop() {
        executor.unwatch(listener)
        close(listener)
        for connection in connections.keys { end(connection) }
    }

    private func begin() {
        executor.watch(listener, for: .readable) { [weak self] _ in self?.assumeIsolated { $0.acceptAll() } }
    }

    private func acceptAll() {
        while true {
            let descriptor = accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            connections[descriptor] = Connection()
            note { $0.accepted += 1 }
            watch(descriptor)
        }
    }

    private func watch(_ descriptor: CInt) {
        guard let connection = connections[descriptor] else { return }
        let writes = connection.endless || !connection.output.isEmpty
        executor.watch(descriptor, for: writes ? [.readable, .writable] : .readable) { [weak self] events in
            self?.assumeIsolated { $0.serve(descriptor, events) }
        }
    }

    private func serve(_ descriptor: CInt, _ events: PollEvents) {
        if !events.isDisjoint(with: [.readable, .failed]) { receive(descriptor) }
        if connections[descriptor] != nil { transmit(descriptor) }
    }

    private func receive(_ descriptor: CInt) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 && errno == EAGAIN { return }
        guard count > 0 else {
            end(descriptor)
            note { $0.closedByClient += 1 }
            return
        }
        connections[descriptor]?.input += buffer[..<count]
        while let input = connections[descriptor]?.input, let (request, length) = ReceivedRequest.parse(input) {
            connections[descriptor]?.input.removeFirst(length)
            let reply = script(request)
            note { $0.requests.append(request) }
            perform(reply, on: descriptor)
        }
    }

    private func perform(_ reply: Reply, on descriptor: CInt) {
        switch reply {
        case .respond(let status, let headers, let body):
            connections[descriptor]?.output += Reply.head(status, headers, length: body.count) + body
        case .raw(let bytes, let closing):
            connections[descriptor]?.output += bytes
            connections[descriptor]?.closesWhenWritten = closing
        case .hang: break
        case .drop: end(descriptor)
        case .endless:
            connections[descriptor]?.output += Reply.head(200, [:], length: nil)
            connections[descriptor]?.endless = true
        case .drip(let pieces, let pause):
            connections[descriptor]?.output += Reply.head(200, [:], length: pieces.reduce(0) { $0 + $1.count })
            drip(pieces[...], pause, on: descriptor)
        }
        transmit(descriptor)
    }

    private func drip(_ pieces: ArraySlice<[UInt8]>, _ pause: Duration, on descriptor: CInt) {
        guard let piece = pieces.first, connections[descriptor] != nil else { return }
        connections[descriptor]?.output += piece
        transmit(descriptor)
        _ = executor.schedule(at: .now + pause) { [weak self] in
            self?.assumeIsolated { $0.drip(pieces.dropFirst(), pause, on: descriptor) }
        }
    }

    private func transmit(_ descriptor: CInt) {
        guard var connection = connections[descriptor] else { return }
        if connection.endless && connection.output.isEmpty {
            connection.output = [UInt8](repeating: UInt8(ascii: "x"), count: 65536)
        }
        while !connection.output.isEmpty {
            let count = send(descriptor, connection.output, connection.output.count, CInt(MSG_NOSIGNAL))
            guard count > 0 else { break }
            connection.output.removeFirst(count)
        }
        connections[descriptor] = connection
        if connection.output.isEmpty && connection.closesWhenWritten { return end(descriptor) }
        watch(descriptor)
    }

    private func end(_ descriptor: CInt) {
        guard connections.removeValue(forKey: descriptor) != nil else { return }
        executor.unwatch(descriptor)
        close(descriptor)
    }

    private func note(_ change: (inout Facts) -> Void) {
        change(&facts)
        let satisfied = waiters.filter { $0.condition(facts) }
        waiters.removeAll { $0.condition(facts) }
        for waiter in satisfied { waiter.continuation.resume() }
    }
}
