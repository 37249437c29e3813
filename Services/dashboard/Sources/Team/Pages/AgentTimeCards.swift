internal import CivilTime
internal import Contracts
internal import Foundation

/// Days with other hours, and time off.
struct AgentTimeCards: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var timeOff: [TimeOff]
    var exception: AgentExceptionForm
    var absence: TimeOffForm
    var problems: [TeamProblem]

    private var words: Words { frame.words }
    private var place: String { "/team/\(agent.id.description)" }
    /// By the agent's clock: that is whose days they are.
    private var time: ViewerTime { ViewerTime(zone: agent.zone, language: words.language, now: frame.time.now) }

    private func problem(_ field: String) -> String? { problems.text(of: field, words) }

    var exceptionsCard: HTML {
        let days = AgentExceptions(stored: agent.exceptions).sorted.filter { $0.date >= time.today }
        let list: HTML =
            days.isEmpty
            ? #"<p class="muted">\#(words(TeamWords.noExceptions))</p>"#
            : #"<ul class="stack tight">\#(days.html { item($0.date, $0.windows) })</ul>"#
        return PersonCard(
            id: "exceptions", title: words(TeamWords.exceptions),
            content: list + (frame.viewer.isOwner ? exceptionForm : .empty)
        ).html
    }

    private func item(_ date: CivilDate, _ windows: [TimeWindow]) -> HTML {
        let hours = windows.isEmpty ? words(TeamWords.closed) : windows.map(\.text).joined(separator: ", ")
        let remove: HTML = """
            <form method="post" action="\(place)/exceptions/remove">\(frame.formField)<input type="hidden" name="date" value="\(date.description)">
            <button class="quiet">\(words(TeamWords.remove))<span class="visually-hidden"> \(time.weekday(date))</span></button></form>
            """
        return """
            <li class="cluster spread"><span>\(time.weekday(date)): \(hours)</span>\(frame.viewer.isOwner ? remove : .empty)</li>

            """
    }

    private var exceptionForm: HTML {
        """
        <form class="form wide" method="post" action="\(place)/exceptions" data-busy>\(frame.formField)<h3>\(words(TeamWords.addException))</h3>
        \(Field("date", words(TeamWords.day), .input(type: "date", value: exception.date), hint: words(TeamWords.exceptionHint), problem: problem("date"), attributes: " required").html)
        \((0..<2).html(exceptionWindow))
        \(problem("from-0").map { #"<p class="error" id="f-from-0-error">\#($0)</p>"# as HTML })
        <div class="actions"><button>\(words(TeamWords.add))</button></div></form>
        """
    }

    private func exceptionWindow(_ index: Int) -> HTML {
        let window = index < exception.windows.count ? exception.windows[index] : .init()
        let mark: HTML = #" aria-invalid="true" aria-describedby="f-from-0-error""#
        let isWrong = problem("from-0") != nil
        return """
            <div class="inline"><label for="f-from-\(index)">\(words(TeamWords.from))</label> <input type="time" id="f-from-\(index)" name="from-\(index)" value="\(window.from)"\(mark, when: isWrong)>
            <label for="f-to-\(index)">\(words(TeamWords.to))</label> <input type="time" id="f-to-\(index)" name="to-\(index)" value="\(window.to)"\(mark, when: isWrong)></div>

            """
    }

    var timeOffCard: HTML {
        let list: HTML =
            timeOff.isEmpty
            ? #"<p class="muted">\#(words(TeamWords.noTimeOff))</p>"#
            : #"<ul class="stack tight">\#(timeOff.html(item))</ul>"#
        return PersonCard(
            id: "time-off", title: words(TeamWords.timeOff),
            content: """
                \(list)<form class="form wide" method="post" action="\(place)/time-off" data-busy>\(frame.formField)<h3>\(words(TeamWords.addTimeOff))</h3>
                <div class="fields">\(field("from_date", TeamWords.firstDay, "date", absence.fromDate, " required"))\(field("from_time", TeamWords.fromTime, "time", absence.fromTime))</div>
                <div class="fields">\(field("to_date", TeamWords.lastDay, "date", absence.toDate))\(field("to_time", TeamWords.untilTime, "time", absence.toTime))</div>
                \(field("note", TeamWords.note, "text", absence.note, #" maxlength="200""#))
                <div class="actions"><button>\(words(TeamWords.add))</button></div></form>
                """
        ).html
    }

    private func field(
        _ name: String, _ label: Phrase, _ type: String, _ value: String, _ attributes: HTML = .empty
    ) -> HTML {
        Field(
            name, words(label), .input(type: type, value: value), problem: problem(name), attributes: attributes
        ).html
    }

    private func item(_ absence: TimeOff) -> HTML {
        let from = absence.from.map { time.element($0) } ?? "…"
        let to = absence.to.map { time.element($0) } ?? "…"
        let note: HTML = absence.note.map { #" <span class="muted" dir="auto">\#($0)</span>"# } ?? .empty
        return """
            <li class="cluster spread"><span>\(from) – \(to)\(note)</span>
            <form method="post" action="\(place)/time-off/\(absence.id.uuidString.lowercased())/remove">\(frame.formField)
            <button class="quiet">\(words(TeamWords.remove))<span class="visually-hidden"> \(absence.from.map { time.moment($0) } ?? "")</span></button></form></li>

            """
    }
}
