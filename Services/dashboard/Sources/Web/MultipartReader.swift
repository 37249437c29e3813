/// Reads a form with a file in it (`multipart/form-data`, RFC 7578, RFC 2046 §5.1) as it arrives: nothing is held but what may be
/// the beginning of a boundary, and the headers of one part.
///
/// The same bytes give the same parts, however they are cut into pieces.
struct MultipartReader: Sendable {
    enum Event: Sendable, Equatable {
        /// A part begins. The name of the file as the sender's system calls it; nil for a plain field.
        case part(name: String, fileName: String?)
        /// The next bytes of the part.
        case bytes([UInt8])
        case partEnd
    }

    enum Problem: String, Error, Sendable {
        /// It is no such form, or has no boundary that could be one.
        case notMultipart
        case malformed
        case headersTooLong
        /// It ends before its last boundary.
        case cutOff
    }

    private enum State: Sendable {
        case preamble
        /// After a boundary, whose line may go on with blanks.
        case boundaryLine
        case headers
        case body
        case epilogue
    }

    private static let mostHeaderBytes = 8 << 10
    private static let mostBoundaryLineBytes = 256

    /// With the line break before it, which belongs to it.
    private let delimiter: [UInt8]
    private var state = State.preamble
    private var waiting: [UInt8] = Array("\r\n".utf8)

    /// - Parameter contentType: of the request.
    init(contentType: String) throws(Problem) {
        let header = HeaderValue(contentType)
        guard header.value.lowercased() == "multipart/form-data", let boundary = header.parameter("boundary"),
            (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7e).contains($0) }),
            boundary.last != " "
        else { throw .notMultipart }
        delimiter = Array("\r\n--\(boundary)".utf8)
    }

    /// Takes the next bytes, and tells what they bring.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(Problem) -> [Event] {
        waiting += bytes
        var events: [Event] = []
        while try step(&events) {}
        return events
    }

    /// - Throws: ``Problem/cutOff`` when there should have been more.
    func finish() throws(Problem) { guard case .epilogue = state else { throw .cutOff } }

    /// Whether something has been dealt with, and there may be more to do.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble: return skipPreamble()
        case .boundaryLine: return try readBoundaryLine()
        case .headers: return try readHeaders(&events)
        case .body: return readBody(&events)
        case .epilogue:
            waiting = []
            return false
        }
    }

    private mutating func skipPreamble() -> Bool {
        guard let found = find(delimiter) else {
            waiting = Array(waiting.suffix(delimiter.count - 1))
            return false
        }
        waiting.removeFirst(found + delimiter.count)
        state = .boundaryLine
        return true
    }

    private mutating func readBoundaryLine() throws(Problem) -> Bool {
        guard waiting.count >= 2 else { return false }
        if waiting[0] == UInt8(ascii: "-"), waiting[1] == UInt8(ascii: "-") {
            state = .epilogue
            return true
        }
        let blanks = waiting.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        guard blanks <= Self.mostBoundaryLineBytes else { throw .malformed }
        guard waiting.count >= blanks + 2 else { return false }
        guard waiting[blanks] == 0x0d, waiting[blanks + 1] == 0x0a else { throw .malformed }
        // The line break stays: it may be half of the empty line that ends the headers.
        waiting.removeFirst(blanks)
        state = .headers
        return true
    }

    private mutating func readHeaders(_ events: inout [Event]) throws(Problem) -> Bool {
        guard let end = find(Array("\r\n\r\n".utf8)) else {
            guard waiting.count <= Self.mostHeaderBytes else { throw .headersTooLong }
            return false
        }
        guard end <= Self.mostHeaderBytes else { throw .headersTooLong }
        events.append(try Self.part(String(decoding: waiting[..<end], as: UTF8.self)))
        // The line break at the end stays: a part with nothing in it ends with the boundary right after it.
        waiting.removeFirst(end + 2)
        state = .body
        isAtStart = true
        return true
    }

    /// Whether the line break that ends the headers is still in front of the part's bytes.
    private var isAtStart = false

    private mutating func readBody(_ events: inout [Event]) -> Bool {
        guard let found = find(delimiter) else {
            let ready = waiting.count - (delimiter.count - 1)
            if ready > 0 { emit(ready, &events) }
            return false
        }
        emit(found, &events)
        if isAtStart { isAtStart = false }
        events.append(.partEnd)
        waiting.removeFirst(delimiter.count)
        state = .boundaryLine
        return true
    }

    /// Hands the first bytes on, without the line break of the headers.
    private mutating func emit(_ count: Int, _ events: inout [Event]) {
        var bytes = waiting.prefix(count)
        if isAtStart, count > 0 {
            guard count >= 2 else { return }
            bytes = bytes.dropFirst(2)
            isAtStart = false
        }
        if !bytes.isEmpty { events.append(.bytes(Array(bytes))) }
        waiting.removeFirst(count)
    }

    private func find(_ pattern: [UInt8]) -> Int? {
        var start = waiting.startIndex
        while let candidate = waiting[start...].firstIndex(of: pattern[0]) {
            guard candidate + pattern.count <= waiting.count else { return nil }
            if waiting[candidate..<(candidate + pattern.count)].elementsEqual(pattern) { return candidate }
            start = candidate + 1
        }
        return nil
    }

    private static func part(_ headers: String) throws(Problem) -> Event {
        for line in headers.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].lowercased().trimmed() == "content-disposition"
            else { continue }
            let header = HeaderValue(String(line[line.index(after: colon)...]))
            guard header.value.lowercased() == "form-data", let name = header.parameter("name") else {
                throw .malformed
            }
            return .part(name: name.unescaped(), fileName: header.parameter("filename")?.unescaped())
        }
        throw .malformed
    }
}

/// `form-data; name="file"; filename="leads.csv"`
private struct HeaderValue {
    private(set) var value: String
    private var parameters: [(name: String, value: String)] = []

    init(_ text: String) {
        var rest = Substring(text)
        value = String(rest.prefix { $0 != ";" }).trimmed()
        rest = rest.dropFirst(text.prefix { $0 != ";" }.count)
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            parameters.append((String(name).lowercased().trimmed(), Self.parameterValue(&rest)))
        }
    }

    func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }

    private static func parameterValue(_ rest: inout Substring) -> String {
        guard rest.first == "\"" else {
            let token = rest.prefix { $0 != ";" }
            rest = rest.dropFirst(token.count)
            return String(token).trimmed()
        }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            // Browsers leave backslashes in names of files alone, and write quotes otherwise.
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                rest = rest.dropFirst()
                value.append(next)
            } else {
                value.append(character)
            }
        }
        rest = rest.drop { $0 != ";" }
        return value
    }
}

extension String {
    fileprivate func trimmed() -> String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }

    /// As browsers write what would end the value (WHATWG HTML, "multipart/form-data encoding algorithm").
    fileprivate func unescaped() -> String {
        replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}
