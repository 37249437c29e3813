internal import Glibc
internal import PollExecutor

/// A TCP proxy on loopback that misbehaves on command: cuts connections, refuses them, or swallows one direction.
///
/// Point the client at ``port``. All of it happens on one thread of its own.
package actor ChaosProxy {
    package enum Direction: Sendable, Hashable, CaseIterable {
        case clientToServer
        case serverToClient
    }

    /// Where clients connect to, on 127.0.0.1.
    package nonisolated let port: Int
    private nonisolated let executor = PollExecutor(name: "chaos-proxy")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private let target: Int
    private var listener: CInt?
    private var links: [Int: ProxyLink] = [:]
    private var lastLink = 0
    private var paused: Set<Direction> = []
    private var cutAfter: Direction?
    private var trafficWaiters: [(direction: Direction, continuation: CheckedContinuation<Void, Never>)] = []
    private var connectionWaiters: [CheckedContinuation<Void, Never>] = []

    /// Starts to forward to a port on 127.0.0.1.
    package init(to target: Int) async throws {
        let (descriptor, port) = try Sockets.listen(port: 0)
        self.target = target
        self.port = port
        listen(on: descriptor)
    }

    deinit {
        if let listener {
            executor.unwatch(listener)
            close(listener)
        }
        for link in links.values {
            for descriptor in link.descriptors {
                executor.unwatch(descriptor)
                close(descriptor)
            }
        }
    }

    /// The number of connections that are open now.
    package var connectionCount: Int { links.count }

    /// Cuts all connections: both sides see them end, at once and without notice.
    package func cutConnections() {
        for id in links.keys { cut(id) }
    }

    /// Forwards once more in this direction, on whichever connection is first, and then cuts all of them: what was sent
    /// arrives, and the answer does not.
    package func cutConnections(afterForwarding direction: Direction) { cutAfter = direction }

    /// Refuses new connections, as a host does on which nothing listens. Existing ones go on.
    package func stopAccepting() {
        guard let listener else { return }
        executor.unwatch(listener)
        close(listener)
        self.listener = nil
    }

    /// Takes connections again, on the same port.
    package func startAccepting() throws {
        guard listener == nil else { return }
        listen(on: try Sockets.listen(port: port).descriptor)
    }

    /// Forwards nothing in these directions: what is sent waits, as in a network that has lost its way.
    package func pause(_ directions: Direction...) {
        paused.formUnion(directions.isEmpty ? Direction.allCases : directions)
        for id in links.keys { refresh(id) }
    }

    /// Forwards again, beginning with what waited.
    package func resume() {
        paused.removeAll()
        for id in links.keys { refresh(id) }
    }

    /// Returns when something has been forwarded in this direction after the call.
    package func waitForTraffic(_ direction: Direction) async {
        await withCheckedContinuation { trafficWaiters.append((direction, $0)) }
    }

    /// Returns when another connection has been accepted after the call.
    package func waitForConnection() async {
        await withCheckedContinuation { connectionWaiters.append($0) }
    }

    // MARK: Accepting

    private func listen(on descriptor: CInt) {
        listener = descriptor
        executor.watch(descriptor, for: .readable) { [weak self] _ in
            self?.assumeIsolated { $0.accept() }
        }
    }

    private func accept() {
        guard let listener else { return }
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let server = Sockets.connect(to: target) else {
            Sockets.reset(client)
            return
        }
        Sockets.makeNonblocking(client)
        lastLink += 1
        links[lastLink] = ProxyLink(client: client, server: server)
        refresh(lastLink)
        for waiter in connectionWaiters { waiter.resume() }
        connectionWaiters.removeAll()
    }

    // MARK: Forwarding

    private func ready(_ id: Int) {
        for direction in Direction.allCases where !paused.contains(direction) {
            switch links[id]?.forward(direction) {
            case .moved?:
                reportTraffic(direction)
                if cutAfter == direction {
                    cutAfter = nil
                    return cutConnections()
                }
            case .ended?: return cut(id)
            case .nothing?, nil: break
            }
        }
        refresh(id)
    }

    private func reportTraffic(_ direction: Direction) {
        for waiter in trafficWaiters where waiter.direction == direction { waiter.continuation.resume() }
        trafficWaiters.removeAll { $0.direction == direction }
    }

    private func refresh(_ id: Int) {
        guard let link = links[id] else { return }
        for descriptor in link.descriptors {
            let interest = link.interest(of: descriptor, paused: paused)
            // A descriptor that waits for nothing is not watched: it would report its own end for ever.
            guard !interest.isEmpty else {
                executor.unwatch(descriptor)
                continue
            }
            executor.watch(descriptor, for: interest) { [weak self] _ in
                self?.assumeIsolated { $0.ready(id) }
            }
        }
    }

    private func cut(_ id: Int) {
        guard let link = links.removeValue(forKey: id) else { return }
        for descriptor in link.descriptors {
            executor.unwatch(descriptor)
            Sockets.reset(descriptor)
        }
    }
}

/// Two sockets and what is on its way between them.
private struct ProxyLink {
    enum Progress { case moved, nothing, ended }

    let client: CInt
    let server: CInt
    private var pending: [ChaosProxy.Direction: [UInt8]] = [:]

    init(client: CInt, server: CInt) {
        self.client = client
        self.server = server
    }

    var descriptors: [CInt] { [client, server] }

    func interest(of descriptor: CInt, paused: Set<ChaosProxy.Direction>) -> PollEvents {
        var interest: PollEvents = []
        let reading: ChaosProxy.Direction = descriptor == client ? .clientToServer : .serverToClient
        let writing: ChaosProxy.Direction = descriptor == client ? .serverToClient : .clientToServer
        if !paused.contains(reading), pending[reading] == nil { interest.insert(.readable) }
        if !paused.contains(writing), pending[writing] != nil { interest.insert(.writable) }
        return interest
    }

    /// Moves what it can. One read at a time: the rest is announced again.
    mutating func forward(_ direction: ChaosProxy.Direction) -> Progress {
        let (source, sink) = direction == .clientToServer ? (client, server) : (server, client)
        var bytes = pending.removeValue(forKey: direction) ?? []
        if bytes.isEmpty {
            switch Sockets.read(source) {
            case .bytes(let received): bytes = received
            case .nothing: return .nothing
            case .ended: return .ended
            }
        }
        guard let sent = Sockets.write(bytes[...], to: sink) else { return .ended }
        if sent < bytes.count { pending[direction] = Array(bytes[sent...]) }
        return sent > 0 ? .moved : .nothing
    }
}
