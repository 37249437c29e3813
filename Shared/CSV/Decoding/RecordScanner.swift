/// Cuts bytes in which delimiters, quotes and line ends are ASCII into records.
struct RecordScanner: Sendable {
    let delimiter: UInt8
    private let limits: CSVLimits
    private(set) var text: RecordText

    private var rows: [CSVRow] = []
    private var state: State
    /// Of the byte at hand.
    private var line = 1
    private var isAfterCarriageReturn = false
    private var record = OpenRecord(firstLine: 1)
    private var ahead = LinesAhead()
    /// As the first record has them.
    private var columns: Int?

    private enum State: Sendable {
        case fieldStart
        case unquoted
        case quoted
        case quoteInQuotes
        /// Of a line whose record is spoilt.
        case restOfLine
        /// `sep=;`
        case skippedLine
    }

    init(delimiter: UInt8, skippingFirstLine: Bool, text: RecordText, limits: CSVLimits) {
        self.delimiter = delimiter
        self.limits = limits
        self.text = text
        state = skippingFirstLine ? .skippedLine : .fieldStart
    }

    /// The rows since the last time.
    mutating func takeRows() -> [CSVRow] {
        defer { rows = [] }
        return rows
    }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        var pieces = [bytes]
        while var piece = pieces.popLast() {
            let again = scan(&piece)
            if !piece.isEmpty { pieces.append(piece) }
            if let again { pieces.append(again) }
        }
    }

    /// There is no more.
    mutating func finish() {
        while state == .quoted, let place = ahead.latest { read(resume(after: place)) }
        if state == .quoted { record.fail(.unterminatedQuote) }
        guard state != .skippedLine, record.hasBegun else { return }
        // The last field of a line without an end.
        if record.fault == nil { record.endField() }
        if let place = misplacedQuote() {
            read(resume(after: place))
            return finish()
        }
        endRecord()
    }

    /// Reads a piece until its end, or until something that was read turns out to have to be read again.
    ///
    /// - Parameter piece: what is left of it.
    /// - Returns: what comes before that again.
    private mutating func scan(_ piece: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        ahead.pieceBegins(at: piece.startIndex)
        var index = piece.startIndex
        while index < piece.endIndex {
            guard let place = step(piece, &index) else { continue }
            ahead.keep(piece, upTo: index)
            piece = piece[index...]
            return resume(after: place)
        }
        ahead.keep(piece, upTo: index)
        piece = []
        return nil
    }

    /// Gives up the record, and begins a new one in the line after the one in which the quote began.
    private mutating func resume(after place: LinesAhead.Place) -> ArraySlice<UInt8> {
        let again = ahead.bytes(from: place)
        record.fail(.unterminatedQuote, column: place.column)
        line = place.quoteLine
        endRecord()
        line += 1
        isAfterCarriageReturn = place.isAfterCarriageReturn
        return again
    }

    /// Whether the lines of the record are records themselves, so that its first quote that goes over lines was a
    /// mistake.
    private func misplacedQuote() -> LinesAhead.Place? {
        guard record.fault == nil, let columns, ahead.areRecords(of: columns, delimiter: delimiter) else { return nil }
        return ahead.first
    }

    private mutating func endRecord() {
        if !record.isBlank {
            let row = record.row(lastLine: line, checkedBy: &text)
            if columns == nil, case .record(let first) = row { columns = first.count }
            rows.append(row)
        }
        record = OpenRecord(firstLine: line + 1)
        ahead = LinesAhead()
        state = .fieldStart
    }
}

// MARK: Steps

/// Each reads one or more bytes, and says after which quote's line reading has to resume, if it has to.
extension RecordScanner {
    private mutating func step(_ piece: ArraySlice<UInt8>, _ index: inout Int) -> LinesAhead.Place? {
        if isAfterCarriageReturn {
            isAfterCarriageReturn = false
            if piece[index] == Byte.lineFeed {
                index += 1
                // It belongs to the line end before, but in quotes it is also part of the field.
                return state == .quoted ? record.append(Byte.lineFeed, limits).flatMap { stop($0) } : nil
            }
        }
        switch state {
        case .fieldStart:
            if piece[index] == Byte.quote {
                state = .quoted
                record.beginQuote(line: line)
                index += 1
            } else {
                state = .unquoted
            }
            return nil
        case .unquoted: return readUnquoted(piece, &index)
        case .quoted: return readQuoted(piece, &index)
        case .quoteInQuotes: return readAfterQuote(piece, &index)
        case .restOfLine, .skippedLine:
            readRestOfLine(piece, &index)
            return nil
        }
    }

    private mutating func readUnquoted(_ piece: ArraySlice<UInt8>, _ index: inout Int) -> LinesAhead.Place? {
        var end = index
        while end < piece.endIndex {
            let byte = piece[end]
            if byte == delimiter || Byte.isLineEnd(byte) { break }
            end += 1
        }
        let limit = record.append(piece[index..<end], limits)
        index = end
        if let limit { return stop(limit) }
        return index < piece.endIndex ? endField(piece, &index) : nil
    }

    private mutating func readQuoted(_ piece: ArraySlice<UInt8>, _ index: inout Int) -> LinesAhead.Place? {
        var end = index
        while end < piece.endIndex {
            let byte = piece[end]
            if byte == Byte.quote || Byte.isLineEnd(byte) { break }
            end += 1
        }
        let limit = record.append(piece[index..<end], limits)
        index = end
        if let limit { return stop(limit) }
        guard index < piece.endIndex else { return nil }
        let byte = piece[index]
        index += 1
        guard byte != Byte.quote else {
            state = .quoteInQuotes
            return nil
        }
        return breakLine(byte, next: index)
    }

    /// Within quotes.
    private mutating func breakLine(_ byte: UInt8, next: Int) -> LinesAhead.Place? {
        ahead.breakCame(byte, in: record, delimiter: delimiter, next: next)
        isAfterCarriageReturn = byte == Byte.carriageReturn
        line += 1
        if let limit = record.append(byte, limits) { return stop(limit) }
        return line - record.firstLine >= limits.lines ? ahead.latest : nil
    }

    private mutating func readAfterQuote(_ piece: ArraySlice<UInt8>, _ index: inout Int) -> LinesAhead.Place? {
        let byte = piece[index]
        if byte == delimiter || Byte.isLineEnd(byte) { return endField(piece, &index) }
        guard byte == Byte.quote else { return stop(.textAfterQuote) }
        index += 1
        state = .quoted
        return record.append(byte, limits).flatMap { stop($0) }
    }

    /// At a delimiter or the end of a line.
    private mutating func endField(_ piece: ArraySlice<UInt8>, _ index: inout Int) -> LinesAhead.Place? {
        record.endField()
        ahead.fieldEnded()
        let byte = piece[index]
        if byte == delimiter {
            index += 1
            state = .fieldStart
            return record.ends.count < limits.columns ? nil : stop(.tooManyColumns)
        }
        if !ahead.isEmpty {
            ahead.keep(piece, upTo: index)
            if let place = misplacedQuote() { return place }
        }
        endRecord()
        endLine(byte)
        index += 1
        return nil
    }

    private mutating func readRestOfLine(_ piece: ArraySlice<UInt8>, _ index: inout Int) {
        while index < piece.endIndex, !Byte.isLineEnd(piece[index]) { index += 1 }
        guard index < piece.endIndex else { return }
        if state == .skippedLine { record = OpenRecord(firstLine: line + 1) } else { endRecord() }
        endLine(piece[index])
        index += 1
    }

    private mutating func endLine(_ byte: UInt8) {
        line += 1
        isAfterCarriageReturn = byte == Byte.carriageReturn
        state = .fieldStart
    }

    /// The record is none. In a quoted field that has gone on to other lines, the quote was the mistake; else the line
    /// is lost.
    private mutating func stop(_ kind: CSVProblem.Kind) -> LinesAhead.Place? {
        if let place = ahead.latest { return place }
        record.fail(kind)
        ahead = LinesAhead()
        state = .restOfLine
        return nil
    }
}
