internal import CivilTime

/// The hours of a week: for each day a few windows, one of them free to be filled in.
struct AgentHoursFields: Sendable {
    var words: Words
    var prefix: String
    var form: AgentHoursForm
    /// Whether problems are told.
    var isChecked: Bool

    var html: HTML { #"<ul class="hours">\#(Weekday.allCases.html(day))</ul>"# }

    private func day(_ day: Weekday) -> HTML {
        let typed = form.days[day] ?? .init()
        let name = words(TeamWords.weekdays[day.rawValue - 1])
        let count = min(
            AgentHoursForm.most, max(1, typed.windows.count + (typed.isOn && !typed.windows.isEmpty ? 1 : 0)))
        let problem = isChecked ? form.problems[day].map { self.problem($0, name) } : nil
        return """
            <li><label class="check"><input type="checkbox" name="\(prefix)-\(day.name)" value="on"\(" checked", when: typed.isOn)> <span>\(name)</span></label>
            <div class="stack tight">\((0..<count).html { window(day, $0, typed, name, isWrong: problem != nil) })</div>
            \(problem.map { #"<p class="error" id="\#(prefix)-\#(day.name)-error">\#($0)</p>"# as HTML })</li>

            """
    }

    private func window(
        _ day: Weekday, _ index: Int, _ typed: AgentHoursForm.Day, _ name: String, isWrong: Bool
    ) -> HTML {
        let window = index < typed.windows.count ? typed.windows[index] : .init()
        let mark: HTML = #" aria-invalid="true" aria-describedby="\#(prefix)-\#(day.name)-error""#
        func input(_ end: String, _ value: String, _ label: Phrase) -> HTML {
            """
            <input type="time" name="\(AgentHoursForm.field(prefix, day, index, end))" value="\(value)" aria-label="\(words(label, ["day": name, "n": "\(index + 1)"]))"\(mark, when: isWrong)>
            """
        }
        return """
            <div class="inline">\(input("from", window.from, TeamWords.dayFrom)) <span>\(words(TeamWords.to))</span> \(input("to", window.to, TeamWords.dayUntil))</div>
            """
    }

    private func problem(_ problem: AgentHoursForm.Problem, _ day: String) -> String {
        switch problem {
        case .incomplete: words(TeamWords.windowIncomplete, ["day": day])
        case .impossible: words(TeamWords.windowImpossible, ["day": day])
        case .empty: words(TeamWords.dayEmpty, ["day": day])
        }
    }
}
