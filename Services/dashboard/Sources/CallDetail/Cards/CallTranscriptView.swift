internal import Foundation

/// What was said, turn by turn. Where there is a recording, times lead to their place in it.
struct CallTranscriptView: Sendable {
    let frame: PageFrame
    let detail: CallDetail
    let part: TranscriptPart

    private enum Text {
        static let transcript = Phrase("Transcript", es: "Transcripción")
        static let assistant = Phrase("Assistant", es: "Asistente")
        static let lead = Phrase("Lead", es: "Contacto")
        static let tool = Phrase("Action", es: "Acción")
        static let playFrom = Phrase("Play from {time}", es: "Reproducir desde {time}")
        static let parts = Phrase("Parts of the transcript", es: "Partes de la transcripción")
        static let partOf = Phrase("Part {number} of {count}", es: "Parte {number} de {count}")
        static let earlier = Phrase("Earlier", es: "Anterior")
        static let later = Phrase("Later", es: "Siguiente")
        static let notFound = Phrase("Nothing in this transcript matches.", es: "Nada en esta transcripción coincide.")
        static let found = CountedPhrase(
            Phrase("{n} turn has these words.", es: "{n} intervención contiene esas palabras."),
            Phrase("{n} turns have these words.", es: "{n} intervenciones contienen esas palabras."))
        static let showAll = Phrase("Show everything", es: "Mostrar todo")
        static let none = Phrase("There is no transcript of this call.", es: "No hay transcripción de esta llamada.")
        static let notYet = Phrase(
            "The transcript comes with the report, a moment after the call ends.",
            es: "La transcripción llega con el informe, un momento después de que termine la llamada.")
        static let hasCome = Phrase("There is news of this call.", es: "Hay novedades de esta llamada.")
    }

    /// A report that has not come within this comes no more: whoever posts it has given up by then.
    private static let patience: TimeInterval = 3600

    private var words: Words { frame.words }

    private var isWaiting: Bool {
        let call = detail.call
        guard call.isOver else { return true }
        let age = frame.time.now.timeIntervalSince(call.endedAt ?? call.createdAt)
        return call.reportReceivedAt == nil && age < Self.patience
    }

    private var isHeard: Bool { detail.recording?.isStored ?? false }

    var html: HTML {
        guard !detail.turns.isEmpty else {
            return isWaiting ? waiting : #"<p class="muted">\#(words(Text.none))</p>"#
        }
        return """
            \(findings)
            <ol class="transcript" data-transcript tabindex="0" aria-label="\(words(Text.transcript))">
            \(zip(part.turns, part.ends).map { turn($0, until: $1) })</ol>
            \(pager)
            """
    }

    /// A script looks for the report; without one there is a link.
    private var waiting: HTML {
        """
        <div data-progress="\(words(Text.hasCome))" aria-live="polite"><p class="muted">\(words(Text.notYet))</p>
        <p class="lines" aria-hidden="true"><span class="skeleton"></span><span class="skeleton"></span><span class="skeleton"></span></p></div>
        <p data-refresh><a class="button" href="\(detail.call.path)">\(words(.refreshPage))</a></p>
        """
    }

    private var findings: HTML {
        guard !part.search.isEmpty else { return .empty }
        let text = part.matches == 0 ? words(Text.notFound) : words(Text.found, part.matches)
        return """
            <p class="muted small" role="status">\(text) <a href="\(detail.call.path)">\(words(Text.showAll))</a></p>
            """
    }

    private func turn(_ turn: CallTurn, until end: Double?) -> HTML {
        let kind: HTML = turn.who == .lead ? #" class="lead""# : .empty
        let start: HTML = turn.at.map { #" data-start="\#(Self.seconds($0))""# } ?? .empty
        let stop: HTML = end.map { #" data-end="\#(Self.seconds($0))""# } ?? .empty
        let speaker: HTML =
            Self.speaker(turn, detail, words).map { #"<span class="speaker" dir="auto">\#($0)</span>"# } ?? .empty
        let text: HTML =
            turn.who == .tool
            ? #"<p class="muted small" dir="auto">\#(part.marked(turn.text))</p>"#
            : #"<p dir="auto">\#(part.marked(turn.text))</p>"#
        return """
            <li\(kind)\(start)\(stop)>\(time(turn))\(speaker)\(text)</li>

            """
    }

    private func time(_ turn: CallTurn) -> HTML {
        guard let at = turn.at else { return .empty }
        let text = ViewerTime.duration(Int(at))
        guard isHeard else { return #"<span class="to num">\#(text)</span>"# }
        let label = words(Text.playFrom, ["time": text])
        return """
            <a class="to" href="?t=\(Int(at))" data-to="\(Self.seconds(at))" aria-label="\(label)">\(text)</a>
            """
    }

    /// Nil where the transcript does not tell.
    static func speaker(_ turn: CallTurn, _ detail: CallDetail, _ words: Words) -> String? {
        if let label = turn.label { return label }
        switch turn.who {
        case .assistant: return words(Text.assistant)
        case .lead: return detail.leadName ?? words(Text.lead)
        case .tool: return words(Text.tool)
        case nil: return nil
        }
    }

    private var pager: HTML {
        guard part.count > 1 else { return .empty }
        let place = words(Text.partOf, ["number": "\(part.number)", "count": "\(part.count)"])
        return """
            <nav class="pager" aria-label="\(words(Text.parts))">\(link(part.number - 1, Text.earlier, "prev"))
            <span class="muted small">\(place)</span>\(link(part.number + 1, Text.later, "next"))</nav>
            """
    }

    private func link(_ number: Int, _ title: Phrase, _ relation: String) -> HTML {
        guard (1...part.count).contains(number) else { return .empty }
        let items = (part.search.isEmpty ? [] : [("q", part.search)]) + [("part", "\(number)")]
        return """
            <a class="button" href="\(address(detail.call.path, items))#rec" rel="\(relation)">\(words(title))</a>
            """
    }

    /// To the tenth: `8.3`.
    private static func seconds(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }
}
