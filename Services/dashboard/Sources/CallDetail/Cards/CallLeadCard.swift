internal import Foundation

/// Whom the call was with, and the other calls with them.
struct CallLeadCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    private enum Text {
        static let title = Phrase("Lead", es: "Contacto")
        static let name = Phrase("Name", es: "Nombre")
        static let phone = Phrase("Phone", es: "Teléfono")
        static let email = Phrase("Email", es: "Correo")
        static let place = Phrase("Place", es: "Lugar")
        static let theirTime = Phrase("Their time", es: "Su hora")
        static let language = Phrase("Language", es: "Idioma")
        static let owner = Phrase("Belongs to", es: "Es de")
        static let source = Phrase("Source", es: "Origen")
        static let calls = Phrase("Calls", es: "Llamadas")
        static let unknown = Phrase(
            "Nobody we know has this number. No lead is connected with the call.",
            es: "Nadie que conozcamos tiene este número. La llamada no está unida a ningún contacto.")
        static let unnamed = Phrase("Without a name", es: "Sin nombre")
        static let others = Phrase("Other calls", es: "Otras llamadas")
        static let all = Phrase("All {n}", es: "Las {n}")
    }

    private var words: Words { frame.words }

    var html: HTML {
        """
        <section class="card" aria-labelledby="leadc"><header><h2 id="leadc">\(words(Text.title))</h2></header>
        \(facts)
        </section>
        \(others)
        """
    }

    private var facts: HTML {
        guard let lead = detail.lead else { return #"<p class="muted">\#(words(Text.unknown))</p>"# }
        var rows: HTML = """
            <dt>\(words(Text.name))</dt><dd><a href="\(Self.path(lead.id))" dir="auto">\(lead.name ?? words(Text.unnamed))</a></dd>
            """
        if let phone = lead.phone {
            let text: HTML = #"<span dir="ltr">\#(phone)</span>"#
            let link: HTML = #"<a href="tel:\#(phone)" dir="ltr">\#(phone)</a>"#
            rows +=
                "<dt>\(words(Text.phone))</dt><dd>\(phone.hasPrefix("+") && lead.optedOutAt == nil ? link : text)</dd>"
        }
        if let email = lead.email {
            rows += #"<dt>\#(words(Text.email))</dt><dd><a href="mailto:\#(email)" dir="auto">\#(email)</a></dd>"#
        }
        let place = [lead.postcode, lead.country].compactMap(\.self).joined(separator: " ")
        if !place.isEmpty { rows += #"<dt>\#(words(Text.place))</dt><dd dir="auto">\#(place)</dd>"# }
        rows += clock(lead)
        if let language = lead.language {
            rows += "<dt>\(words(Text.language))</dt><dd>\(frame.languageName(language))</dd>"
        }
        if let owner = lead.ownerName { rows += #"<dt>\#(words(Text.owner))</dt><dd dir="auto">\#(owner)</dd>"# }
        rows += #"<dt>\#(words(Text.source))</dt><dd dir="auto">\#(lead.source)</dd>"#
        rows += "<dt>\(words(Text.calls))</dt><dd><a href=\"/calls?lead=\(Self.id(lead.id))\">\(lead.calls)</a></dd>"
        return #"<dl class="facts">\#(rows)</dl>"#
    }

    private func clock(_ lead: ReadCallLead.Lead) -> HTML {
        guard let zone = lead.timeZone else { return .empty }
        var theirs = frame.time
        theirs = ViewerTime(zone: zone, language: theirs.language, now: theirs.now)
        return """
            <dt>\(words(Text.theirTime))</dt><dd>\(theirs.element(theirs.now, theirs.time(theirs.now)))</dd>
            """
    }

    private var others: HTML {
        guard !detail.otherCalls.isEmpty, let lead = detail.lead else { return .empty }
        let all: HTML = """
            <a class="small" href="/calls?lead=\(Self.id(lead.id))">\(words(Text.all, ["n": "\(lead.calls)"]))</a>
            """
        return """
            <section class="card" aria-labelledby="others"><header><h2 id="others">\(words(Text.others))</h2>\(lead.calls > detail.otherCalls.count + 1 ? all : .empty)</header>
            <ul class="notes">\(detail.otherCalls.html { other($0) })</ul></section>

            """
    }

    private func other(_ call: ListOtherCalls.Call) -> HTML {
        let duration: HTML =
            call.durationSeconds.map { #" <span class="num small">\#(ViewerTime.duration($0))</span>"# } ?? .empty
        let summary: HTML =
            call.summary.map { #"<p class="muted small clamp" dir="auto">\#($0)</p>"# as HTML } ?? .empty
        return """
            <li><p><a href="/calls/\(Self.id(call.id))">\(frame.time.element(call.createdAt))</a> \(call.group.badge(words))\(duration)</p>\(summary)</li>

            """
    }

    private static func path(_ id: UUID) -> String { "/leads/\(Self.id(id))" }
    private static func id(_ id: UUID) -> String { id.uuidString.lowercased() }
}
