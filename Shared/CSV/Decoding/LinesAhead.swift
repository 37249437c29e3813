/// What has been read of a record after the first line break within its quotes, kept for the case that the quote was a
/// mistake and these are records of their own.
struct LinesAhead: Sendable {
    /// Where the kept bytes of the piece that is being read begin.
    private var mark: Int?
    private var bytes: [UInt8] = []
    /// The line of the quote before the first break, and of the one at hand if it has breaks, with where the bytes
    /// after its first break begin.
    private(set) var first: Place?
    private(set) var latest: Place?

    struct Place: Sendable {
        let quoteLine: Int
        /// Of the quoted field, counted from 0.
        let column: Int
        let offset: Int
        /// Whether a line feed that comes next belongs to the break before.
        let isAfterCarriageReturn: Bool
    }

    /// In the line with the first quote.
    private var delimitersBefore = 0

    var isEmpty: Bool { first == nil }

    /// - Parameters:
    ///   - record: as it is before the break.
    ///   - next: the index after it.
    mutating func breakCame(_ byte: UInt8, in record: OpenRecord, delimiter: UInt8, next: Int) {
        guard latest == nil else { return }
        if mark == nil { mark = next }
        let offset = bytes.count + next - (mark ?? next)
        let place = Place(
            quoteLine: record.quoteLine, column: record.ends.count, offset: offset,
            isAfterCarriageReturn: byte == Byte.carriageReturn)
        latest = place
        if first == nil {
            first = place
            delimitersBefore = record.ends.count + record.text.count { $0 == delimiter }
        }
    }

    mutating func fieldEnded() { latest = nil }

    mutating func pieceBegins(at index: Int) { if !isEmpty { mark = index } }

    /// The piece has been read up to there.
    mutating func keep(_ piece: ArraySlice<UInt8>, upTo end: Int) {
        guard let mark else { return }
        bytes += piece[mark..<end]
        self.mark = nil
    }

    func bytes(from place: Place) -> ArraySlice<UInt8> { bytes[place.offset...] }

    /// Whether every line of the record has as many delimiters as a record has.
    func areRecords(of columns: Int, delimiter: UInt8) -> Bool {
        // Of fewer columns, an address or a sentence looks the same.
        guard columns >= 4, delimitersBefore == columns - 1, let first else { return false }
        var rest = bytes[...]
        if first.isAfterCarriageReturn, rest.first == Byte.lineFeed { rest = rest.dropFirst() }
        var count = 0
        var previous: UInt8 = 0
        for byte in rest {
            defer { previous = byte }
            if byte == delimiter { count += 1 }
            guard Byte.isLineEnd(byte), !(byte == Byte.lineFeed && previous == Byte.carriageReturn) else { continue }
            guard count == columns - 1 else { return false }
            count = 0
        }
        return count == columns - 1
    }
}
