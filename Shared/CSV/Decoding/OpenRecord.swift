/// A record that has begun.
struct OpenRecord: Sendable {
    let firstLine: Int
    private(set) var text: [UInt8] = []
    private(set) var ends: [Int] = []
    /// Whether there is more to it than a blank line.
    private(set) var hasQuotes = false
    /// The line in which the quoted field at hand began.
    private(set) var quoteLine: Int
    private(set) var fault: Fault?

    /// What makes it no record, and where.
    struct Fault: Sendable {
        let kind: CSVProblem.Kind
        let column: Int
        let excerpt: String
    }

    init(firstLine: Int) {
        self.firstLine = firstLine
        quoteLine = firstLine
    }

    private var fieldStart: Int { ends.last ?? 0 }

    var isBlank: Bool { text.isEmpty && !hasQuotes && ends.count <= 1 && fault == nil }
    var hasBegun: Bool { !text.isEmpty || hasQuotes || !ends.isEmpty || fault != nil }

    mutating func beginQuote(line: Int) {
        hasQuotes = true
        quoteLine = line
    }

    /// Takes so many of the bytes as the limits allow.
    ///
    /// - Returns: which limit they did not allow for.
    mutating func append(_ bytes: ArraySlice<UInt8>, _ limits: CSVLimits) -> CSVProblem.Kind? {
        let room = min(limits.fieldBytes - (text.count - fieldStart), limits.recordBytes - text.count)
        guard bytes.count > room else {
            text += bytes
            return nil
        }
        text += bytes.prefix(room)
        return text.count - fieldStart == limits.fieldBytes ? .fieldTooLong : .recordTooLong
    }

    mutating func append(_ byte: UInt8, _ limits: CSVLimits) -> CSVProblem.Kind? {
        let isWithinField = text.count - fieldStart < limits.fieldBytes
        guard isWithinField, text.count < limits.recordBytes else {
            return isWithinField ? .recordTooLong : .fieldTooLong
        }
        text.append(byte)
        return nil
    }

    mutating func endField() { ends.append(text.count) }

    /// - Parameter column: of the field that it lies in, counted from 0; the one at hand when nil.
    mutating func fail(_ kind: CSVProblem.Kind, column: Int? = nil) {
        let column = column ?? ends.count
        let start = column == 0 ? 0 : ends[column - 1]
        let field = text[start..<(column < ends.count ? ends[column] : text.count)]
        fault = Fault(kind: kind, column: column + 1, excerpt: CSVProblem.excerpt(of: field))
        text = []
        ends = []
    }

    /// What it is, all of its fields being there.
    mutating func row(lastLine: Int, checkedBy checker: inout RecordText) -> CSVRow {
        if fault == nil, let wrong = checker.check(&text, &ends) {
            fail(wrong.kind, column: wrong.column)
        }
        let lines = firstLine...lastLine
        guard let fault else { return .record(CSVRecord(lines: lines, text: text, ends: ends)) }
        return .problem(
            CSVProblem(kind: fault.kind, lines: lines, column: fault.column, excerpt: fault.excerpt))
    }
}
