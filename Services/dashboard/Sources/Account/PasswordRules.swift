internal import Foundation

/// What a password has to be (NIST SP 800-63B-4 §3.1.1.2): long enough, none of those that are tried first, and not made of what
/// everybody knows of its owner. Which signs it has is its owner's affair.
struct PasswordRules: Sendable {
    enum Problem: Sendable, Equatable {
        case tooShort
        case tooLong
        /// One of those that are tried first, or a row of signs that follows from its beginning.
        case common
        /// The name, the address or the agency.
        case aboutYou
        case notRepeated
    }

    /// In characters of Unicode, each of which counts as one.
    static let shortest = 10
    static let longest = 200

    private let own: Set<String>

    /// - Parameter about: what is known of the account: its name, its address, its agency.
    init(about: [String]) {
        var own: Set<String> = ["thavon"]
        for text in about {
            let (local, domain) = Self.halves(text)
            for part in [text, local, domain] {
                own.insert(Self.core(part))
                own.formUnion(part.split { !$0.isLetter && !$0.isNumber }.map { Self.core(String($0)) })
            }
        }
        self.own = own.filter { $0.count >= 3 }
    }

    /// Nil when it may be used. It is compared as a whole: a word in it does not make a sentence bad.
    func problem(with password: String) -> Problem? {
        let signs = Array(password.precomposedStringWithCanonicalMapping.unicodeScalars)
        if signs.count < Self.shortest { return .tooShort }
        if signs.count > Self.longest { return .tooLong }
        let core = Self.core(password)
        let folded = Self.folded(password)
        if own.contains(core) || isMadeOfOwn(folded) { return .aboutYou }
        if CommonPasswords.all.contains(folded) || CommonPasswords.bases.contains(core) || Self.isRow(signs) {
            return .common
        }
        return nil
    }

    /// The problem of one that had to be typed twice.
    func problem(with password: String, repeated: String) -> Problem? {
        problem(with: password) ?? (password == repeated ? nil : .notRepeated)
    }

    /// Whether nothing but words about its owner is left of it, one after another: `anaruiz`, `ruiz-meridian`.
    private func isMadeOfOwn(_ text: String) -> Bool {
        let letters = Array(text.filter { $0.isLetter })
        guard letters.count >= 3 else { return false }
        var reachable: Set<Int> = [0]
        for start in letters.indices where reachable.contains(start) {
            let rest = String(letters[start...])
            for word in own where rest.hasPrefix(word) { reachable.insert(start + word.count) }
        }
        return reachable.contains(letters.count)
    }

    /// `aaaaaaaaaa`, `abcdefghij`, `9876543210`, `abcabcabcabc`: the next sign follows from those before.
    private static func isRow(_ signs: [Unicode.Scalar]) -> Bool {
        let values = signs.map { Int($0.value) }
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        if steps.count == 1, let step = steps.first, abs(step) <= 1 { return true }
        return (1...4).contains { period in
            values.count >= 2 * period && values.indices.allSatisfy { $0 < period || values[$0] == values[$0 - period] }
        }
    }

    private static func halves(_ address: String) -> (String, String) {
        guard let at = address.lastIndex(of: "@") else { return (address, "") }
        return (String(address[..<at]), String(address[address.index(after: at)...]))
    }

    /// Without accents, in small letters.
    static func folded(_ text: String) -> String {
        text.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars
            .filter { !$0.properties.isDiacritic && $0.properties.generalCategory != .nonspacingMark }
            .reduce(into: "") { $0.unicodeScalars.append($1) }
    }

    /// What is left without the figures and signs that people put before and behind: `Password2024!` is `password`.
    private static func core(_ text: String) -> String {
        let signs = folded(text).drop { !$0.isLetter }
        guard let last = signs.lastIndex(where: \.isLetter) else { return "" }
        return signs[...last].filter { $0.isLetter || $0.isNumber }
    }
}
