/// The grammar of numbers.
enum JSONNumbers {
    /// - Returns: the offset behind the number that begins at `start`.
    static func end(_ bytes: Span<UInt8>, from start: Int) throws(JSONParseError) -> Int {
        var position = start
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let first = position
        try skipDigits(bytes, &position, or: position == start ? .unexpectedCharacter : .malformedNumber)
        if bytes[first] == UInt8(ascii: "0") && position > first + 1 {
            throw JSONParseError(offset: first + 1, reason: .malformedNumber)
        }
        if position < bytes.count && bytes[position] == UInt8(ascii: ".") {
            position += 1
            try skipDigits(bytes, &position, or: .malformedNumber)
        }
        if position < bytes.count && bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            try skipDigits(bytes, &position, or: .malformedNumber)
        }
        return position
    }

    /// At least one digit.
    private static func skipDigits(
        _ bytes: Span<UInt8>, _ position: inout Int, or reason: JSONParseError.Reason
    ) throws(JSONParseError) {
        let first = position
        while position < bytes.count && bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        guard position == first else { return }
        throw JSONParseError(offset: position, reason: position == bytes.count ? .truncated : reason)
    }

    /// The number that a text from outside means, if it is written in digits: no `nan`, no `0x10`.
    static func lenient(_ text: some StringProtocol) -> Double? {
        let digits = text.utf8.allSatisfy { byte in
            byte &- UInt8(ascii: "0") < 10 || "+-.eE".utf8.contains(byte)
        }
        guard digits, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
