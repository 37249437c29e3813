package import Contracts

/// What a form's answer about being called by a machine comes to.
package enum ConsentWords {
    private static let yes: Set = [
        "true", "yes", "1", "on", "y", "checked", "agree", "agreed", "accept", "accepted", "granted", "given", "optin",
        "optedin",
        "ja", "oui", "si", "sí", "sim", "sì",
    ]
    /// A box's own words, which some forms send when it is ticked.
    private static let beginnings = [
        "i agree", "i accept", "i consent", "yes,", "yes ", "ich stimme", "ich willige", "acepto", "j’accepte",
        "j'accepte",
        "accetto", "concordo", "aceito",
    ]
    private static let no: Set = [
        "no", "n", "nein", "non", "não", "nao", "denied", "declined", "refused", "optout", "optedout", "withdrawn",
        "revoked",
        "nothanks", "donotcall", "disagree",
    ]

    package static func isYes(_ text: String) -> Bool { kind(of: text) == .expressWritten }

    /// Only what is known for a yes is one. A plain no is a refusal; what says nothing, an unticked box for one, is no agreement.
    package static func kind(of value: String) -> ConsentKind {
        let text = value.lowercased()
        let plain = text.filter { $0.isLetter || $0.isNumber }
        if yes.contains(plain) || beginnings.contains(where: { text.hasPrefix($0) }) { return .expressWritten }
        return no.contains(plain) ? .refused : .inquiry
    }
}
