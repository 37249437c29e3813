internal import CSV
internal import LeadWords

/// A mail address in a cell.
enum MailCell {
    static func read(_ text: String) throws(RowProblem.Code) -> String {
        // An address may begin with a plus or a minus; with an equals sign it may in the standard, and does so nowhere.
        guard MailAddress.isPlausible(text), text.first != "=" else {
            throw FormulaGuard.looksLikeFormula(text) ? .formula : .emailInvalid
        }
        return text
    }
}
