/// What a call's page says after something was done.
enum CallNotice {
    static func text(_ key: String?, _ words: Words) -> String? {
        switch key {
        case "note-added": words(Phrase("The note is kept.", es: "La nota se ha guardado."))
        case "note-removed": words(Phrase("The note is removed.", es: "La nota se ha eliminado."))
        case "reassigned":
            words(
                Phrase(
                    "The call, and with it the lead, has been given away.",
                    es: "Se ha dado la llamada, y con ella el contacto."))
        case "not-reassigned":
            words(Phrase("The call was theirs already.", es: "La llamada ya era suya."))
        case "called":
            words(
                Phrase(
                    "They are being called as soon as a line is free.",
                    es: "Se le llamará en cuanto haya una línea libre."))
        case "call-planned":
            words(
                Phrase(
                    "The call is planned. When it can be made is said below.",
                    es: "La llamada está prevista. Abajo se indica cuándo se podrá hacer."))
        case "call-cancelled":
            words(Phrase("The planned call is cancelled.", es: "Se ha cancelado la llamada prevista."))
        case "recording-removed": words(Phrase("The recording is deleted.", es: "La grabación se ha eliminado."))
        default: nil
        }
    }
}
