internal import Foundation

/// The list of leads.
struct LeadListPage: Sendable {
    let frame: PageFrame
    var filter: LeadFilter
    var leads: [LeadListRow]
    /// More than ``CountLeads/most`` are not counted; nil on later pages.
    var count: Int?
    /// Where the next page begins; nil on the last.
    var older: Cursor?
    var isFirst: Bool
    /// Whom an owner can filter by.
    var agents: [NamedAgent]
    var kinds: ListLeadKinds.Kinds
    var notice: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Section.leads.title), section: .leads,
            """
            \(frame.notice(notice))
            <header class="page-head"><div><h1>\(words(Section.leads.title))</h1><p>\(total)</p></div>
            <div class="actions">\(actions)</div></header>
            \(LeadFilterBar(frame: frame, filter: filter, agents: agents, kinds: kinds).html)
            \(leads.isEmpty ? empty : table)
            \(frame.pager("/leads", filter.items, isFirst: isFirst, next: older?.text))
            """)
    }

    private var actions: HTML {
        guard frame.viewer.isOwner else {
            return #"<a class="button primary" href="/leads/new">\#(words(.addLead))</a>"#
        }
        return """
            <a class="button" href="/leads/imports">\(words(.imports))</a><a class="button" href="/leads/new">\(words(.addLead))</a><a class="button primary" href="/leads/import">\(words(.importLeads))</a>
            """
    }

    private var total: String {
        guard let count else { return "" }
        let number = words(.leadCount, min(count, CountLeads.most))
        return count > CountLeads.most ? words(.moreThan, ["count": number]) : number
    }

    private var table: HTML {
        let agent: HTML = #"<th scope="col">\#(words(.agent))</th>"#
        return """
            <table class="table"><caption class="visually-hidden">\(words(.leadsNewestFirst))</caption>
            <thead><tr><th scope="col">\(words(.leadName))</th><th scope="col">\(words(.status))</th><th scope="col" class="wide">\(words(.place))</th>
            <th scope="col" class="wide">\(words(.language))</th>\(agent, when: frame.viewer.isOwner)
            <th scope="col">\(words(.lastCall))</th><th scope="col">\(words(.nextCall))</th></tr></thead>
            <tbody>
            \(leads.html { row($0) })</tbody></table>
            """
    }

    private func row(_ lead: LeadListRow) -> HTML {
        let zone = lead.timeZone.flatMap { TimeZone(identifier: $0) }
        let place = [lead.postcode, lead.country.map { words.countryName($0) }].compactMap { $0 }.joined(separator: " ")
        let language = lead.language.map { frame.languageName($0) } ?? ""
        let owner: HTML = lead.ownerName.map { #"<bdi title="\#($0)">\#($0)</bdi>"# } ?? .empty
        let agentCell: HTML = #"<td class="person" data-label="\#(words(.agent))">\#(owner)</td>"#
        return """
            <tr><th scope="row" class="title">\(title(of: lead))</th>
            <td class="part fit">\(badge(of: lead))</td>
            <td class="wide" dir="auto">\(place)</td>
            <td class="wide part">\(language)</td>
            \(agentCell, when: frame.viewer.isOwner)
            <td class="fit" data-label="\(words(.lastCall))">\(lead.lastCallAt.map { frame.time.element($0, lead: zone) })</td>
            <td class="fit" data-label="\(words(.nextCall))">\(nextCall(of: lead, zone))</td></tr>

            """
    }

    private func title(of lead: LeadListRow) -> HTML {
        let number = lead.phone ?? lead.phoneGiven
        let name = lead.name ?? number ?? lead.email ?? words(.leadUnnamedLead)
        let link: HTML = """
            <a class="row-link" href="/leads/\(lead.id.uuidString.lowercased())" dir="auto">\(name)</a>
            """
        let second = lead.name == nil ? (number == nil ? nil : lead.email) : number ?? lead.email
        return link + (second.map { #"<span class="sub raise nowrap" dir="ltr">\#($0)</span>"# } ?? .empty)
    }

    private func badge(of lead: LeadListRow) -> HTML {
        if lead.isOptedOut { return #"<span class="badge bad">\#(words(LeadReach.optedOut.label))</span>"# }
        if lead.nextAppointmentAt != nil {
            return #"<span class="badge good">\#(words(LeadReach.booked.label))</span>"#
        }
        if lead.phone == nil { return #"<span class="badge warn">\#(words(LeadReach.noNumber.label))</span>"# }
        guard let status = lead.lastCallStatus else { return #"<span class="badge">\#(words(.notCalledYet))</span>"# }
        return CallGroup(status: status, outcome: lead.lastCallOutcome).badge(words)
    }

    private func nextCall(of lead: LeadListRow, _ zone: TimeZone?) -> HTML {
        guard let at = lead.nextCallAt else { return .empty }
        if lead.isNextCallHeld { return HTML(words(.held)) }
        return at <= frame.time.now ? HTML(words(.asSoonAsAllowed)) : frame.time.element(at, lead: zone)
    }

    private var empty: HTML {
        if filter.isEmpty {
            return """
                <div class="empty"><h2>\(words(.noLeadsYet))</h2><p>\(words(.noLeadsYetText))</p>
                <a class="button primary" href="/leads/new">\(words(.addLead))</a></div>
                """
        }
        return """
            <div class="empty"><h2>\(words(.leadNoLeadsFound))</h2><p>\(words(.leadNoLeadsFoundText))</p>
            <a class="button" href="/leads">\(words(.clearFilters))</a></div>
            """
    }
}

extension Words {
    /// ISO 3166-1 alpha-2 as the viewer's language calls it.
    func countryName(_ code: String) -> String {
        Locale(identifier: language.rawValue).localizedString(forRegionCode: code) ?? code
    }
}

extension Phrase {
    static let addLead = Phrase("Add lead", es: "Añadir contacto")
    static let importLeads = Phrase("Import leads", es: "Importar contactos")
    static let imports = Phrase("Imports", es: "Importaciones")
    static let leadsNewestFirst = Phrase("Leads, newest first", es: "Contactos, los más recientes primero")
    static let leadName = Phrase("Name", es: "Nombre")
    static let place = Phrase("Place", es: "Lugar")
    static let lastCall = Phrase("Last call", es: "Última llamada")
    static let nextCall = Phrase("Next call", es: "Próxima llamada")
    static let leadUnnamedLead = Phrase("No name", es: "Sin nombre")
    static let notCalledYet = Phrase("Not called yet", es: "Aún sin llamar")
    static let held = Phrase("Held", es: "En pausa")
    static let asSoonAsAllowed = Phrase("As soon as allowed", es: "En cuanto se pueda")
    static let noLeadsYet = Phrase("No leads yet", es: "Todavía no hay contactos")
    static let noLeadsYetText = Phrase(
        "Leads come from your web forms, from a file, or by hand.",
        es: "Los contactos llegan de sus formularios web, de un archivo o a mano.")
    static let leadNoLeadsFound = Phrase("No leads match", es: "Ningún contacto coincide")
    static let leadNoLeadsFoundText = Phrase(
        "Take a filter away, or search for something else.", es: "Quite algún filtro o busque otra cosa.")
}

extension CountedPhrase {
    static let leadCount = CountedPhrase(
        Phrase("{n} lead", es: "{n} contacto"), Phrase("{n} leads", es: "{n} contactos"))
}
