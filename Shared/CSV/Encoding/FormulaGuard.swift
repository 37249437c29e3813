/// Keeps spreadsheets from calculating what people have written
/// (https://owasp.org/www-community/attacks/CSV_Injection).
package enum FormulaGuard {
    /// Spreadsheets of the East also take the wide forms.
    private static let beginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// Between cells, in files of other settings; the comma is inside quotes where commas are between.
    private static let delimiters: Set<Unicode.Scalar> = [";", "\t", "|", "\r", "\n"]

    /// Whether a spreadsheet may take it for a formula. Numbers, and telephone numbers in E.164, are none.
    package static func looksLikeFormula(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.drop { $0 == " " || $0 == "\u{A0}" }
        guard let first = scalars.first, beginnings.contains(first) else { return false }
        return !isNumber(text)
    }

    /// The text with an apostrophe before it when it looks like a formula.
    ///
    /// A spreadsheet that is set to another delimiter than the file's takes quotes within a line for text, and begins cells in
    /// the middle of ours: so what comes after such a delimiter, or after a line's end, is looked at as well.
    package static func guarded(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { beginnings.contains($0) }) else { return text }
        var result = looksLikeFormula(text) ? "'" : ""
        var rest = text.unicodeScalars[...]
        while let end = rest.firstIndex(where: { delimiters.contains($0) }) {
            result.unicodeScalars += rest[...end]
            rest = rest[rest.index(after: end)...]
            let next = rest[..<(rest.firstIndex { delimiters.contains($0) } ?? rest.endIndex)]
            if looksLikeFormula(String(next)) { result += "'" }
        }
        result.unicodeScalars += rest
        return result
    }

    /// A sign at most, then digits with single points or commas between them; E.164 is one.
    private static func isNumber(_ text: String) -> Bool {
        var digits = text.utf8[...]
        if let sign = digits.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
            digits = digits.dropFirst()
        }
        var isAfterDigit = false
        for byte in digits {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): isAfterDigit = true
            case UInt8(ascii: "."), UInt8(ascii: ","):
                guard isAfterDigit else { return false }
                isAfterDigit = false
            default: return false
            }
        }
        return isAfterDigit
    }
}
