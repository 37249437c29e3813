/// Windows-1252 to UTF-8 (https://encoding.spec.whatwg.org/index-windows-1252.txt).
enum Windows1252 {
    static func append(_ byte: UInt8, to text: inout [UInt8]) {
        let value = (0x80..<0xa0).contains(byte) ? special[Int(byte) - 0x80] : UInt16(byte)
        switch value {
        case ..<0x80: text.append(UInt8(value))
        case ..<0x800: text += [UInt8(0xc0 | value >> 6), UInt8(0x80 | value & 0x3f)]
        default:
            text += [UInt8(0xe0 | value >> 12), UInt8(0x80 | value >> 6 & 0x3f), UInt8(0x80 | value & 0x3f)]
        }
    }

    /// Where it is not ISO 8859-1. The five that have no character keep their control character.
    private static let special: [UInt16] = [
        0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008d,
        0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0x009d, 0x017e, 0x0178,
    ]
}
