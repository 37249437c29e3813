internal import Foundation
internal import Glibc

/// A connection on which server-sent events are awaited: only held, never read but for its beginning.
struct OpenStream {
    private let descriptor: CInt

    init(port: Int, path: String, cookie: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchError("no connection for a stream: \(errno)") }
        let request =
            "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\nAccept: text/event-stream\r\n\r\n"
        guard Glibc.send(descriptor, request, request.utf8.count, 0) == request.utf8.count else {
            throw BenchError("a stream could not be asked for")
        }
    }

    /// Whether the answer's head has come.
    func hasBegun() -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 1
    }

    func end() { close(descriptor) }
}
