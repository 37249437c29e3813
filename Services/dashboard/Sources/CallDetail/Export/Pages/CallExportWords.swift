/// What is said of files of calls.
enum CallExportWords {
    static let title = Phrase("Calls as a file", es: "Llamadas en un archivo")
    static let exports = Phrase("Exports", es: "Exportaciones")
    static let takesAMoment = Phrase(
        "So many calls take a moment. The file is prepared while you do something else, and can then be downloaded for 24 hours.",
        es:
            "Tantas llamadas llevan un momento. El archivo se prepara mientras usted hace otra cosa y luego se puede descargar durante 24 horas."
    )
    static let whatIsInIt = Phrase(
        "The newest calls come first. Calls that arrive from now on are not in it.",
        es: "Las llamadas más recientes van primero. Las que lleguen a partir de ahora no estarán en él.")
    static let limit = Phrase(
        "A spreadsheet takes {n} rows; where there are more, the last row says so.",
        es: "Una hoja de cálculo admite {n} filas; si hay más, la última fila lo dice.")
    static let prepare = Phrase("Prepare the file", es: "Preparar el archivo")
    static let back = Phrase("Back to the calls", es: "Volver a las llamadas")
    static let tooMany = Phrase(
        "You have as many exports as are kept. Delete one that you no longer need under Exports, then prepare this one.",
        es:
            "Ya tiene tantas exportaciones como se conservan. Elimine en Exportaciones una que ya no necesite y prepare esta después."
    )
    static let whichCalls = Phrase("The calls that match", es: "Las llamadas que coinciden")
    static let progress = Phrase(
        "Writing the file: {done} of {all} calls", es: "Escribiendo el archivo: {done} de {all} llamadas")
    static let written = Phrase(
        "Writing the file: {n} calls so far", es: "Escribiendo el archivo: {n} llamadas hasta ahora")
    static let canBeLeft = Phrase(
        "You can leave this page; it goes on. You find it again under Exports on the page of calls.",
        es: "Puede salir de esta página; continúa. La encontrará en Exportaciones, en la página de llamadas.")
    static let cancel = Phrase("Cancel", es: "Cancelar")
    static let delete = Phrase("Delete the file", es: "Eliminar el archivo")
    static let ready = Phrase("The file is ready: {calls}, {size}.", es: "El archivo está listo: {calls}, {size}.")
    static let deletedAt = Phrase("It is deleted {time}.", es: "Se eliminará {time}.")
    static let download = Phrase("Download", es: "Descargar")
    static let wasCancelled = Phrase(
        "This was cancelled. There is no file any more.", es: "Se canceló. Ya no hay ningún archivo.")
    static let again = Phrase("Begin again", es: "Empezar de nuevo")
    static let kept = Phrase(
        "Your files of calls. Each is deleted after 24 hours.",
        es: "Sus archivos de llamadas. Cada uno se elimina después de 24 horas.")
    static let newestFirst = Phrase("Exports, newest first", es: "Exportaciones, las más recientes primero")
    static let size = Phrase("Size", es: "Tamaño")
    static let none = Phrase("No exports", es: "No hay exportaciones")
    static let noneText = Phrase(
        "Export CSV on the page of calls sends a few calls at once, and prepares a file of many.",
        es: "Exportar CSV, en la página de llamadas, envía pocas llamadas al momento y prepara un archivo de muchas.")

    static func failure(_ failure: CallExport.Failure?) -> Phrase {
        switch failure {
        case .accountOff:
            Phrase(
                "Your account was turned off, so the file was not finished. Begin again now that it is on.",
                es:
                    "Su cuenta se desactivó y el archivo no se terminó. Empiece de nuevo ahora que vuelve a estar activa."
            )
        case .rightsChanged:
            Phrase(
                "You may see other calls now than when this began. Begin again for those that you may see.",
                es: "Ahora puede ver otras llamadas que cuando esto empezó. Empiece de nuevo para las que puede ver.")
        case .unexpected, nil:
            Phrase(
                "Something on our side went wrong, and there is no file. Begin again; should it fail again, narrow the filter.",
                es:
                    "Algo ha fallado de nuestro lado y no hay archivo. Empiece de nuevo; si vuelve a fallar, acote el filtro."
            )
        }
    }
}

extension CallExport {
    var stateLabel: Phrase {
        state.label(
            running: Phrase("Being prepared", es: "Preparándose"), done: Phrase("Ready", es: "Listo"),
            cancelled: Phrase("Cancelled", es: "Cancelado"))
    }
}
