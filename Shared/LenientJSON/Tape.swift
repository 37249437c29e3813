/// What a tape entry stands for.
enum TapeKind: UInt8 {
    case null, `false`, `true`, number, string, escapedString, array, object, end
}

/// One word of the tape: kind (4 bits), length (28 bits) and offset (32 bits).
///
/// - A scalar: offset and length of its bytes; for strings, of what is between the quotes.
/// - A container: offset of its opening bracket; the length is the tape index behind its ``TapeKind/end``.
/// - An end: the offset behind the closing bracket.
/// - In an object, each value is preceded by its key, a string.
struct TapeEntry {
    static let maxLength = (1 << 28) - 1

    let word: UInt64

    init(word: UInt64) { self.word = word }

    init(_ kind: TapeKind, offset: Int, length: Int) {
        word = UInt64(kind.rawValue) << 60 | UInt64(length) << 32 | UInt64(offset)
    }

    var kind: TapeKind { TapeKind(rawValue: UInt8(truncatingIfNeeded: word >> 60)) ?? .end }
    var length: Int { Int((word >> 32) & UInt64(Self.maxLength)) }
    var offset: Int { Int(word & 0xFFFF_FFFF) }
    var range: Range<Int> { offset..<(offset + length) }
    var isContainer: Bool { kind == .array || kind == .object }

    /// The tape index behind the value whose entry this is, at `index`.
    func next(after index: Int) -> Int { isContainer ? length : index + 1 }
}

/// The bytes of a document and what was found in them, shared by all its nodes.
final class JSONStorage: Sendable {
    let bytes: [UInt8]
    let tape: ContiguousArray<UInt64>

    init(bytes: [UInt8], tape: ContiguousArray<UInt64>) {
        self.bytes = bytes
        self.tape = tape
    }

    func entry(_ index: Int) -> TapeEntry { TapeEntry(word: tape[index]) }

    /// Where the value stands in the bytes, quotes and brackets included.
    func source(_ index: Int) -> Range<Int> {
        let entry = entry(index)
        switch entry.kind {
        case .array, .object: return entry.offset..<self.entry(entry.length - 1).offset
        case .string, .escapedString: return (entry.offset - 1)..<(entry.offset + entry.length + 1)
        default: return entry.range
        }
    }

    /// The string of that entry, its escapes undone; nil when it is something else.
    func string(_ entry: TapeEntry) -> String? {
        switch entry.kind {
        case .string: return String(decoding: bytes[entry.range], as: UTF8.self)
        case .escapedString: return String(decoding: JSONEscapes.decode(bytes[entry.range]), as: UTF8.self)
        default: return nil
        }
    }

    /// Whether the key of that entry is that name, found out without making a string of it.
    func key(_ entry: TapeEntry, is name: Span<UInt8>) -> Bool {
        if entry.kind == .escapedString {
            let decoded = JSONEscapes.decode(bytes[entry.range])
            return decoded.count == name.count && Self.same(decoded, 0, name)
        }
        // Most names differ in length already.
        return entry.length == name.count && Self.same(bytes, entry.offset, name)
    }

    private static func same(_ bytes: [UInt8], _ offset: Int, _ name: Span<UInt8>) -> Bool {
        guard offset + name.count <= bytes.count else { return false }
        for index in 0..<name.count where bytes[offset + index] != name[index] { return false }
        return true
    }
}
