/// Puts a response head together from the lines that libcurl hands over one by one.
struct ResponseParser {
    /// A head longer than this is refused.
    static let maxHeadBytes = 128 * 1024

    private(set) var status = 0
    private(set) var headers = HTTPHeaders()
    private var size = 0
    private var isComplete = false

    /// Whether anything at all has come back.
    var hasBegun: Bool { size > 0 }

    var contentLength: Int? { headers["Content-Length"].flatMap { Int($0) } }

    /// - Returns: false when the head has become too long.
    mutating func append(_ line: String) -> Bool {
        size += line.utf8.count
        guard size <= Self.maxHeadBytes else { return false }
        let text = line.prefix { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }
        if text.hasPrefix("HTTP/") && (!isComplete || status < 200) {
            begin(text)
        } else if text.isEmpty {
            isComplete = true
        } else if !isComplete {
            field(text)
        }
        // What follows a complete head is a trailer, which no one here has a use for.
        return true
    }

    /// A status line; an earlier one was an interim response (1xx).
    private mutating func begin(_ text: Substring) {
        let words = text.split(separator: " ", maxSplits: 2)
        status = words.count > 1 ? Int(words[1]) ?? 0 : 0
        headers = HTTPHeaders()
        isComplete = false
    }

    private mutating func field(_ text: Substring) {
        if text.first == " " || text.first == "\t" {
            headers.extendLast(with: Self.trimmed(text))
        } else if let colon = text.firstIndex(of: ":") {
            let value = Self.trimmed(text[text.index(after: colon)...])
            headers.append(name: String(text[..<colon]), value: value)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
