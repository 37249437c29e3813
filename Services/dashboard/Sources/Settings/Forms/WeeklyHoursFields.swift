internal import CivilTime

/// The hours of a week: for each day a few windows, one of them free to be filled in.
struct WeeklyHoursFields: Sendable {
    var words: Words
    var prefix: String
    var form: WeeklyHoursForm
    /// Whether problems are told.
    var isChecked: Bool

    var html: HTML { #"<ul class="hours">\#(Weekday.allCases.html(day))</ul>"# }

    private func day(_ day: Weekday) -> HTML {
        let typed = form.days[day] ?? .init()
        let name = words(day.title)
        let count = min(
            WeeklyHoursForm.most, max(1, typed.windows.count + (typed.isOn && !typed.windows.isEmpty ? 1 : 0)))
        let problem = isChecked ? form.problems[day].map { self.problem($0, name) } : nil
        return """
            <li><label class="check"><input type="checkbox" name="\(prefix)-\(day.name)" value="on"\(" checked", when: typed.isOn)> <span>\(name)</span></label>
            <div class="stack tight">\((0..<count).html { window(day, $0, typed, name, isWrong: problem != nil) })</div>
            \(problem.map { #"<p class="error" id="\#(prefix)-\#(day.name)-error">\#($0)</p>"# as HTML })</li>

            """
    }

    private func window(
        _ day: Weekday, _ index: Int, _ typed: WeeklyHoursForm.Day, _ name: String, isWrong: Bool
    ) -> HTML {
        let window = index < typed.windows.count ? typed.windows[index] : .init()
        let mark: HTML = #" aria-invalid="true" aria-describedby="\#(prefix)-\#(day.name)-error""#
        func input(_ end: String, _ value: String, _ label: Phrase) -> HTML {
            """
            <input type="time" name="\(WeeklyHoursForm.field(prefix, day, index, end))" value="\(value)" aria-label="\(words(label, ["day": name, "n": "\(index + 1)"]))"\(mark, when: isWrong)>
            """
        }
        return """
            <div class="inline">\(input("from", window.from, .hoursDayFrom)) <span>\(words(.hoursTo))</span> \(input("to", window.to, .hoursDayUntil))</div>
            """
    }

    private func problem(_ problem: WeeklyHoursForm.Problem, _ day: String) -> String {
        switch problem {
        case .incomplete: words(.hoursIncomplete, ["day": day])
        case .impossible: words(.hoursImpossible, ["day": day])
        case .empty: words(.hoursDayEmpty, ["day": day])
        }
    }
}

extension Weekday {
    var title: Phrase {
        switch self {
        case .monday: Phrase("Monday", es: "Lunes")
        case .tuesday: Phrase("Tuesday", es: "Martes")
        case .wednesday: Phrase("Wednesday", es: "Miércoles")
        case .thursday: Phrase("Thursday", es: "Jueves")
        case .friday: Phrase("Friday", es: "Viernes")
        case .saturday: Phrase("Saturday", es: "Sábado")
        case .sunday: Phrase("Sunday", es: "Domingo")
        }
    }
}

extension Phrase {
    static let hoursWrong = Phrase("Some days have times that cannot be.", es: "Algunos días tienen horas imposibles.")
    fileprivate static let hoursDayFrom = Phrase("{day}, {n}: from", es: "{day}, {n}: desde")
    fileprivate static let hoursDayUntil = Phrase("{day}, {n}: until", es: "{day}, {n}: hasta")
    fileprivate static let hoursTo = Phrase("to", es: "a")
    fileprivate static let hoursIncomplete = Phrase(
        "{day} lacks one of the two times.", es: "{day}: falta una de las dos horas.")
    fileprivate static let hoursImpossible = Phrase(
        "{day} has a time that is none, or that ends before it begins. Midnight is 00:00.",
        es: "{day}: hay una hora que no existe, o que termina antes de empezar. Medianoche es 00:00.")
    fileprivate static let hoursDayEmpty = Phrase(
        "{day} is marked and has no times.", es: "{day}: está marcado y no tiene horas.")
}
