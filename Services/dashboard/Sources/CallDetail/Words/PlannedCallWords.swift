internal import Contracts

/// Why a call is not made, or not yet.
enum PlannedCallWords {
    /// What is not known is shown as it is.
    static func reason(_ reason: String, _ words: Words) -> String {
        if let known = DialReason(rawValue: reason) { return words(phrase(known)) }
        switch reason {
        case "by_hand": return words(Phrase("Changed by hand.", es: "Se cambió a mano."))
        case "retries_used_up":
            return words(
                Phrase("They were called as often as planned.", es: "Se llamó tantas veces como estaba previsto."))
        default: return reason.prefix(1).uppercased() + reason.dropFirst()
        }
    }

    private static func phrase(_ reason: DialReason) -> Phrase {
        switch reason {
        case .noNumber: Phrase("There is no number that can be dialled.", es: "No hay un número que se pueda marcar.")
        case .optedOut: Phrase("They asked not to be called.", es: "Pidió que no se le llame.")
        case .doNotCall:
            Phrase("The number is on the do-not-call list.", es: "El número está en la lista de exclusión.")
        case .noConsent:
            Phrase(
                "They have not agreed to be called by a machine, and the law where they are asks for it.",
                es: "No ha aceptado que le llame una máquina y la ley de su lugar lo exige.")
        case .callsUsedUp:
            Phrase(
                "They have been called as often as they may be.", es: "Ya se le ha llamado todas las veces permitidas.")
        case .reached:
            Phrase(
                "They have been talked to since this call was planned.",
                es: "Ya se ha hablado con el contacto desde que se planeó esta llamada.")
        case .neverOpen:
            Phrase(
                "The agency’s hours and the law’s never meet where they are.",
                es: "El horario de la agencia y el de la ley nunca coinciden donde está.")
        case .outreachPaused: Phrase("The agency has paused its calls.", es: "La agencia ha pausado sus llamadas.")
        case .calledToday:
            Phrase(
                "They have been called as often as they may be in 24 hours.",
                es: "Ya se le ha llamado todas las veces permitidas en 24 horas.")
        case .callUnderWay:
            Phrase("They are on a call with the assistant.", es: "Está en una llamada con el asistente.")
        case .outsideHours:
            Phrase(
                "It is too early, too late or the wrong day where they are.",
                es: "Donde está es demasiado temprano, demasiado tarde o un día en que no se llama.")
        case .dialingInterrupted:
            Phrase("The voice platform fails or refuses calls.", es: "La plataforma de voz falla o rechaza llamadas.")
        case .noFreeLine: Phrase("All lines are in use.", es: "Todas las líneas están ocupadas.")
        }
    }
}
