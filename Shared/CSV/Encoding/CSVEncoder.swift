/// Writes a table as RFC 4180 has it: CRLF, and quotes around what needs them.
///
/// What a spreadsheet would take for a formula is written so that it does not; see ``FormulaGuard``.
package struct CSVEncoder: Sendable {
    /// What Excel needs to take a file for UTF-8; goes before the first record.
    package static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    private let delimiter: UInt8
    private let guardsFormulas: Bool

    /// - Parameters:
    ///   - delimiter: an ASCII character that is no quote and no line end.
    ///   - guardsFormulas: false only for what no spreadsheet opens.
    package init(delimiter: Unicode.Scalar = ",", guardsFormulas: Bool = true) {
        precondition(delimiter.isASCII && !"\"\r\n".unicodeScalars.contains(delimiter))
        self.delimiter = UInt8(ascii: delimiter)
        self.guardsFormulas = guardsFormulas
    }

    /// Appends a record in UTF-8.
    package func append(_ fields: some Sequence<String>, to text: inout [UInt8]) {
        let start = text.count
        var isFirst = true
        for field in fields {
            if !isFirst { text.append(delimiter) }
            isFirst = false
            append(guardsFormulas ? FormulaGuard.guarded(field) : field, to: &text)
        }
        // A single empty field would be a blank line, which is no record.
        if text.count == start, !isFirst { text += [Byte.quote, Byte.quote] }
        text += [Byte.carriageReturn, Byte.lineFeed]
    }

    private func append(_ field: String, to text: inout [UInt8]) {
        let needsQuotes = field.utf8.contains {
            $0 == delimiter || $0 == Byte.quote || Byte.isLineEnd($0)
        }
        // Programs that trim fields leave quoted ones alone.
        guard needsQuotes || field.utf8.first == UInt8(ascii: " ") || field.utf8.last == UInt8(ascii: " ") else {
            text += field.utf8
            return
        }
        text.append(Byte.quote)
        for byte in field.utf8 {
            if byte == Byte.quote { text.append(byte) }
            text.append(byte)
        }
        text.append(Byte.quote)
    }
}
