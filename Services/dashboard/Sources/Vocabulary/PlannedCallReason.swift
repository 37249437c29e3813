internal import Contracts

/// Why a planned call is not made, or not yet, as `call_retries.reason` has it.
enum PlannedCallReason: Sendable, Equatable {
    case gate(DialReason)
    case byHand
    case usedUp
    /// Somebody holds it. This stands in another column, and in the overview's count beside the reasons.
    case held
    /// What a provider said, or a version of ours that knows more words.
    case said(String)

    init(_ stored: String) {
        self =
            switch stored {
            case "by_hand": .byHand
            case "retries_used_up": .usedUp
            case "held": .held
            default: DialReason(rawValue: stored).map { .gate($0) } ?? .said(stored)
            }
    }

    func sentence(_ words: Words) -> String {
        switch self {
        case .gate(let reason): words(reason.clause).capitalizedFirst + "."
        case .byHand: words(Phrase("Changed by hand.", es: "Se cambió a mano."))
        case .usedUp:
            words(Phrase("They were called as often as planned.", es: "Se llamó tantas veces como estaba previsto."))
        case .held: words(Phrase("Held by somebody.", es: "Alguien la ha puesto en pausa."))
        case .said(let text): text.capitalizedFirst
        }
    }
}
