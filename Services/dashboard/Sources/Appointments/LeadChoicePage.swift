internal import Contracts
internal import Foundation

/// The first step of booking by hand: for whom.
struct LeadChoicePage: Sendable {
    let frame: PageFrame
    var form: BookingForm
    /// Nil: nothing has been searched for.
    var found: [LeadToBook]?

    private var words: Words { frame.words }

    func render() -> HTML {
        let rest = form.items.filter { $0.name != "lead" }
        return frame.page(
            title: words(.bookAppointment), section: .appointments, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/appointments">\(words(Section.appointments.title))</a></p><h1>\(words(.bookAppointment))</h1><p>\(words(.forWhom))</p></div></header>
            <form class="filters" method="get" action="/appointments/new" role="search" aria-label="\(words(.forWhom))">
            \(rest.html { #"<input type="hidden" name="\#($0.name)" value="\#($0.value)">"# })
            <div class="search"><label class="visually-hidden" for="q">\(words(.searchLeads))</label>
            <input id="q" name="q" type="search" value="\(form.search)" maxlength="200" placeholder="\(words(.searchLeads))" dir="auto" required><button>\(words(.search))</button></div></form>
            \(results)
            """)
    }

    private var results: HTML {
        guard let found else { return .empty }
        guard !found.isEmpty else {
            return """
                <div class="empty"><h2>\(words(.noLeadsFound))</h2><p>\(words(.noLeadsFoundText))</p><a class="button" href="/leads">\(words(Section.leads.title))</a></div>
                """
        }
        let more: HTML = #"<p class="muted">\#(words(.moreLeadsFound))</p>"#
        return """
            <table class="table"><caption class="visually-hidden">\(words(Section.leads.title))</caption>
            <thead><tr><th scope="col">\(words(.lead))</th><th scope="col">\(words(.leadPhone))</th></tr></thead>
            <tbody>\(found.html { row($0) })</tbody></table>
            \(more, when: found.count == FindLeadsToBook.most)
            """
    }

    private func row(_ lead: LeadToBook) -> HTML {
        var chosen = form
        chosen.lead = lead.id
        return """
            <tr><th scope="row" class="title"><a class="row-link" href="\(address("/appointments/new", chosen.items))" dir="auto">\(lead.title ?? words(.unnamedLead))</a></th>
            <td class="part"><span dir="ltr" class="nowrap">\(lead.phone ?? "")</span></td></tr>

            """
    }
}

extension Phrase {
    static let forWhom = Phrase("For which lead?", es: "¿Para qué contacto?")
    static let searchLeads = Phrase("Name, number or email", es: "Nombre, número o correo")
    static let noLeadsFound = Phrase("No lead found", es: "No se ha encontrado ningún contacto")
    static let noLeadsFoundText = Phrase(
        "Search for another part of the name or number, or add the lead first.",
        es: "Busque otra parte del nombre o del número, o añada antes el contacto.")
    static let moreLeadsFound = Phrase(
        "There may be more: search for more of the name.", es: "Puede haber más: busque con más parte del nombre.")
}
