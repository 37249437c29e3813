/// A record of a table as RFC 4180 has it. Text that a spreadsheet would take for a formula gets an apostrophe before it
/// (https://owasp.org/www-community/attacks/CSV_Injection); telephone numbers and other numbers are none.
struct CSVLine: Sendable, Equatable {
    private static let beginnings: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    let text: String

    init(_ fields: [String]) {
        text = fields.map { Self.quoted(Self.guarded($0)) }.joined(separator: ",") + "\r\n"
    }

    static func guarded(_ field: String) -> String {
        let scalars = field.unicodeScalars.drop { $0 == " " || $0 == "\u{A0}" }
        guard let first = scalars.first, beginnings.contains(first), !isNumber(field) else { return field }
        return "'" + field
    }

    private static func isNumber(_ field: String) -> Bool {
        let digits = field.utf8.first.map { "+-".utf8.contains($0) } == true ? field.utf8.dropFirst() : field.utf8[...]
        return !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func quoted(_ field: String) -> String {
        let needsQuotes = field.utf8.contains { ",\"\r\n".utf8.contains($0) }
        guard needsQuotes || field.utf8.first == 0x20 || field.utf8.last == 0x20 else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
