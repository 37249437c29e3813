/// Above a form that was sent too late: somebody else was quicker, and what is stored now wherever it is not what was typed. What was
/// typed stands in the form.
struct MeanwhileNotice: Sendable {
    struct Part: Sendable {
        var label: Phrase
        var typed: String
        var now: String

        init(_ label: Phrase, typed: String, now: String) {
            self.label = label
            self.typed = typed
            self.now = now
        }
    }

    let words: Words
    var text: Phrase = .formMeanwhile
    var parts: [Part]

    private var differing: [Part] { parts.filter { $0.typed != $0.now } }

    var html: HTML {
        """
        <div class="notice bad" role="alert"><p>\(words(text))</p>
        <dl class="facts">\(differing.html { "<dt>\(words($0.label))</dt><dd dir=\"auto\">\(lines($0.now))</dd>" })</dl></div>
        """
    }

    private func lines(_ text: String) -> HTML {
        guard !text.isEmpty else { return "–" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropFirst().reduce(HTML(lines.first ?? "")) { $0 + "<br>" + HTML($1) }
    }
}

extension Phrase {
    static let formMeanwhile = Phrase(
        "Somebody else has changed this in the meantime, so nothing is saved yet. What you typed is still in the form; save again to have it so. Stored now:",
        es:
            "Otra persona lo ha cambiado entretanto, así que aún no se ha guardado nada. Lo que escribió sigue en el formulario; guarde de nuevo para dejarlo así. Guardado ahora:"
    )
}
