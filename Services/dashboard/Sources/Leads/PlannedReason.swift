internal import Contracts

/// Why a planned call waits or came to nothing, and why a command about one is refused, in the reader's words.
struct PlannedReason: Sendable {
    let words: Words

    /// - Parameter stored: as `call_retries.reason` has it: a word of ``DialReason``, `by_hand`, or what a provider said.
    func callAsFunction(_ stored: String) -> String {
        if let reason = DialReason(rawValue: stored) { return words(Self.phrase(reason)) }
        return stored == "by_hand" ? words(.leadByHand) : stored.replacing("_", with: " ")
    }

    /// Why a command about a call is refused, as far as it is known in both languages.
    func known(_ reason: String) -> String? {
        let known = DialReason.allCases.first { reason.hasSuffix(": \($0)") }
        if let known { return words(.willNotBeCalled, ["reason": words(Self.phrase(known))]) }
        switch reason {
        case "they are being called right now": return words(.beingCalledNow)
        case "it is no longer planned": return words(.noLongerPlanned)
        case "that is more than a year ahead": return words(.tooFarAhead)
        default: return nil
        }
    }

    private static func phrase(_ reason: DialReason) -> Phrase {
        switch reason {
        case .noNumber: Phrase("there is no number that can be dialled", es: "no hay un número al que se pueda llamar")
        case .optedOut: Phrase("they asked not to be called", es: "ha pedido que no se le llame")
        case .doNotCall:
            Phrase("the number is on the do-not-call list", es: "el número está en la lista de no llamar")
        case .noConsent:
            Phrase(
                "they have not agreed to be called by a machine, and the law where they are asks for it",
                es: "no ha aceptado que le llame una máquina, y la ley de su país lo exige")
        case .callsUsedUp:
            Phrase(
                "they have been called as often as they may be", es: "ya se le ha llamado todas las veces permitidas")
        case .reached:
            Phrase("they have been talked to since", es: "ya se ha hablado con esta persona desde entonces")
        case .neverOpen:
            Phrase(
                "your calling hours and the law’s never meet where they are",
                es: "su horario de llamadas y el que permite la ley no coinciden nunca en su zona")
        case .outreachPaused: Phrase("all calls are paused", es: "todas las llamadas están en pausa")
        case .calledToday:
            Phrase(
                "they have been called as often as they may be in 24 hours",
                es: "ya se le ha llamado todas las veces permitidas en 24 horas")
        case .callUnderWay:
            Phrase("they are on a call with the assistant", es: "está en una llamada con el asistente")
        case .outsideHours:
            Phrase("it is outside calling hours where they are", es: "está fuera del horario de llamadas en su zona")
        case .dialingInterrupted:
            Phrase(
                "the voice platform does not take calls right now", es: "la plataforma de voz no acepta llamadas ahora")
        case .noFreeLine: Phrase("all lines are in use", es: "todas las líneas están ocupadas")
        }
    }
}

extension Phrase {
    static let leadByHand = Phrase("changed by hand", es: "cambiada a mano")
    static let willNotBeCalled = Phrase("They will not be called: {reason}.", es: "No se le llamará: {reason}.")
    static let beingCalledNow = Phrase("They are being called right now.", es: "Se le está llamando ahora mismo.")
    static let noLongerPlanned = Phrase("This call is no longer planned.", es: "Esta llamada ya no está prevista.")
    static let tooFarAhead = Phrase("That is more than a year ahead.", es: "Falta más de un año para eso.")
}
