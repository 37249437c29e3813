internal import Glibc

/// Finds out whether a broker accepts a log-in, by the first few frames of AMQP 0-9-1.
///
/// An open port is not enough: it opens before users and virtual hosts are loaded.
struct AMQPLoginProbe {
    var port: Int
    var user: String
    var password: String
    var vhost: String

    private enum Method: UInt16 {
        case start = 10
        case startOk = 11
        case tune = 30
        case tuneOk = 31
        case open = 40
        case openOk = 41
    }

    /// Logs in and opens the virtual host. Blocks for a few seconds at most.
    func succeeds() -> Bool {
        guard let connection = LoopbackConnection(port: port) else { return false }
        connection.send(Array("AMQP".utf8) + [0, 0, 9, 1])
        guard method(in: connection.frame()) == .start else { return false }
        let plain = [0] + Array(user.utf8) + [0] + Array(password.utf8)
        connection.send(frame(.startOk, long([]) + short("PLAIN") + long(plain) + short("en_US")))
        guard let tune = connection.frame(), method(in: tune) == .tune, tune.count >= 12 else { return false }
        connection.send(frame(.tuneOk, Array(tune[4..<12])))
        connection.send(frame(.open, short(vhost) + [0, 0]))
        return method(in: connection.frame()) == .openOk
    }

    private func method(in payload: [UInt8]?) -> Method? {
        guard let payload, payload.count >= 4, payload[1] == 10 else { return nil }
        return Method(rawValue: UInt16(payload[2]) << 8 | UInt16(payload[3]))
    }

    private func frame(_ method: Method, _ arguments: [UInt8]) -> [UInt8] {
        let payload = [0, 10, 0, UInt8(method.rawValue)] + arguments
        return [1, 0, 0] + long(payload) + [0xCE]
    }

    private func short(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    private func long(_ bytes: [UInt8]) -> [UInt8] {
        let count = UInt32(bytes.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + bytes
    }
}

/// A blocking TCP connection to loopback with a limit of five seconds on everything.
struct LoopbackConnection: ~Copyable {
    private let descriptor: Int32

    /// - Returns: nil when nobody listens.
    init?(port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        _ = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }

    /// The payload of the next AMQP frame.
    func frame() -> [UInt8]? {
        guard let header = read(7) else { return nil }
        let size = header[3...6].reduce(0) { $0 << 8 | Int($1) }
        guard size < 1 << 20 else { return nil }
        return read(size + 1)?.dropLast()
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let received = unsafe bytes.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, count, Int32(MSG_WAITALL))
        }
        return received == count ? bytes : nil
    }
}
