/// Where the broker is and how to log in.
///
/// The description leaves the password out, and so does a dump of the value.
package struct AMQPConfiguration: Sendable {
    package struct TLS: Sendable {
        /// Certificates of the authorities to trust, PEM.
        package var authorityFile: String = "/etc/ssl/certs/ca-certificates.crt"
        /// Our own certificate and key, PEM, when the broker asks for one.
        package var certificateFile: String?
        package var keyFile: String?
        /// Whether the broker must prove who it is: its certificate's chain and its host name.
        package var verifiesPeer = true
    }

    package var host: String
    package var port: Int
    package var virtualHost: String
    package var user: String
    package var password: String
    /// Shown by the broker's tools in its list of connections.
    package var connectionName: String
    /// A connection that is silent for twice this long is given up. Zero turns heartbeats off.
    package var heartbeat: Duration
    /// The longest that connecting, or any single request to the broker, may take.
    package var connectionTimeout: Duration
    /// Nil: plain TCP.
    package var tls: TLS?

    /// Reads `amqp://user:password@host:port/vhost?heartbeat=15&connection_timeout=5` (both in seconds), or `amqps://`
    /// with `cacertfile=`, `certfile=`, `keyfile=` and `verify=verify_peer|verify_none`. Parts may be percent-encoded.
    /// Left out: user and password `guest`, host `localhost`, port 5672 or 5671, vhost `/`, heartbeat 15, timeout 5.
    ///
    /// - Throws: ``AMQPError/Code/configuration`` for anything it does not understand; the password is not quoted.
    package init(url: String) throws(AMQPError) {
        let parts = try AMQPURL(url)
        host = parts.host ?? "localhost"
        port = parts.port ?? (parts.isSecure ? 5671 : 5672)
        virtualHost = parts.path ?? "/"
        user = parts.user ?? "guest"
        password = parts.password ?? "guest"
        connectionName = "thavon"
        heartbeat = .seconds(15)
        connectionTimeout = .seconds(5)
        tls = parts.isSecure ? TLS() : nil
        for (name, value) in parts.query { try apply(name, value) }
    }

    private mutating func apply(_ name: String, _ value: String) throws(AMQPError) {
        switch name {
        case "heartbeat": heartbeat = try Self.seconds(value, of: name, in: 0...3600)
        case "connection_timeout": connectionTimeout = try Self.seconds(value, of: name, in: 1...300)
        case "cacertfile" where tls != nil: tls?.authorityFile = value
        case "certfile" where tls != nil: tls?.certificateFile = value
        case "keyfile" where tls != nil: tls?.keyFile = value
        case "verify" where tls != nil && (value == "verify_peer" || value == "verify_none"):
            tls?.verifiesPeer = value == "verify_peer"
        default: throw AMQPError(.configuration, "read URL", "parameter \(name) is unknown or does not fit")
        }
    }

    private static func seconds(
        _ text: String, of name: String, in range: ClosedRange<Int>
    ) throws(AMQPError) -> Duration {
        guard let seconds = Int(text), range.contains(seconds) else {
            throw AMQPError(
                .configuration, "read URL", "\(name) must be \(range.lowerBound) to \(range.upperBound) seconds")
        }
        return .seconds(seconds)
    }
}

extension AMQPConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        let path = virtualHost == "/" ? "%2f" : virtualHost
        return "\(tls == nil ? "amqp" : "amqps")://\(user):***@\(host):\(port)/\(path)"
    }

    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

/// The parts of an AMQP URL, percent-decoded.
struct AMQPURL {
    var isSecure = false
    var user: String?
    var password: String?
    var host: String?
    var port: Int?
    var path: String?
    var query: [(name: String, value: String)] = []

    init(_ url: String) throws(AMQPError) {
        var rest = Substring(url)
        if rest.hasPrefix("amqps://") {
            isSecure = true
        } else if !rest.hasPrefix("amqp://") {
            throw Self.invalid("it begins with neither amqp:// nor amqps://")
        }
        rest = rest.dropFirst(isSecure ? 8 : 7)
        if let mark = rest.firstIndex(of: "?") {
            for pair in rest[rest.index(after: mark)...].split(separator: "&") {
                let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                query.append((try Self.decode(halves[0]), try Self.decode(halves.count > 1 ? halves[1] : "")))
            }
            rest = rest[..<mark]
        }
        if let slash = rest.firstIndex(of: "/") {
            let decoded = try Self.decode(rest[rest.index(after: slash)...])
            path = decoded.isEmpty ? nil : decoded
            rest = rest[..<slash]
        }
        if let at = rest.lastIndex(of: "@") {
            let halves = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.decode(halves[0])
            if halves.count > 1 { password = try Self.decode(halves[1]) }
            rest = rest[rest.index(after: at)...]
        }
        try readAuthority(rest)
    }

    private mutating func readAuthority(_ text: Substring) throws(AMQPError) {
        var name = text
        var portText: Substring?
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else {
                throw Self.invalid("the bracket of the host is not closed")
            }
            name = text[text.index(after: text.startIndex)..<end]
            let tail = text[text.index(after: end)...]
            if tail.hasPrefix(":") { portText = tail.dropFirst() }
        } else if let colon = text.firstIndex(of: ":") {
            name = text[..<colon]
            portText = text[text.index(after: colon)...]
        }
        if !name.isEmpty { host = try Self.decode(name) }
        guard let portText else { return }
        guard let number = Int(portText), (1...65535).contains(number) else {
            throw Self.invalid("the port is no port")
        }
        port = number
    }

    private static func decode(_ text: Substring) throws(AMQPError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16),
                value != 0
            else { throw invalid("a percent sign is not followed by two hexadecimal digits") }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw invalid("it is not UTF-8") }
        return decoded
    }

    private static func invalid(_ reason: String) -> AMQPError { AMQPError(.configuration, "read URL", reason) }
}
