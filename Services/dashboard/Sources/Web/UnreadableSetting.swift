internal import RulesJSON

/// Something that is stored does not read. Where a form over it would show nothing and, saved, put nothing in its place, there is
/// none, and ``ErrorPages`` says why and logs what is wrong. Rules that the services replace by the usual ones as a whole have a
/// form with those, and a word above it.
struct UnreadableSetting: Error, CustomStringConvertible {
    /// For the log, such as `notification preferences of agency …`.
    var name: String
    var reason: UnusableRules

    var description: String { "\(name): \(reason)" }
}

extension Phrase {
    static let unreadableRules = Phrase(
        "What is stored makes no sense, so the usual rules apply meanwhile: they are what the form shows. Saving it replaces what is stored. Whoever runs this service finds in its log what is wrong.",
        es:
            "Lo guardado no tiene sentido, así que entretanto se aplican las reglas habituales: son las que muestra el formulario. Al guardarlo se reemplaza lo guardado. Quien administra el servicio encontrará en el registro qué falla."
    )
    static let unreadable = Phrase("These settings cannot be read", es: "Estos ajustes no se pueden leer")
    static let unreadableText = Phrase(
        "Something in what is stored makes no sense, and saving would replace it. So nothing can be changed here until it is put right: whoever runs this service finds in its log what is wrong.",
        es:
            "Algo de lo guardado no tiene sentido, y al guardar se reemplazaría. Por eso aquí no se puede cambiar nada hasta que se corrija: quien administra el servicio encontrará en el registro qué falla."
    )
}
