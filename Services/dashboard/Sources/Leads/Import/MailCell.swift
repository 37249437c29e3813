internal import CSV

/// A mail address in a cell.
enum MailCell {
    /// Only so much that a slip is noticed; whether it exists is found out by writing to it.
    static func read(_ text: String) throws(RowProblem.Code) -> String {
        // An address may begin with a plus or a minus; with an equals sign it may in the standard, and does so nowhere.
        let isAddress = isAddress(text)
        guard isAddress, text.first != "=" else {
            throw FormulaGuard.looksLikeFormula(text) ? .formula : .emailInvalid
        }
        return text
    }

    private static func isAddress(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, text.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1 && !labels.contains(where: \.isEmpty)
            && !text.unicodeScalars.contains(where: isForbidden)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "(", ")", "[", "]", ",", ";", ":", "\"", "\\": true
        default: scalar.properties.isWhitespace
        }
    }
}
