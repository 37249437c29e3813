/// Why some lines are no record.
package struct CSVProblem: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A quote that is not closed: before the end of the file, before a limit, or before what is plainly another
        /// record.
        case unterminatedQuote
        /// `"Anna" Smith`: something between a closing quote and the next delimiter.
        case textAfterQuote
        case fieldTooLong
        case recordTooLong
        case tooManyColumns
        /// Bytes that are no text in the encoding of the file, or halves of UTF-16 surrogate pairs.
        case invalidText
        /// U+0000, which no database keeps and no spreadsheet writes.
        case nul
    }

    package let kind: Kind
    /// The lines that are left out, counted from 1.
    package let lines: ClosedRange<Int>
    /// Of the field that it was found in, counted from 1.
    package let column: Int
    /// The first 80 characters (Unicode scalars) of that field.
    package let excerpt: String

    package init(kind: Kind, lines: ClosedRange<Int>, column: Int, excerpt: String) {
        self.kind = kind
        self.lines = lines
        self.column = column
        self.excerpt = excerpt
    }

    static func excerpt(of field: ArraySlice<UInt8>) -> String {
        // A scalar is four bytes at most.
        let start = String(decoding: field.prefix(4 * 80), as: UTF8.self)
        return String(String.UnicodeScalarView(start.unicodeScalars.prefix(80)))
    }
}
