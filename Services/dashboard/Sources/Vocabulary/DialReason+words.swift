internal import Contracts

extension DialReason {
    /// As a part of a sentence: the verb and what belongs to it, without a full stop.
    var clause: Phrase {
        switch self {
        case .noNumber: Phrase("there is no number that can be dialled", es: "no hay un número que se pueda marcar")
        case .optedOut: Phrase("they asked not to be called", es: "pidió que no se le llame")
        case .doNotCall:
            Phrase("the number is on the do-not-call list", es: "el número está en la lista de exclusión")
        case .noConsent:
            Phrase(
                "they have not agreed to be called by a machine, and the law where they are asks for it",
                es: "no ha aceptado que le llame una máquina y la ley de su lugar lo exige")
        case .callsUsedUp:
            Phrase(
                "they have been called as often as they may be", es: "ya se le ha llamado todas las veces permitidas")
        case .reached:
            Phrase(
                "they have been talked to since this call was planned",
                es: "ya se ha hablado con el contacto desde que se planeó esta llamada")
        case .neverOpen:
            Phrase(
                "the agency’s hours and the law’s never meet where they are",
                es: "el horario de la agencia y el de la ley nunca coinciden donde está")
        case .outreachPaused: Phrase("the agency has paused its calls", es: "la agencia ha pausado sus llamadas")
        case .calledToday:
            Phrase(
                "they have been called as often as they may be in 24 hours",
                es: "ya se le ha llamado todas las veces permitidas en 24 horas")
        case .callUnderWay:
            Phrase("they are on a call with the assistant", es: "está en una llamada con el asistente")
        case .outsideHours:
            Phrase(
                "it is too early, too late or the wrong day where they are",
                es: "donde está es demasiado temprano, demasiado tarde o un día en que no se llama")
        case .dialingInterrupted:
            Phrase("the voice platform fails or refuses calls", es: "la plataforma de voz falla o rechaza llamadas")
        case .noFreeLine: Phrase("all lines are in use", es: "todas las líneas están ocupadas")
        }
    }
}
