internal import CSV

/// Says row by row what an import would do, without doing it. The same rows give the same plan, so that a file can be
/// shown first and imported after somebody has agreed.
///
/// Holds nothing of the rows but their numbers and lines, a few bytes each.
struct ImportPlanner: Sendable {
    static let mostRows = 200_000

    private(set) var tally = ImportTally()
    private var reader: RowReader
    private let mostRows: Int
    private var headerIsNext: Bool
    private(set) var isFull = false
    /// The line in which each number came first. E.164 has at most 15 digits and none of them is a leading zero.
    private var lines: [UInt64: Int] = [:]

    init(
        mapping: ColumnMapping, defaults: ImportDefaults, readers: ImportReaders, mostRows: Int = Self.mostRows
    ) {
        reader = RowReader(mapping: mapping, defaults: defaults, readers: readers)
        headerIsNext = mapping.hasHeader
        self.mostRows = mostRows
    }

    /// - Returns: nil for the header, for rows with nothing in them, and once the file was too long, which is said of
    ///   one row.
    mutating func take(_ row: CSVRow) -> PlannedRow? {
        guard !isFull else { return nil }
        if headerIsNext {
            headerIsNext = false
            // A header that cannot be read is still the header, and something to complain about.
            guard case .problem = row else { return nil }
        }
        guard tally.rows < mostRows else {
            isFull = true
            tally.refused += 1
            return .refused([RowProblem(line: row.lines.lowerBound, column: nil, code: .tooManyRows, value: "")])
        }
        switch row {
        case .problem(let problem):
            tally.refused += 1
            return .refused([RowProblem(problem)])
        case .record(let record): return plan(record)
        }
    }

    private mutating func plan(_ record: CSVRecord) -> PlannedRow? {
        let (lead, problems) = reader.read(record)
        guard let lead else {
            if problems.isEmpty { tally.blank += 1 } else { tally.refused += 1 }
            return problems.isEmpty ? nil : .refused(problems)
        }
        if let first = firstLine(of: lead) {
            tally.duplicates += 1
            return .duplicate(lead, duplicate(lead, first))
        }
        tally.accepted += 1
        if !problems.isEmpty { tally.incomplete += 1 }
        return .accepted(lead, problems)
    }

    /// Nil when it is this one.
    private mutating func firstLine(of lead: LeadRow) -> Int? {
        guard let number = UInt64(lead.phone.dropFirst()) else { return nil }
        if let first = lines[number] { return first }
        lines[number] = lead.line
        return nil
    }

    private func duplicate(_ lead: LeadRow, _ first: Int) -> RowProblem {
        RowProblem(line: lead.line, column: nil, code: .duplicate, value: lead.phoneGiven, firstLine: first)
    }
}
