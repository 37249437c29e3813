/// Takes a connection URL apart.
enum ConnectionURL {
    static func parse(_ url: String) throws(PostgresError) -> PostgresConfiguration {
        var rest = Substring(url)
        guard let scheme = ["postgres://", "postgresql://"].first(where: { url.hasPrefix($0) }) else {
            throw invalid("the URL must start with postgres:// or postgresql://")
        }
        rest = rest.dropFirst(scheme.count)
        let query = cut(&rest, at: "?")
        let path = cut(&rest, at: "/")
        var configuration = PostgresConfiguration(user: "", database: "")
        if let at = rest.lastIndex(of: "@") {
            try readCredentials(rest[..<at], into: &configuration)
            rest = rest[rest.index(after: at)...]
        }
        try readAuthority(rest, into: &configuration)
        configuration.database = try decode(path ?? "")
        for item in (query ?? "").split(separator: "&") { try read(item, into: &configuration) }
        guard !configuration.user.isEmpty else { throw invalid("the URL names no user") }
        if configuration.database.isEmpty { configuration.database = configuration.user }
        return configuration
    }

    /// Cuts `text` at the first `separator` and returns what was behind it.
    private static func cut(_ text: inout Substring, at separator: Character) -> Substring? {
        guard let index = text.firstIndex(of: separator) else { return nil }
        defer { text = text[..<index] }
        return text[text.index(after: index)...]
    }

    private static func readCredentials(
        _ text: Substring, into configuration: inout PostgresConfiguration
    ) throws(PostgresError) {
        var user = text
        let password = cut(&user, at: ":")
        configuration.user = try decode(user)
        if let password { configuration.password = try decode(password) }
    }

    private static func readAuthority(
        _ text: Substring, into configuration: inout PostgresConfiguration
    ) throws(PostgresError) {
        var host = text
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { throw invalid("the host's bracket is not closed") }
            let rest = host[host.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw invalid("something unexpected follows the host") }
            configuration.host = String(host[host.index(after: host.startIndex)..<end])
            if !rest.isEmpty { configuration.port = try port(rest.dropFirst()) }
            return
        }
        if let port = cut(&host, at: ":") { configuration.port = try Self.port(port) }
        if !host.isEmpty { configuration.host = try decode(host) }
    }

    private static func read(
        _ item: Substring, into configuration: inout PostgresConfiguration
    ) throws(PostgresError) {
        var name = item
        guard let rawValue = cut(&name, at: "=") else { throw invalid("query item \(name) has no value") }
        let value = try decode(rawValue)
        switch name {
        case "host": configuration.host = value
        case "port": configuration.port = try port(Substring(value))
        case "user": configuration.user = value
        case "password": configuration.password = value
        case "dbname": configuration.database = value
        case "application_name": configuration.applicationName = value
        case "connect_timeout":
            guard let seconds = Int(value), seconds > 0 else { throw invalid("connect_timeout is not a number") }
            configuration.connectTimeout = .seconds(seconds)
        case let name where known.contains(String(name)): configuration.options[String(name)] = value
        default: throw invalid("unknown setting \(name)")
        }
    }

    /// The settings that are passed on to libpq.
    private static let known: Set<String> = [
        "channel_binding", "gssencmode", "keepalives", "keepalives_count", "keepalives_idle", "keepalives_interval",
        "options", "passfile", "requirepeer", "sslcert", "sslcrl", "sslcrldir", "sslkey", "sslmode", "sslpassword",
        "sslrootcert", "sslsni", "ssl_max_protocol_version", "ssl_min_protocol_version", "target_session_attrs",
        "tcp_user_timeout",
    ]

    private static func port(_ text: Substring) throws(PostgresError) -> Int {
        guard let port = UInt16(text), port > 0 else { throw invalid("the port is not a number from 1 to 65535") }
        return Int(port)
    }

    private static func decode(_ text: Substring) throws(PostgresError) -> String {
        guard text.contains("%") else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let decoded = UInt8(hexadecimal: rest.prefix(2)) else {
                throw invalid("a percent sign is not followed by two hexadecimal digits")
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw invalid("percent-decoding does not give UTF-8")
        }
        return decoded
    }

    private static func invalid(_ reason: String) -> PostgresError {
        PostgresError(.configuration, operation: "connection URL", reason: reason)
    }
}

extension UInt8 {
    fileprivate init?(hexadecimal digits: Substring.UTF8View) {
        guard let text = String(digits), let value = UInt8(text, radix: 16), !text.hasPrefix("+") else { return nil }
        self = value
    }
}
