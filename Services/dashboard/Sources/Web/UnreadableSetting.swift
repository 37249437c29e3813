internal import RulesJSON

/// Something that is stored does not read. A form over it would show nothing and, saved, put nothing in its place: so there is
/// none, and ``ErrorPages`` says why and logs what is wrong.
struct UnreadableSetting: Error, CustomStringConvertible {
    /// For the log, such as `notification preferences of agency …`.
    var name: String
    var reason: UnusableRules

    var description: String { "\(name): \(reason)" }
}

extension Phrase {
    static let unreadable = Phrase("These settings cannot be read", es: "Estos ajustes no se pueden leer")
    static let unreadableText = Phrase(
        "Something in what is stored makes no sense, and saving would replace it. So nothing can be changed here until it is put right: whoever runs this service finds in its log what is wrong.",
        es:
            "Algo de lo guardado no tiene sentido, y al guardar se reemplazaría. Por eso aquí no se puede cambiar nada hasta que se corrija: quien administra el servicio encontrará en el registro qué falla."
    )
}
