internal import Glibc
internal import PollExecutor
internal import Synchronization

/// Threads for the two things that libpq and the system can only do by blocking: looking up a host's name and asking the
/// server to cancel a statement. Each has one of its own, as from the first time it is needed: a cancellation may be held
/// up by a host that has vanished for as long as ``CancelHandle/send()`` says, and new connections must not wait for that.
final class BlockingCalls: Sendable {
    private let lookUps = Lane(name: "postgres-names")
    private let cancellations = Lane(name: "postgres-cancel")

    /// Looks up the addresses of `host`, and calls `completion` on the thread for that; nil when there are none.
    func resolve(_ host: String, completion: @escaping @Sendable ([String]?) -> Void) {
        lookUps.run { completion(HostName.lookUp(host)) }
    }

    /// Sends a cancellation request unless it is withdrawn before its turn comes, and calls `completion` either way.
    func send(_ cancel: CancelHandle, completion: @escaping @Sendable () -> Void) {
        cancellations.run {
            cancel.send()
            completion()
        }
    }

    /// A thread that is started when there is something to do.
    private struct Lane: ~Copyable {
        let name: String
        private let executor = Mutex<PollExecutor?>(nil)

        init(name: String) { self.name = name }

        func run(_ work: @escaping @Sendable () -> Void) {
            let executor = executor.withLock { executor in
                let started = executor ?? PollExecutor(name: name)
                executor = started
                return started
            }
            _ = executor.schedule(at: .now, handler: work)
        }
    }
}

enum HostName {
    /// Whether there is nothing to look up: a socket's folder, an address, or the name of this machine.
    static func isLocal(_ host: String) -> Bool {
        if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" { return true }
        var address = in6_addr()
        return unsafe inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    static func lookUp(_ host: String) -> [String]? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return nil }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let text = unsafe numeric(current.pointee), !addresses.contains(text) { addresses.append(text) }
            unsafe entry = unsafe current.pointee.ai_next
        }
        return addresses.isEmpty ? nil : addresses
    }

    private static func numeric(_ info: addrinfo) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let result = unsafe getnameinfo(
                info.ai_addr, info.ai_addrlen, buffer.baseAddress, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
            guard result == 0, let start = buffer.baseAddress else { return nil }
            return unsafe String(cString: start)
        }
    }
}
