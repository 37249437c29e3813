/// The grammar of strings.
enum JSONStrings {
    /// - Parameter start: behind the opening quote.
    /// - Returns: the offset of the closing quote, and whether there are escapes on the way.
    static func end(_ bytes: Span<UInt8>, from start: Int) throws(JSONParseError) -> (Int, isEscaped: Bool) {
        var position = start
        var isEscaped = false
        while true {
            skipPlain(bytes, &position)
            guard position < bytes.count else { throw JSONParseError(offset: position, reason: .truncated) }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { return (position, isEscaped) }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                try skipEscape(bytes, &position)
            } else if byte < 0x20 {
                throw JSONParseError(offset: position, reason: .controlCharacter)
            } else {
                try skipScalar(bytes, &position)
            }
        }
    }

    /// Passes over ASCII that means itself.
    @inline(__always)
    private static func skipPlain(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count && isPlain(bytes[position]) { position += 1 }
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x60 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func skipEscape(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        let start = position
        guard start + 1 < bytes.count else { throw JSONParseError(offset: bytes.count, reason: .truncated) }
        switch bytes[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position = start + 2
        case UInt8(ascii: "u"):
            for offset in (start + 2)..<(start + 6) {
                guard offset < bytes.count else { throw JSONParseError(offset: offset, reason: .truncated) }
                guard JSONEscapes.hexDigit(bytes[offset]) != nil else {
                    throw JSONParseError(offset: offset, reason: .malformedEscape)
                }
            }
            position = start + 6
        default: throw JSONParseError(offset: start + 1, reason: .malformedEscape)
        }
    }

    /// Passes over one scalar of more than one byte: no overlong form, no surrogate, nothing beyond U+10FFFF.
    private static func skipScalar(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        let lead = bytes[position]
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw JSONParseError(offset: position, reason: .malformedUTF8)
        }
        for offset in 1..<length {
            guard position + offset < bytes.count else { throw JSONParseError(offset: bytes.count, reason: .truncated) }
            let allowed = offset == 1 ? second : 0x80...0xBF
            guard allowed.contains(bytes[position + offset]) else {
                throw JSONParseError(offset: position, reason: .malformedUTF8)
            }
        }
        position += length
    }
}
