internal import Foundation

/// What only owners may do: look at what was posted, and delete the recording.
struct CallOwnerCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    private enum Text {
        static let title = Phrase("For owners", es: "Para propietarios")
        static let raw = Phrase("Raw report", es: "Informe en bruto")
        static let none = Phrase(
            "What was posted about this call is kept for 90 days; there is nothing left.",
            es: "Lo que se recibió sobre esta llamada se guarda 90 días; ya no queda nada.")
        static let delete = Phrase("Delete recording", es: "Eliminar la grabación")
        static let deleteText = Phrase(
            "The audio is removed for good, here and from the archive. The transcript stays.",
            es: "El audio se elimina para siempre, aquí y en el archivo. La transcripción se conserva.")
        static let deleteNow = Phrase("Delete the recording", es: "Eliminar la grabación")
    }

    private var words: Words { frame.words }

    var html: HTML {
        guard frame.viewer.isOwner else { return .empty }
        return """
            <section class="card" aria-labelledby="raw"><header><h2 id="raw">\(words(Text.title))</h2></header>
            \(report)
            \(deletion)
            </section>

            """
    }

    private var report: HTML {
        let newest = detail.webhooks.last { $0.type == "end-of-call-report" } ?? detail.webhooks.last
        guard let newest else { return #"<p class="muted small">\#(words(Text.none))</p>"# }
        return """
            <p><a href="\(newest.path)">\(words(Text.raw))</a></p>
            """
    }

    /// One that is still on its way can be kept from coming, too.
    private var deletion: HTML {
        guard let status = detail.recording?.status, status == "stored" || status == "waiting" else { return .empty }
        return """
            <details class="confirm"><summary class="button danger">\(words(Text.delete))</summary>
            <form method="post" action="\(detail.call.path)/recording/remove" data-busy>\(frame.formField)<p>\(words(Text.deleteText))</p><div class="actions"><button class="danger">\(words(Text.deleteNow))</button></div></form></details>
            """
    }
}
