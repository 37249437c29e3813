internal import CivilTime
internal import Contracts

/// What was typed about an agent beside what is stored by now, for ``MeanwhileNotice``.
extension PageFrame {
    func meanwhile(_ typed: AgentFactsForm, _ now: AgentFactsForm) -> [MeanwhileNotice.Part] {
        func spoken(_ form: AgentFactsForm) -> String {
            form.spoken.map(languageName).sorted().joined(separator: ", ")
        }
        return [
            .init(TeamWords.name, typed: typed.name, now: now.name),
            .init(TeamWords.email, typed: typed.email, now: now.email),
            .init(TeamWords.phone, typed: typed.phone, now: now.phone),
            .init(TeamWords.messageLanguage, typed: typed.language, now: now.language),
            .init(TeamWords.timeZone, typed: typed.timeZone, now: now.timeZone),
            .init(TeamWords.spoken, typed: spoken(typed), now: spoken(now)),
        ]
    }

    func meanwhile(_ typed: AgentCallsForm, _ now: AgentCallsForm) -> [MeanwhileNotice.Part] {
        [
            .init(
                TeamWords.territories, typed: typed.patterns.sorted().joined(separator: "\n"),
                now: now.patterns.sorted().joined(separator: "\n")),
            .init(TeamWords.weight, typed: typed.weight, now: now.weight),
            .init(TeamWords.callsPerDay, typed: typed.callsPerDay, now: now.callsPerDay),
        ]
    }

    /// - Parameters:
    ///   - typed: nil: none are set.
    ///   - now: nil: none are set.
    func meanwhile(_ typed: WeeklyHoursForm?, _ now: WeeklyHoursForm?) -> [MeanwhileNotice.Part] {
        func mode(_ form: WeeklyHoursForm?) -> String {
            words(form == nil ? TeamWords.hoursNone : TeamWords.hoursOwn)
        }
        func windows(_ form: WeeklyHoursForm?, _ day: Weekday) -> String {
            guard let typed = form?.days[day], typed.isOn else { return "" }
            return typed.windows.map { "\($0.from)–\($0.to)" }.joined(separator: ", ")
        }
        return [.init(TeamWords.hoursMode, typed: mode(typed), now: mode(now))]
            + Weekday.allCases.map { .init($0.title, typed: windows(typed, $0), now: windows(now, $0)) }
    }
}
