internal import Contracts
internal import Foundation
internal import Postgres

/// What is known about a call beside what was said.
struct CallFactsCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    private enum Text {
        static let title = Phrase("Facts", es: "Datos")
        static let direction = Phrase("Direction", es: "Dirección")
        static let number = Phrase("Number", es: "Número")
        static let language = Phrase("Language", es: "Idioma")
        static let ended = Phrase("Ended", es: "Fin")
        static let duration = Phrase("Duration", es: "Duración")
        static let began = Phrase("Began", es: "Inicio")
        static let passedOn = Phrase("Passed on to", es: "Se pasó a")
        static let success = Phrase("Success", es: "Resultado")
        static let cost = Phrase("Cost", es: "Coste")
        static let callID = Phrase("Call at Vapi", es: "Llamada en Vapi")
    }

    private var words: Words { frame.words }

    var html: HTML {
        let facts = CallFacts(metadata: detail.call.metadata.bytes)
        return """
            <section class="card" aria-labelledby="facts"><header><h2 id="facts">\(words(Text.title))</h2></header>
            <dl class="facts">\(facts.findings.html { fact($0.name, $0.value, isTheirs: true) })\(provider(facts))</dl>
            </section>

            """
    }

    private func provider(_ facts: CallFacts) -> HTML {
        let call = detail.call
        var rows = HTML.empty
        if let direction = call.direction { rows += fact(words(Text.direction), CallDirection.text(direction, words)) }
        if let number = call.customerNumber {
            rows += #"<dt>\#(words(Text.number))</dt><dd dir="ltr">\#(number)</dd>"#
        }
        if let language = call.language { rows += fact(words(Text.language), frame.languageName(language)) }
        if let began = call.startedAt {
            rows += "<dt>\(words(Text.began))</dt><dd>\(frame.time.element(began, lead: detail.lead?.timeZone))</dd>"
        }
        if let seconds = call.durationSeconds { rows += fact(words(Text.duration), ViewerTime.duration(seconds)) }
        rows += endedReason
        if let place = facts.destination { rows += fact(words(Text.passedOn), place, isTheirs: true) }
        if let success = facts.successEvaluation { rows += fact(words(Text.success), success, isTheirs: true) }
        guard frame.viewer.isOwner else { return rows }
        if let cost = facts.cost.flatMap(Self.dollars) { rows += fact(words(Text.cost), cost) }
        rows += "<dt>\(words(Text.callID))</dt><dd><code>\(call.vapiCallID)</code></dd>"
        return rows
    }

    /// In words, and as the provider says it.
    private var endedReason: HTML {
        guard let reason = detail.call.endedReason else { return .empty }
        let phrase: HTML = EndedReasonWords.phrase(reason).map { "\(words($0)) " } ?? .empty
        return #"<dt>\#(words(Text.ended))</dt><dd>\#(phrase)<code class="small muted">\#(reason)</code></dd>"#
    }

    private func fact(_ name: String, _ value: String, isTheirs: Bool = false) -> HTML {
        isTheirs ? #"<dt dir="auto">\#(name)</dt><dd dir="auto">\#(value)</dd>"# : "<dt>\(name)</dt><dd>\(value)</dd>"
    }

    /// Vapi counts in US dollars.
    ///
    /// - Returns: nil for what no call costs: the number is whatever was sent.
    static func dollars(_ cost: Double) -> String? {
        guard (0...1_000_000).contains(cost) else { return nil }
        let thousandths = Int((cost * 1000).rounded())
        let cents = String(thousandths % 1000)
        return "$\(thousandths / 1000).\(String(repeating: "0", count: 3 - cents.count))\(cents)"
    }
}
