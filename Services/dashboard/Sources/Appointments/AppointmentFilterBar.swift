internal import CivilTime
internal import Contracts
internal import Foundation

/// The filters of the list, and what of them is in use.
struct AppointmentFilterBar: Sendable {
    let frame: PageFrame
    var filter: AppointmentFilter
    var agents: [NamedAgent]
    var leadName: String?

    private var words: Words { frame.words }

    var html: HTML {
        """
        <form class="filters" method="get" action="/appointments" role="search" aria-label="\(words(Section.appointments.title))">
        <details><summary>\(words(.filters)) \(inUse)</summary><div class="filter-set">
        \(filter.isPast ? #"<input type="hidden" name="past" value="1">"# : HTML.empty)
        \(day("from", .fromDay, filter.from)) \(day("to", .toDay, filter.to))
        \(choice("status", .status, Appointment.Status.allCases.map { ($0.rawValue, words($0.label)) }, filter.status?.rawValue))
        \(frame.viewer.isOwner ? choice("agent", .agent, agentChoices, filter.agent?.description) : HTML.empty)
        \(filter.lead.map { #"<input type="hidden" name="lead" value="\#($0.description)">"# as HTML })
        <button>\(words(.apply))</button></div></details></form>
        \(chips)
        """
    }

    private var agentChoices: [(String, String)] { agents.map { ($0.id.uuidString.lowercased(), $0.name) } }

    private var inUse: HTML {
        let number = filter.items.count { $0.name != "past" }
        guard number > 0 else { return .empty }
        return #"<span class="count">\#(number)<span class="visually-hidden"> \#(words(.filtersInUse))</span></span>"#
    }

    private func day(_ name: String, _ label: Phrase, _ value: CivilDate?) -> HTML {
        """
        <div class="field"><label for="f-\(name)">\(words(label))</label><input id="f-\(name)" name="\(name)" type="date" value="\(value?.description ?? "")"></div>
        """
    }

    private func choice(_ name: String, _ label: Phrase, _ options: [(String, String)], _ selected: String?) -> HTML {
        let all = [("", words(.any))] + options
        return """
            <div class="field"><label for="f-\(name)">\(words(label))</label><select id="f-\(name)" name="\(name)">
            \(all.html { value, text in
                #"<option value="\#(value)"\#(" selected", when: value == selected ?? "")>\#(text)</option>"#
            })</select></div>
            """
    }

    /// Each takes its own filter away.
    private var chips: HTML {
        let items = filter.items.enumerated().filter { $0.element.name != "past" }
        guard !items.isEmpty else { return .empty }
        let chips = items.html { index, item in
            var rest = filter.items
            rest.remove(at: index)
            return """
                <a class="chip" href="\(address("/appointments", rest))"><bdi>\(text(of: item))</bdi><span class="visually-hidden">, \(words(.removeFilter))</span></a>
                """
        }
        let none: [(name: String, value: String)] = filter.isPast ? [("past", "1")] : []
        return
            #"<div class="chips">\#(chips) <a href="\#(address("/appointments", none))">\#(words(.clearAll))</a></div>"#
    }

    private func text(of item: (name: String, value: String)) -> String {
        switch item.name {
        case "from": "\(words(.fromDay)) \(filter.from.map { frame.time.day($0) } ?? "")"
        case "to": "\(words(.toDay)) \(filter.to.map { frame.time.day($0) } ?? "")"
        case "status": filter.status.map { words($0.label) } ?? item.value
        case "agent": agentChoices.first { $0.0 == item.value }?.1 ?? words(.agent)
        case "lead": leadName ?? words(.lead)
        default: item.value
        }
    }
}
