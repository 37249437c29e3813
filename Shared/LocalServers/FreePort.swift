internal import Glibc
internal import Synchronization

/// The next port to try; each process begins somewhere else.
private let candidates = Atomic<Int>(Int(getpid()) &* 137)

/// A TCP port on loopback that was free a moment ago, and that no outgoing connection will take: it lies below the range
/// from which Linux takes those (`net.ipv4.ip_local_port_range`, from 32768).
///
/// - Throws: ``LocalServerError`` when none is to be had.
package func freeLoopbackPort() throws(LocalServerError) -> Int {
    for _ in 0..<15_000 {
        let port = 15_000 + abs(candidates.wrappingAdd(1, ordering: .relaxed).newValue % 15_000)
        if isLoopbackPortFree(port) { return port }
    }
    throw LocalServerError("no free port on loopback between 15000 and 30000")
}

/// Whether a server could listen on this loopback port now.
package func isLoopbackPortFree(_ port: Int) -> Bool {
    guard let number = UInt16(exactly: port) else { return false }
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As servers do: connections that a former one has closed do not count.
    var reuse: Int32 = 1
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = number.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            unsafe bind(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                && listen(descriptor, 1) == 0
        }
    }
}

/// Why a local server could not be started, in words for the person at the terminal.
package struct LocalServerError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
