/// The binary format of one-dimensional arrays: number of dimensions, whether there are NULLs, element type; then, unless
/// empty, length and lower bound; then each element with its length before it.
enum ArrayEncoding {
    private static let headerSize = 20

    static func encode<Element: PostgresEncodable>(_ elements: [Element], of type: PostgresType) -> PostgresValue {
        var buffer: [UInt8] = []
        guard !elements.isEmpty else {
            appendHeader(dimensions: 0, hasNull: false, type, to: &buffer)
            return .bytes(buffer)
        }
        let values = elements.map(\.postgresValue)
        var size = headerSize
        var hasNull = false
        for value in values {
            let count = value.byteCount
            hasNull = hasNull || count < 0
            size += 4 + max(0, count)
        }
        buffer.reserveCapacity(size)
        appendHeader(dimensions: 1, hasNull: hasNull, type, to: &buffer)
        buffer.append(bigEndian: Int32(clamping: values.count))
        buffer.append(bigEndian: Int32(1))
        for value in values {
            buffer.append(bigEndian: Int32(clamping: value.byteCount))
            value.append(to: &buffer)
        }
        return .bytes(buffer)
    }

    private static func appendHeader(
        dimensions: Int32, hasNull: Bool, _ type: PostgresType, to buffer: inout [UInt8]
    ) {
        buffer.append(bigEndian: dimensions)
        buffer.append(bigEndian: Int32(hasNull ? 1 : 0))
        buffer.append(bigEndian: type.rawValue)
    }
}

enum ArrayDecoding {
    static func decode<Element: PostgresDecodable>(
        _ bytes: RawSpan
    ) throws(PostgresDecodingIssue) -> [Element] {
        var reader = ByteReader()
        let dimensions = try reader.next(Int32.self, in: bytes)
        _ = try reader.next(Int32.self, in: bytes)
        let type = PostgresType(rawValue: try reader.next(UInt32.self, in: bytes))
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw .invalidValue("array of \(dimensions) dimensions") }
        let count = Int(try reader.next(Int32.self, in: bytes))
        _ = try reader.next(Int32.self, in: bytes)
        // Each element takes at least its length: a count beyond that is not to be believed.
        guard count >= 0, count <= bytes.byteCount / 4 else { throw .invalidValue("malformed array") }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count {
            let length = Int(try reader.next(Int32.self, in: bytes))
            guard length >= 0 else {
                elements.append(try Element.decodeNull())
                continue
            }
            let range = try reader.skip(length, in: bytes)
            elements.append(try Element.decode(bytes.extracting(range), type: type))
        }
        return elements
    }
}

/// A position in bytes that are lent to each call.
struct ByteReader {
    private var offset = 0

    mutating func next<Word: FixedWidthInteger & BitwiseCopyable>(
        _ type: Word.Type, in bytes: RawSpan
    ) throws(PostgresDecodingIssue) -> Word {
        let range = try skip(MemoryLayout<Word>.size, in: bytes)
        return try bytes.extracting(range).word()
    }

    mutating func skip(_ count: Int, in bytes: RawSpan) throws(PostgresDecodingIssue) -> Range<Int> {
        guard count <= bytes.byteCount - offset else { throw .invalidValue("value cut short") }
        defer { offset += count }
        return offset..<(offset + count)
    }
}

extension RawSpan {
    /// The bytes as one big-endian number of exactly their size.
    func word<Word: FixedWidthInteger & BitwiseCopyable>() throws(PostgresDecodingIssue) -> Word {
        guard byteCount == MemoryLayout<Word>.size else {
            throw .invalidValue("\(byteCount) bytes where \(MemoryLayout<Word>.size) are expected")
        }
        return Word(bigEndian: unsafe unsafeLoadUnaligned(as: Word.self))
    }
}
