/// What a file gives, in the order of its lines.
package enum CSVRow: Sendable, Hashable {
    case record(CSVRecord)
    /// Lines that are no record, and why; the next row begins at the line after them.
    case problem(CSVProblem)

    /// The lines that it takes up, counted from 1 as an editor shows them. Those of two rows never overlap.
    package var lines: ClosedRange<Int> {
        switch self {
        case .record(let record): record.lines
        case .problem(let problem): problem.lines
        }
    }
}
