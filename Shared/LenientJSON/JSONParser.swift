/// Writes the tape in one pass over the bytes. The grammar is RFC 8259's, neither more nor less.
///
/// A container that is still open keeps the tape index of the one around it in its own entry, so that no stack is
/// needed; closing it puts its final entry there.
struct JSONParser {
    static let maxDepth = 128
    private static let outermost = TapeEntry.maxLength

    private(set) var tape: ContiguousArray<UInt64> = []
    private var open = Self.outermost
    private var isInObject = false
    private var depth = 0

    init(expecting count: Int) {
        // Real bodies have a value or key every ten bytes or so; the denser ones make it grow.
        tape.reserveCapacity(count / 8 + 8)
    }

    mutating func parse(_ bytes: Span<UInt8>) throws(JSONParseError) {
        guard bytes.count <= TapeEntry.maxLength else { throw Self.error(.tooLong, 0) }
        var position = 0
        try value(bytes, &position)
        while depth > 0 {
            switch try Self.token(bytes, &position) {
            case UInt8(ascii: ","):
                position += 1
                try member(bytes, &position)
            case UInt8(ascii: "}") where isInObject, UInt8(ascii: "]") where !isInObject:
                position += 1
                close(at: position)
            default: throw Self.error(.unexpectedCharacter, position)
            }
        }
        Self.skipSpace(bytes, &position)
        guard position == bytes.count else { throw Self.error(.trailingBytes, position) }
    }

    /// A value, or in an object a key and its value.
    @inline(__always)
    private mutating func member(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        if isInObject {
            guard try Self.token(bytes, &position) == UInt8(ascii: "\"") else {
                throw Self.error(.unexpectedCharacter, position)
            }
            try string(bytes, &position)
            guard try Self.token(bytes, &position) == UInt8(ascii: ":") else {
                throw Self.error(.unexpectedCharacter, position)
            }
            position += 1
        }
        try value(bytes, &position)
    }

    /// A scalar, or the beginning of a container down to its first scalar or its end.
    private mutating func value(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        while true {
            switch try Self.token(bytes, &position) {
            case UInt8(ascii: "\""): return try string(bytes, &position)
            case UInt8(ascii: "{"):
                try begin(.object, &position)
                if try Self.token(bytes, &position) == UInt8(ascii: "}") { return closeEmpty(&position) }
                return try member(bytes, &position)
            case UInt8(ascii: "["):
                try begin(.array, &position)
                if try Self.token(bytes, &position) == UInt8(ascii: "]") { return closeEmpty(&position) }
            case UInt8(ascii: "t"): return try literal("true", .true, bytes, &position)
            case UInt8(ascii: "f"): return try literal("false", .false, bytes, &position)
            case UInt8(ascii: "n"): return try literal("null", .null, bytes, &position)
            default: return try number(bytes, &position)
            }
        }
    }

    private mutating func begin(_ kind: TapeKind, _ position: inout Int) throws(JSONParseError) {
        guard depth < Self.maxDepth else { throw Self.error(.tooDeep, position) }
        depth += 1
        tape.append(TapeEntry(kind, offset: position, length: open).word)
        open = tape.count - 1
        isInObject = kind == .object
        position += 1
    }

    private mutating func closeEmpty(_ position: inout Int) {
        position += 1
        close(at: position)
    }

    private mutating func close(at position: Int) {
        tape.append(TapeEntry(.end, offset: position, length: 0).word)
        let entry = TapeEntry(word: tape[open])
        tape[open] = TapeEntry(entry.kind, offset: entry.offset, length: tape.count).word
        open = entry.length
        depth -= 1
        isInObject = depth > 0 && TapeEntry(word: tape[open]).kind == .object
    }

    @inline(__always)
    private mutating func string(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        let start = position + 1
        let (end, isEscaped) = try JSONStrings.end(bytes, from: start)
        tape.append(TapeEntry(isEscaped ? .escapedString : .string, offset: start, length: end - start).word)
        position = end + 1
    }

    private mutating func literal(
        _ text: StaticString, _ kind: TapeKind, _ bytes: Span<UInt8>, _ position: inout Int
    ) throws(JSONParseError) {
        let start = position
        for expected in text.description.utf8 {
            guard position < bytes.count else { throw Self.error(.truncated, position) }
            guard bytes[position] == expected else { throw Self.error(.unexpectedCharacter, position) }
            position += 1
        }
        tape.append(TapeEntry(kind, offset: start, length: position - start).word)
    }

    private mutating func number(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) {
        let start = position
        position = try JSONNumbers.end(bytes, from: start)
        tape.append(TapeEntry(.number, offset: start, length: position - start).word)
    }

    /// The first byte that is not white space.
    @inline(__always)
    private static func token(_ bytes: Span<UInt8>, _ position: inout Int) throws(JSONParseError) -> UInt8 {
        skipSpace(bytes, &position)
        guard position < bytes.count else { throw error(.truncated, position) }
        return bytes[position]
    }

    @inline(__always)
    private static func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    private static func error(_ reason: JSONParseError.Reason, _ offset: Int) -> JSONParseError {
        JSONParseError(offset: offset, reason: reason)
    }
}
