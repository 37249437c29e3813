internal import Contracts
internal import Foundation

/// Free times to press, each of which sends its form; by day.
struct SlotButtons: Sendable {
    let frame: PageFrame
    var slots: [Slot]
    /// The lead's, said in the title.
    var leadZone: TimeZone?
    /// Whether the agent's name is said, too.
    var namesAgents = false

    var html: HTML {
        var result = HTML.empty
        var rest = slots[...]
        while let first = rest.first {
            let day = frame.time.dayTitle(first.startsAt)
            let own = rest.prefix { frame.time.dayTitle($0.startsAt) == day }
            rest = rest.dropFirst(own.count)
            result += """
                <fieldset class="field"><legend>\(day)</legend><div class="cluster">\(own.html { button($0, day) })</div></fieldset>

                """
        }
        return result
    }

    private func button(_ slot: Slot, _ day: String) -> HTML {
        let there = leadZone.map { frame.time.exact(slot.startsAt, in: $0) } ?? frame.time.exact(slot.startsAt)
        let agent: HTML = #" <span class="muted small"><bdi>\#(slot.agentName)</bdi></span>"#
        return """
            <button name="at" value="\(Int(slot.startsAt.timeIntervalSince1970))" title="\(there)"><span class="visually-hidden">\(day) </span>\(frame.time.time(slot.startsAt))\(agent, when: namesAgents)</button>
            """
    }
}
