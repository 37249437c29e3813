internal import Contracts

/// Why a planned call waits, in the console's languages.
enum HeldReason {
    /// - Parameter stored: a word of `DialReason`, `held` for a call that somebody holds, or a sentence, which is shown as it is.
    static func text(_ stored: String, _ words: Words) -> String {
        if stored == "held" { return words(.heldByHand) }
        return DialReason(rawValue: stored).map { words(phrase($0)) } ?? stored
    }

    private static func phrase(_ reason: DialReason) -> Phrase {
        switch reason {
        case .noNumber: Phrase("There is no number that can be dialled", es: "No hay ningún número al que llamar")
        case .optedOut: Phrase("They asked not to be called", es: "Pidió que no se le llamara")
        case .doNotCall:
            Phrase("The number is on the do-not-call list", es: "El número está en la lista de exclusión")
        case .noConsent: Phrase("There is no consent to be called", es: "No hay consentimiento para llamar")
        case .callsUsedUp:
            Phrase("They have been called as often as allowed", es: "Ya se ha llamado todas las veces permitidas")
        case .reached: Phrase("They have been talked to since", es: "Ya se ha hablado con esta persona")
        case .neverOpen:
            Phrase(
                "Your calling hours and the law's never meet where they are",
                es: "Su horario de llamadas y el legal no coinciden nunca en ese lugar")
        case .outreachPaused: Phrase("Outreach is paused", es: "Las llamadas están en pausa")
        case .calledToday:
            Phrase(
                "They have been called as often as allowed in 24 hours",
                es: "Ya se ha llamado todas las veces permitidas en 24 horas")
        case .callUnderWay: Phrase("They are on a call right now", es: "Está en una llamada ahora mismo")
        case .outsideHours:
            Phrase("Outside calling hours where they are", es: "Fuera del horario de llamadas en su lugar")
        case .dialingInterrupted:
            Phrase("The voice platform does not take calls", es: "La plataforma de voz no acepta llamadas")
        case .noFreeLine: Phrase("All lines are in use", es: "Todas las líneas están ocupadas")
        }
    }
}

extension Phrase {
    fileprivate static let heldByHand = Phrase("Held by somebody", es: "Retenida por alguien")
}
