/// A value in PostgreSQL's binary format, on its way to the server.
///
/// Small values are held in place, text and bytes by reference: making one allocates and copies nothing.
package enum PostgresValue: Sendable {
    case null
    case word8(UInt8)
    case word16(UInt16)
    case word32(UInt32)
    case word64(UInt64)
    /// Sixteen bytes, the first eight of them in `high` as a big-endian number.
    case wide(high: UInt64, low: UInt64)
    case text(String)
    case bytes([UInt8])

    /// The number of bytes that the value takes on the wire; -1 for NULL, as the protocol has it.
    var byteCount: Int {
        switch self {
        case .null: -1
        case .word8: 1
        case .word16: 2
        case .word32: 4
        case .word64: 8
        case .wide: 16
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }

    /// Appends the bytes without their length; nothing for NULL.
    func append(to buffer: inout [UInt8]) {
        switch self {
        case .null: break
        case .word8(let word): buffer.append(word)
        case .word16(let word): buffer.append(bigEndian: word)
        case .word32(let word): buffer.append(bigEndian: word)
        case .word64(let word): buffer.append(bigEndian: word)
        case .wide(let high, let low):
            buffer.append(bigEndian: high)
            buffer.append(bigEndian: low)
        case .text(let text): buffer.append(contentsOf: text.utf8)
        case .bytes(let bytes): buffer.append(contentsOf: bytes)
        }
    }
}

extension [UInt8] {
    mutating func append<Word: FixedWidthInteger & BitwiseCopyable>(bigEndian word: Word) {
        unsafe Swift.withUnsafeBytes(of: word.bigEndian) { unsafe append(contentsOf: $0) }
    }
}
