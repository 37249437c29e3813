/// Why a call has no recording, in words.
enum RecordingWords {
    static func phrase(status: String, reason: String?) -> Phrase {
        if status == "deleted" {
            return reason == "retention"
                ? Phrase(
                    "The recording was deleted because it was as old as recordings are kept.",
                    es: "La grabación se eliminó al cumplirse el plazo de conservación.")
                : Phrase("The recording was deleted.", es: "La grabación se eliminó.")
        }
        if status == "waiting" { return waiting(reason) }
        return reason.flatMap { reasons[$0] }
            ?? Phrase("There is no recording of this call.", es: "No hay grabación de esta llamada.")
    }

    private static func waiting(_ reason: String?) -> Phrase {
        switch reason {
        case "store_full", "store_away":
            Phrase(
                "The recording waits until our store takes it. Nothing is lost.",
                es: "La grabación espera a que el almacén la reciba. No se ha perdido nada.")
        case "unreachable", "broken_off", "key_refused":
            Phrase(
                "The recording could not be fetched yet; it is tried again.",
                es: "Aún no se ha podido obtener la grabación; se volverá a intentar.")
        default:
            Phrase(
                "The recording is on its way. Load the page again in a moment.",
                es: "La grabación está en camino. Recargue la página dentro de un momento.")
        }
    }

    private static let reasons: [String: Phrase] = [
        "nobody_answered": Phrase(
            "Nobody answered, so there is nothing to hear.", es: "Nadie contestó, así que no hay nada que oír."),
        "too_short": Phrase("The call was too short to be recorded.", es: "La llamada fue demasiado corta."),
        "recording_off": Phrase("The assistant does not record its calls.", es: "El asistente no graba sus llamadas."),
        "none_at_provider": Phrase(
            "The voice platform has no recording of this call.",
            es: "La plataforma de voz no tiene grabación de esta llamada."),
        "too_large": Phrase("The recording was too large to be kept.", es: "La grabación era demasiado grande."),
        "not_audio": Phrase(
            "What the voice platform sent was no audio.", es: "Lo que envió la plataforma de voz no era audio."),
        "empty": Phrase("The recording was empty.", es: "La grabación estaba vacía."),
        "gone_at_provider": Phrase(
            "The voice platform does not have the recording any more.",
            es: "La plataforma de voz ya no tiene la grabación."),
        "key_refused": Phrase(
            "The voice platform refused our key, so the recording could not be fetched.",
            es: "La plataforma de voz rechazó nuestra clave y no se pudo obtener la grabación."),
        "unreachable": Phrase(
            "The recording could not be fetched: the voice platform was not reached.",
            es: "No se pudo obtener la grabación: no se alcanzó la plataforma de voz."),
        "broken_off": Phrase(
            "The recording could not be fetched: it broke off each time.",
            es: "No se pudo obtener la grabación: se interrumpió cada vez."),
    ]
}
