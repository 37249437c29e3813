/// Reads a table of text as it arrives, in bounded memory: RFC 4180, and what spreadsheets really write.
///
/// - Lines end with CRLF, LF or CR. The delimiter is a comma, semicolon, tab or bar, as the first lines tell, or what a
///   first line `sep=;` says. Blank lines are passed over, quotes within fields that do not begin with one are
///   characters like any other.
/// - UTF-8 and UTF-16 with or without byte order mark. A record that is no UTF-8 is read as Windows-1252, unless the
///   file has shown itself to be UTF-8 before, in which case it is a problem.
/// - Whatever is wrong, reading goes on. A quoted field that runs into a limit, into the end of the file, into text
///   after its closing quote, or over lines that are all records by themselves was most likely never meant to go on
///   past its line: reading resumes at the line after the one in which the quote began. Any other problem costs the
///   rest of its line.
///
/// The same bytes give the same rows, however they are cut into pieces.
package struct CSVDecoder: Sendable {
    /// So many bytes are looked at before the first row is given.
    package static let sampleSize = 64 << 10

    private let limits: CSVLimits
    private var waiting: [UInt8] = []
    private var reading: Reading?

    /// Once the beginning of the file has told what it is.
    private struct Reading: Sendable {
        var encoding: CSVTextEncoding
        var utf16: UTF16Converter?
        var scanner: RecordScanner
    }

    package init(limits: CSVLimits = CSVLimits()) { self.limits = limits }

    /// Nil before the first ``sampleSize`` bytes or the end. Becomes `windows1252` with the first record that is read
    /// so.
    package var encoding: CSVTextEncoding? {
        reading.map { $0.scanner.text.fallbackRecords > 0 ? .windows1252 : $0.encoding }
    }

    /// How many records were no UTF-8 and have been read as Windows-1252: a guess, which is right for most letters of
    /// Western Europe and wrong for others.
    package var fallbackRecords: Int { reading?.scanner.text.fallbackRecords ?? 0 }

    /// An ASCII character; nil before the first ``sampleSize`` bytes or the end.
    package var delimiter: UInt8? { reading?.scanner.delimiter }

    /// Takes the next bytes of the file, and gives the rows that are complete.
    package mutating func feed(_ bytes: ArraySlice<UInt8>) -> [CSVRow] {
        guard reading == nil else { return read(bytes) }
        waiting += bytes
        guard waiting.count >= Self.sampleSize else { return [] }
        return begin()
    }

    package mutating func feed(_ bytes: [UInt8]) -> [CSVRow] { feed(bytes[...]) }

    /// The rows that were waiting for more; there is no more.
    package mutating func finish() -> [CSVRow] {
        var rows = reading == nil ? begin() : []
        if let rest = reading?.utf16?.finish() { reading?.scanner.read(rest[...]) }
        reading?.scanner.finish()
        rows += reading?.scanner.takeRows() ?? []
        return rows
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>) -> [CSVRow] {
        if let converted = reading?.utf16?.convert(bytes) {
            reading?.scanner.read(converted[...])
        } else {
            reading?.scanner.read(bytes)
        }
        return reading?.scanner.takeRows() ?? []
    }

    private mutating func begin() -> [CSVRow] {
        let bytes = waiting
        waiting = []
        // Never more than this, so that the pieces in which the file arrives make no difference.
        let sample = bytes.prefix(Self.sampleSize)
        let mark = ByteOrderMark(of: sample)
        let encoding = mark?.encoding ?? ByteOrderMark.unmarkedUTF16(sample) ?? .utf8
        let start = mark?.length ?? 0
        let converter = UTF16Converter(encoding)
        var sampleConverter = converter
        let beginning = sampleConverter?.convert(sample.dropFirst(start)) ?? Array(sample.dropFirst(start))
        let told = Delimiter.told(in: beginning)
        let text = RecordText(isUTF8: encoding != .utf8 || mark != nil)
        let delimiter = told ?? Delimiter.detected(in: beginning)
        reading = Reading(
            encoding: encoding, utf16: converter,
            scanner: RecordScanner(
                delimiter: delimiter, skippingFirstLine: told != nil, text: text, limits: limits))
        return read(bytes.dropFirst(start))
    }
}
