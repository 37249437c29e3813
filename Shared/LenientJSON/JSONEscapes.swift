/// Undoes the escapes of a string that the parser has found well formed.
enum JSONEscapes {
    /// UTF-8. A surrogate without its other half becomes U+FFFD.
    static func decode(_ source: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var rest = source
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            result += rest[..<slash]
            let letter = rest[slash + 1]
            rest = rest[(slash + 2)...]
            if letter == UInt8(ascii: "u") {
                append(scalar(&rest), to: &result)
            } else {
                result.append(plain(letter))
            }
        }
        result += rest
        return result
    }

    private static func plain(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "t"): 9
        default: letter
        }
    }

    /// The scalar whose four digits come next, together with its low surrogate if it needs and has one.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let unit = number(rest.prefix(4))
        rest = rest.dropFirst(4)
        if (0xD800..<0xDC00).contains(unit), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            let low = number(rest.dropFirst(2).prefix(4))
            if (0xDC00..<0xE000).contains(low) {
                rest = rest.dropFirst(6)
                return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
            }
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32 {
        digits.reduce(0) { $0 << 4 | UInt32(hexDigit($1) ?? 0) }
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
}
