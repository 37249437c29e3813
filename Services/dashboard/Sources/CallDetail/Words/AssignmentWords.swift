/// Why a call went to whom it went to, in words. What is stored is English; what is not known is shown as it is.
enum AssignmentWords {
    static func rule(_ rule: String) -> Phrase? {
        switch rule {
        case "owner": Phrase("The lead has belonged to them before.", es: "El contacto ya era suyo.")
        case "territory":
            Phrase(
                "The lead is in their territory, and it was their turn.",
                es: "El contacto está en su zona y era su turno.")
        case "round_robin":
            Phrase("Nobody’s territory matched, so it went by turns.", es: "Ninguna zona coincidía: se fue por turnos.")
        case "nobody_available":
            Phrase(
                "Nobody was available, so availability was disregarded.",
                es: "Nadie estaba disponible, así que no se tuvo en cuenta la disponibilidad.")
        case "catch_all":
            Phrase(
                "Nobody on the team is active. It goes to the first who is.",
                es: "No hay nadie activo en el equipo. Irá a la primera persona que lo esté.")
        case "not_needed":
            Phrase(
                "Nobody was reached, so nobody needs to do anything.",
                es: "No se habló con nadie: no hay nada que hacer.")
        case "by_hand": Phrase("It was given to them by hand.", es: "Se le dio a mano.")
        case "unmatched": Phrase("It was not known whose call it is.", es: "No se sabía de quién era la llamada.")
        default: nil
        }
    }

    static func result(_ result: String) -> Phrase {
        switch result {
        case "chosen": Phrase("Chosen", es: "Elegido")
        case "kept": Phrase("Kept", es: "Posible")
        default: Phrase("Dropped", es: "Descartado")
        }
    }

    static func reason(_ reason: String, _ words: Words) -> String {
        if let phrase = reasons[reason] { return words(phrase) }
        if let owner = reason.after("the lead belongs to ") {
            return words(Phrase("The lead belongs to {name}.", es: "El contacto es de {name}."), ["name": owner])
        }
        if let language = reason.after("does not speak ") {
            return words(Phrase("Does not speak {name}.", es: "No habla {name}."), ["name": language])
        }
        return reason.prefix(1).uppercased() + reason.dropFirst()
    }

    private static let reasons: [String: Phrase] = [
        "is not active": Phrase("Is not active.", es: "No está activo."),
        "owns the lead": Phrase("The lead is theirs.", es: "El contacto es suyo."),
        "another territory matches more closely": Phrase(
            "Another territory matches more closely.", es: "Otra zona coincide con más precisión."),
        "has no territory that matches": Phrase("Has no territory that matches.", es: "Ninguna de sus zonas coincide."),
        "the only candidate": Phrase(
            "The only one who could take it.", es: "Era la única persona que podía atenderla."),
        "it is their turn": Phrase("It was their turn.", es: "Era su turno."),
        "not their turn yet": Phrase("It was not their turn yet.", es: "Aún no era su turno."),
        "set themselves to away": Phrase("Had set themselves to away.", es: "Se había puesto como ausente."),
        "does not work at this hour": Phrase("Outside their working hours.", es: "Fuera de su horario."),
        "has time off": Phrase("Has time off.", es: "Tiene días libres."),
        "is in an appointment": Phrase("Was in an appointment.", es: "Estaba en una cita."),
        "has something in their calendar": Phrase(
            "Had something in their calendar.", es: "Tenía algo en el calendario."),
        "has had as many calls in 24 hours as they take": Phrase(
            "Has had as many calls in 24 hours as they take.",
            es: "Ya ha tenido en 24 horas todas las llamadas que admite."),
        "did not open it in time": Phrase("Did not open it in time.", es: "No la abrió a tiempo."),
        "was given the call by hand": Phrase("Was given the call by hand.", es: "Recibió la llamada a mano."),
    ]
}

extension String {
    /// What follows `beginning`; nil when the text begins otherwise.
    fileprivate func after(_ beginning: String) -> String? {
        hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
    }
}
