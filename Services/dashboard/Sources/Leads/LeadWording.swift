internal import Contracts

/// What stands in the tables about a lead, in the reader's words.
extension Words {
    func consent(_ kind: ConsentKind?) -> String {
        switch kind {
        case .expressWritten:
            self(Phrase("Agreed in writing to automated calls", es: "Aceptó por escrito las llamadas automáticas"))
        case .express: self(Phrase("Agreed to automated calls", es: "Aceptó las llamadas automáticas"))
        case .inquiry: self(Phrase("Asked about something, no agreement", es: "Preguntó por algo, sin consentimiento"))
        case .refused: self(Phrase("Refused", es: "Denegado"))
        case nil: self(Phrase("Nothing is known", es: "No se sabe nada"))
        }
    }

    func plannedKind(_ planned: ListPlannedCalls.Planned) -> String {
        switch planned.kind {
        case .first: self(Phrase("First call", es: "Primera llamada"))
        case .byHand: self(Phrase("Call by hand", es: "Llamada a mano"))
        case .retry:
            self(Phrase("Retry {n}", es: "Reintento {n}"), ["n": "\(planned.retryCount)"])
        }
    }

    func barred(_ source: String) -> String {
        switch source {
        case "call": self(Phrase("said so in a call", es: "lo dijo en una llamada"))
        case "message": self(Phrase("wrote STOP", es: "escribió STOP"))
        case "hand": self(Phrase("by hand", es: "a mano"))
        default: source
        }
    }

    func leadAction(_ action: String) -> String {
        switch action {
        case "lead.added": self(Phrase("Added", es: "Añadido"))
        case "lead.edited": self(Phrase("Edited", es: "Editado"))
        case "lead.opted_out": self(Phrase("Opted out", es: "Dado de baja"))
        case "lead.opted_in": self(Phrase("Opted back in", es: "Dado de alta de nuevo"))
        case "lead.call_placed": self(Phrase("Asked for a call", es: "Pidió una llamada"))
        case "lead.call_cancelled": self(Phrase("Cancelled a planned call", es: "Canceló una llamada prevista"))
        case "lead.call_moved": self(Phrase("Moved a planned call", es: "Cambió una llamada prevista"))
        case "lead.call_held": self(Phrase("Held a planned call", es: "Pausó una llamada prevista"))
        case "lead.call_released": self(Phrase("Let a planned call go on", es: "Reanudó una llamada prevista"))
        default: action
        }
    }
}
