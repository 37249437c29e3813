internal import Foundation

/// Search, filters, and what of them is in use.
struct LeadFilterBar: Sendable {
    let frame: PageFrame
    var filter: LeadFilter
    var agents: [NamedAgent]
    var kinds: ListLeadKinds.Kinds

    private var words: Words { frame.words }

    var html: HTML {
        """
        <form class="filters" method="get" action="/leads" role="search" aria-label="\(words(Section.leads.title))">
        <div class="search"><label class="visually-hidden" for="q">\(words(.leadSearchLeads))</label>
        <input id="q" name="q" type="search" value="\(filter.text)" maxlength="\(LeadFilter.longestText)" placeholder="\(words(.leadSearchLeads))" dir="auto"><button>\(words(.search))</button></div>
        <details><summary>\(words(.filters)) \(inUse)</summary><div class="filter-set">
        \(choice("state", .status, LeadReach.allCases.map { ($0.rawValue, words($0.label)) }, filter.state?.rawValue))
        \(choice("language", .language, languages.map { ($0, frame.languageName($0)) }, filter.language))
        \(frame.viewer.isOwner ? choice("agent", .agent, agentChoices, chosenAgent) : .empty)
        \(choice("source", .leadSource, sources.map { ($0, words.leadSource($0)) }, filter.source))
        <button>\(words(.apply))</button></div></details></form>
        \(chips)
        """
    }

    private var inUse: HTML {
        let number = filter.items.count { $0.name != "q" }
        guard number > 0 else { return .empty }
        return #"<span class="count">\#(number)<span class="visually-hidden"> \#(words(.filtersInUse))</span></span>"#
    }

    /// One that is filtered by can be seen in its select, also when no lead of late has it.
    private var languages: [String] { Self.with(filter.language, kinds.languages) }
    private var sources: [String] { Self.with(filter.source, kinds.sources) }

    private static func with(_ chosen: String?, _ all: [String]) -> [String] {
        guard let chosen, !all.contains(chosen) else { return all }
        return all + [chosen]
    }

    private var agentChoices: [(String, String)] {
        [("nobody", words(.nobodyYet))] + agents.map { ($0.id.uuidString.lowercased(), $0.name) }
    }

    private var chosenAgent: String? {
        switch filter.owner {
        case .nobody: "nobody"
        case .agent(let id): "\(id)"
        case nil: nil
        }
    }

    private func choice(
        _ name: String, _ label: Phrase, _ options: [(String, String)], _ selected: String?
    ) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(words(label))</label><select id="f-\(name)" name="\(name)">
        <option value="">\(words(.any))</option>\(options.html { value, text in
            #"<option value="\#(value)"\#(" selected", when: value == selected)>\#(text)</option>"#
        })</select></div>
        """
    }

    /// Each takes its own filter away.
    private var chips: HTML {
        guard !filter.isEmpty else { return .empty }
        let chips = filter.items.enumerated().html { index, item in
            var rest = filter.items
            rest.remove(at: index)
            return """
                <a class="chip" href="\(address("/leads", rest))"><bdi>\(text(of: item))</bdi><span class="visually-hidden">, \(words(.removeFilter))</span></a>

                """
        }
        return #"<div class="chips">\#(chips)<a href="/leads">\#(words(.clearAll))</a></div>"#
    }

    private func text(of item: (name: String, value: String)) -> String {
        switch item.name {
        case "q": "“\(item.value)”"
        case "state": LeadReach(rawValue: item.value).map { words($0.label) } ?? item.value
        case "agent": agentChoices.first { $0.0 == item.value }?.1 ?? words(.agent)
        case "language": frame.languageName(item.value)
        case "source": words.leadSource(item.value)
        default: item.value
        }
    }
}

extension Words {
    /// Where a lead came from: the console's own words for it, or a form's name.
    func leadSource(_ source: String) -> String {
        switch source {
        case "hand": self(Phrase("Added by hand", es: "Añadido a mano"))
        case "import": self(Phrase("Import", es: "Importación"))
        case "call": self(Phrase("Phone", es: "Teléfono"))
        case "webhook": self(Phrase("Web form", es: "Formulario web"))
        default: source
        }
    }
}

extension Phrase {
    static let leadSearchLeads = Phrase(
        "Search names, numbers, emails", es: "Buscar nombres, números, correos")
    static let leadSource = Phrase("Source", es: "Origen")
}
