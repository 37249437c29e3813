/// Which bytes of a file a request asks for (RFC 9110 §14). One range is answered; several are answered with the whole, which
/// a server may always do (§14.2).
enum ByteRange: Sendable, Equatable {
    /// 200
    case whole
    /// 206: not empty, within the file.
    case part(Range<Int>)
    /// 416
    case unsatisfiable

    /// - Parameters:
    ///   - header: the field `Range`; one that is not understood is as none at all.
    ///   - length: of the file, in bytes.
    init(_ header: String?, length: Int) {
        guard let spec = header.flatMap(Self.onlySpec) else {
            self = .whole
            return
        }
        let parts = spec.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, Self.isDigits(parts[0]), Self.isDigits(parts[1]) else {
            self = .whole
            return
        }
        self = Self.range(first: parts[0], last: parts[1], length)
    }

    /// The fields `If-Range` and `Range` together: the range counts only when the file is still the one that is meant
    /// (§13.1.5). A date is no strong validator here, since none is sent.
    init(_ header: String?, ifRange: String?, entityTag: String, length: Int) {
        let isMeant = ifRange.map { Self.trimmed($0) == entityTag } ?? true
        self.init(isMeant ? header : nil, length: length)
    }

    private static func range(first: Substring, last: Substring, _ length: Int) -> ByteRange {
        switch (first.isEmpty, last.isEmpty) {
        case (true, true): return .whole
        case (true, false):
            let count = min(number(last), length)
            return count > 0 ? .part((length - count)..<length) : .unsatisfiable
        case (false, _):
            let start = number(first)
            let end = last.isEmpty ? Int.max : number(last)
            // Not a range at all, rather than one that cannot be satisfied.
            guard end >= start else { return .whole }
            guard start < length else { return .unsatisfiable }
            return .part(start..<(min(end, length - 1) + 1))
        }
    }

    /// What is asked for in bytes, when it is one range; a list may have empty elements (§5.6.1).
    private static func onlySpec(_ header: String) -> Substring? {
        let parts = header.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, trimmed(parts[0]).lowercased() == "bytes" else { return nil }
        let specs = parts[1].split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
        return specs.count == 1 ? specs[0][...] : nil
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

    /// More than fits is more than there is.
    private static func number(_ digits: Substring) -> Int { Int(digits) ?? Int.max }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...last])
    }
}
