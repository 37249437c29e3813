import Foundation
import LocalServers
import Synchronization

/// A TCP proxy on loopback that can cut its connections, now or in the middle of what a client sends, or go silent.
final class CuttingProxy: Sendable {
    private struct State {
        var descriptors: [Int32] = []
        var isPaused = false
        var remaining: Int?
    }

    let port: Int
    private let target: Int
    private let listener: Int32
    private let state = Mutex(State())
    private let mayRead = NSCondition()
    private nonisolated(unsafe) var isStalled = false  // only touched with `mayRead` locked

    init(to target: Int) throws {
        self.target = target
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try freeLoopbackPort()
        guard withLoopbackAddress(port, { bind(listener, $0, $1) }) == 0, listen(listener, 16) == 0 else {
            throw LocalServerError("proxy cannot listen")
        }
        Thread.detachNewThread { [self] in acceptLoop() }
    }

    /// Ends all present connections at once; new ones are welcome.
    func cut() {
        state.withLock { state in
            for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
            state.descriptors = []
            state.remaining = nil
        }
    }

    /// Cuts when clients have sent this many further bytes.
    func cut(afterBytes count: Int) { state.withLock { $0.remaining = count } }

    /// Swallows everything in both directions from now on, without closing anything.
    func pause() { state.withLock { $0.isPaused = true } }

    /// Reads no more from clients, so that their writes fill up, while the broker's words still reach them.
    func stall() { setStalled(true) }

    private func setStalled(_ value: Bool) {
        mayRead.withLock { isStalled = value }
        mayRead.broadcast()
    }

    private func waitWhileStalled() {
        mayRead.withLock { while isStalled { mayRead.wait() } }
    }

    func resume() { state.withLock { $0.isPaused = false } }

    /// Ends everything; call it when the test is over.
    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        setStalled(false)
        cut()
    }

    private func acceptLoop() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard withLoopbackAddress(target, { connect(server, $0, $1) }) == 0 else {
                Glibc.close(client)
                Glibc.close(server)
                continue
            }
            state.withLock { $0.descriptors += [client, server] }
            Thread.detachNewThread { [self] in pump(from: client, to: server, isUpstream: true) }
            Thread.detachNewThread { [self] in pump(from: server, to: client, isUpstream: false) }
        }
        Glibc.close(listener)
    }

    /// Descriptors are shut down but never closed while the test runs, so that no number is used twice.
    private func pump(from source: Int32, to sink: Int32, isUpstream: Bool) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            if isUpstream { waitWhileStalled() }
            let count = recv(source, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            let (allowed, mustCut) = state.withLock { state -> (Int, Bool) in
                guard !state.isPaused else { return (0, false) }
                guard isUpstream, let remaining = state.remaining else { return (count, false) }
                state.remaining = remaining - min(count, remaining)
                return (min(count, remaining), count >= remaining)
            }
            if allowed > 0 { send(sink, buffer, allowed, Int32(MSG_NOSIGNAL)) }
            if mustCut { cut() }
        }
        shutdown(sink, Int32(SHUT_RDWR))
        shutdown(source, Int32(SHUT_RDWR))
    }
}

private func withLoopbackAddress(_ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
