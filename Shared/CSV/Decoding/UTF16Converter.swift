/// UTF-16 in pieces to UTF-8. Half a surrogate pair is written as its own three bytes, which are no UTF-8, so that the
/// record with it is found out.
struct UTF16Converter: Sendable {
    private let isBigEndian: Bool
    private var oddByte: UInt8?
    private var high: UInt32?

    /// Nil for encodings that are not UTF-16.
    init?(_ encoding: CSVTextEncoding) {
        switch encoding {
        case .utf16LittleEndian: isBigEndian = false
        case .utf16BigEndian: isBigEndian = true
        case .utf8, .windows1252: return nil
        }
    }

    mutating func convert(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        for byte in bytes {
            guard let first = oddByte else {
                oddByte = byte
                continue
            }
            oddByte = nil
            let (upper, lower) = isBigEndian ? (first, byte) : (byte, first)
            append(UInt32(upper) << 8 | UInt32(lower), to: &text)
        }
        return text
    }

    /// What was left of the last character.
    mutating func finish() -> [UInt8] {
        var text: [UInt8] = []
        flush(to: &text)
        if oddByte != nil { text.append(0xff) }
        oddByte = nil
        return text
    }

    private mutating func append(_ unit: UInt32, to text: inout [UInt8]) {
        if let high, (0xdc00...0xdfff).contains(unit) {
            self.high = nil
            return Self.write(0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00), to: &text)
        }
        flush(to: &text)
        if (0xd800...0xdbff).contains(unit) { high = unit } else { Self.write(unit, to: &text) }
    }

    private mutating func flush(to text: inout [UInt8]) {
        if let high { Self.write(high, to: &text) }
        high = nil
    }

    private static func write(_ value: UInt32, to text: inout [UInt8]) {
        func continuation(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3f) }
        switch value {
        case ..<0x80: text.append(UInt8(value))
        case ..<0x800: text += [UInt8(0xc0 | value >> 6), continuation(0)]
        case ..<0x10000: text += [UInt8(0xe0 | value >> 12), continuation(6), continuation(0)]
        default: text += [UInt8(0xf0 | value >> 18), continuation(12), continuation(6), continuation(0)]
        }
    }
}
