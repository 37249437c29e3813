/// Keeps spreadsheets from calculating what people have written
/// (https://owasp.org/www-community/attacks/CSV_Injection).
package enum FormulaGuard {
    /// Spreadsheets of the East also take the wide forms.
    private static let beginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// Whether a spreadsheet may take it for a formula. Numbers, and telephone numbers in E.164, are none.
    package static func looksLikeFormula(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.drop { $0 == " " || $0 == "\u{A0}" }
        guard let first = scalars.first, beginnings.contains(first) else { return false }
        return !isNumber(text)
    }

    /// The text with an apostrophe before it when it looks like a formula.
    package static func guarded(_ text: String) -> String { looksLikeFormula(text) ? "'" + text : text }

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
