internal import Contracts

/// Why a command about a planned call is refused.
enum CallRefusal {
    /// The reason in the reader's words, as far as it is known in both languages.
    static func known(_ reason: String, _ words: Words) -> String? {
        let known = DialReason.allCases.first { reason.hasSuffix(": \($0)") }
        if let known { return words(.willNotBeCalled, ["reason": words(known.clause)]) }
        switch reason {
        case "they are being called right now": return words(.beingCalledNow)
        case "it is no longer planned": return words(.noLongerPlanned)
        case "that is more than a year ahead": return words(.tooFarAhead)
        default: return nil
        }
    }
}

extension Phrase {
    static let willNotBeCalled = Phrase("They will not be called: {reason}.", es: "No se le llamará: {reason}.")
    static let beingCalledNow = Phrase("They are being called right now.", es: "Se le está llamando ahora mismo.")
    static let noLongerPlanned = Phrase("This call is no longer planned.", es: "Esta llamada ya no está prevista.")
    static let tooFarAhead = Phrase("That is more than a year ahead.", es: "Falta más de un año para eso.")
}
