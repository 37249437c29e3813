import CSV

/// What a file comes to, fed in pieces of one size.
struct Decoded: Equatable {
    let rows: [CSVRow]
    let encoding: CSVTextEncoding?
    let delimiter: UInt8?
    let fallbackRecords: Int

    init(_ bytes: [UInt8], limits: CSVLimits = CSVLimits(), pieces: Int = 1 << 20) {
        var decoder = CSVDecoder(limits: limits)
        var rows: [CSVRow] = []
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            rows += decoder.feed(bytes[start..<min(start + pieces, bytes.count)])
        }
        rows += decoder.finish()
        self.rows = rows
        encoding = decoder.encoding
        delimiter = decoder.delimiter
        fallbackRecords = decoder.fallbackRecords
    }

    init(_ text: String, limits: CSVLimits = CSVLimits()) { self.init(Array(text.utf8), limits: limits) }

    var records: [CSVRecord] {
        rows.compactMap { if case .record(let record) = $0 { record } else { nil } }
    }

    var problems: [CSVProblem] {
        rows.compactMap { if case .problem(let problem) = $0 { problem } else { nil } }
    }

    var fields: [[String]] { records.map(\.fields) }
}
