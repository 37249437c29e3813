internal import Telephony

/// A telephone number as spreadsheets leave it.
enum PhoneCell {
    /// - Parameter country: ISO 3166-1 alpha-2, of numbers without a country code; nil: there must be one.
    static func read(_ text: String, country: String?) throws(RowProblem.Code) -> TelephoneNumber {
        let text = constant(text)
        guard !isRounded(text) else { throw .phoneRounded }
        do throws(TelephoneNumber.Problem) {
            return try TelephoneNumber(text, country: country)
        } catch {
            switch error {
            case .notANumber: throw .phoneUnreadable
            case .tooShort: throw .phoneTooShort
            case .tooLong: throw .phoneTooLong
            case .unknownCountry: throw .phoneOfUnknownCountry
            }
        }
    }

    /// The text behind what is done to numbers so that spreadsheets leave them alone, `'030123` and `="030123"`, and
    /// behind what is done to them when they do not: `30123.0`.
    static func constant(_ text: String) -> String {
        var text = text[...]
        if text.first == "'" { text = text.dropFirst() }
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.count > 3 {
            let inner = text.dropFirst(2).dropLast()
            if !inner.contains("\"") { text = inner }
        }
        for ending in [".0", ",0"] where text.hasSuffix(ending) {
            let digits = text.dropLast(2)
            if digits.utf8.count >= 4, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { text = digits }
        }
        return String(text)
    }

    /// `4.91512E+12`
    private static func isRounded(_ text: String) -> Bool {
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].first == "+" else { return false }
        func areDigits(_ text: some StringProtocol) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        return areDigits(parts[0].filter { $0 != "." && $0 != "," }) && areDigits(parts[1].dropFirst())
    }
}
