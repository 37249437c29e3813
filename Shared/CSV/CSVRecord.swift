/// A line of a table: its fields without their quotes.
package struct CSVRecord: Sendable, Hashable {
    /// Counted from 1. More than one when a quoted field has line breaks in it.
    package let lines: ClosedRange<Int>
    /// UTF-8, checked; one field after the other.
    private let text: [UInt8]
    /// Where in the text each field ends.
    private let ends: [Int]

    init(lines: ClosedRange<Int>, text: [UInt8], ends: [Int]) {
        self.lines = lines
        self.text = text
        self.ends = ends
    }

    /// How many fields there are.
    package var count: Int { ends.count }

    /// A field; nil where the record is shorter than that. Fields are made into strings only when they are asked for.
    package subscript(column: Int) -> String? {
        guard ends.indices.contains(column) else { return nil }
        let start = column == 0 ? 0 : ends[column - 1]
        return String(decoding: text[start..<ends[column]], as: UTF8.self)
    }

    package var fields: [String] { ends.indices.compactMap { self[$0] } }
}
