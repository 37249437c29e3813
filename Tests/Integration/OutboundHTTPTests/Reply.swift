/// What a ``ScriptedServer`` does with a request.
enum Reply: Sendable {
    case respond(Int = 200, headers: [String: String] = [:], body: [UInt8] = [])
    /// Exactly these bytes.
    case raw([UInt8], thenClose: Bool = false)
    /// Nothing, ever.
    case hang
    /// The end of the connection, without a byte.
    case drop
    /// A body that does not end.
    case endless
    /// The pieces, with a pause after each.
    case drip([[UInt8]], every: Duration)

    static func text(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Reply {
        .respond(status, headers: headers, body: Array(text.utf8))
    }

    static func head(_ status: Int, _ headers: [String: String], length: Int?) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Scripted\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if let length { text += "Content-Length: \(length)\r\n" }
        return Array((text + "\r\n").utf8)
    }
}

/// A request as the server saw it.
struct ReceivedRequest: Sendable {
    var method: String
    var path: String
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    /// The first request in the bytes and its length; nil when it is not complete yet.
    static func parse(_ bytes: [UInt8]) -> (ReceivedRequest, Int)? {
        let end = Array("\r\n\r\n".utf8)
        guard let head = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { return nil }
        let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        let bodyStart = head + 4
        guard bytes.count >= bodyStart + length else { return nil }
        let body = Array(bytes[bodyStart..<(bodyStart + length)])
        let request = ReceivedRequest(method: String(words[0]), path: String(words[1]), headers: headers, body: body)
        return (request, bodyStart + length)
    }
}
