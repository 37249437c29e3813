internal import CivilTime
internal import Contracts
internal import Notices

/// `/team/{agent}/notifications`: by which channel somebody is told of what, and when.
struct AgentNotificationsPage: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var form: AgentNotificationsForm
    var agency: NotificationPreferences
    /// What it was read as: another version by the time it is sent refuses it.
    var version: Int
    var problems: [TeamProblem] = []
    var isConflict = false
    var refusal: NotDone?
    /// From notifier, in English.
    var warnings: [String] = []
    var notice: Phrase?

    private var words: Words { frame.words }
    private var place: String { "/team/\(agent.id.description)" }

    private func problem(_ field: String) -> String? { problems.text(of: field, words) }

    func render() -> HTML {
        frame.page(
            title: words(TeamWords.notifications), section: .team, isSectionStart: false,
            """
            \(frame.notice(notice))\(notices)\(problems.summary(words))
            <header class="page-head"><div><p class="crumb"><a href="\(place)" dir="auto">\(agent.name)</a></p><h1>\(words(TeamWords.notifications))</h1></div></header>
            <form class="form wide" method="post" action="\(place)/notifications" data-busy>\(frame.formField)<input type="hidden" name="based_on" value="\(version)">
            <p class="muted">\(words(TeamWords.notificationsHint))</p>\(grid)\(quiet)\(windows)
            \(Field("urgent_passes", words(TeamWords.urgentPasses), .select(urgent, selected: form.urgentPasses), hint: words(TeamWords.urgentHint), problem: problem("urgent_passes")).html)
            <div class="actions"><button class="primary">\(words(AccountWords.save))</button> <a href="\(place)">\(words(TeamWords.cancel))</a></div></form>
            """)
    }

    private var notices: HTML {
        let conflict: HTML = """
            <div class="notice warn" role="alert"><p>\(words(TeamWords.conflict))</p><a href="\(place)/notifications">\(words(TeamWords.reload))</a></div>
            """
        let list: HTML = """
            <div class="notice warn" role="status"><p>\(words(TeamWords.warnings))</p><ul lang="en">\(warnings.html { "<li>\($0)</li>" })</ul></div>
            """
        return (isConflict ? conflict : .empty) + (refusal.map { frame.alert($0) } ?? .empty)
            + (warnings.isEmpty ? .empty : list)
    }

    private var grid: HTML {
        let caption: HTML = #"<caption class="visually-hidden">\#(words(TeamWords.channels))</caption>"#
        return form.grid.html(
            "grid", label: words(TeamWords.channels), caption: caption, about: TeamWords.tellAbout, words
        ) { kind, channel, use in
            guard let use else {
                let inherited = words(TeamWords.use(agency.effective(kind, channel)))
                return words(TeamWords.asAgency, ["value": inherited.lowercased()])
            }
            return words(TeamWords.use(use))
        }
    }

    private var quiet: HTML {
        let inherited: String =
            if case .value(let hours) = agency.quiet { "\(hours.from)–\(hours.to)" } else { words(TeamWords.nothing) }
        return """
            \(PersonChoice(name: "quiet", legend: words(TeamWords.quietHours), options: [("inherited", words(TeamWords.asAgency, ["value": inherited])), ("none", words(TeamWords.quietNone)), ("own", words(TeamWords.ownTimes))], selected: [form.quiet], hint: words(TeamWords.quietHint), problem: problem("quiet")).html)
            <div class="inline"><label for="f-quiet_from">\(words(TeamWords.from))</label> <input type="time" id="f-quiet_from" name="quiet_from" value="\(form.quietFrom)"\(quietMark)>
            <label for="f-quiet_to">\(words(TeamWords.to))</label> <input type="time" id="f-quiet_to" name="quiet_to" value="\(form.quietTo)"\(quietMark)></div>
            \(problem("quiet_from").map { #"<p class="error" id="f-quiet_from-error">\#($0)</p>"# as HTML })
            """
    }

    private var quietMark: HTML {
        problem("quiet_from") == nil ? .empty : #" aria-invalid="true" aria-describedby="f-quiet_from-error""#
    }

    private var windows: HTML {
        let isSet = if case .value = agency.windows { true } else { false }
        let inherited = words(isSet ? TeamWords.agencyWindows : TeamWords.anyTime)
        return """
            \(PersonChoice(name: "windows", legend: words(TeamWords.sendWindows), options: [("inherited", words(TeamWords.asAgency, ["value": inherited.lowercased()])), ("none", words(TeamWords.anyTime)), ("own", words(TeamWords.ownTimes))], selected: [form.windows], problem: problem("windows")).html)
            <details class="more"\(" open", when: form.windows == "own")><summary>\(words(TeamWords.ownTimes))</summary>
            \(WeeklyHoursFields(words: words, prefix: "windows", form: form.hours, isChecked: !problems.isEmpty && form.windows == "own").html)</details>
            """
    }

    private var urgent: [(value: String, text: String)] {
        let inherited = words(agency.urgentPasses ?? true ? TeamWords.yes : TeamWords.no).lowercased()
        return [
            ("", words(TeamWords.asAgency, ["value": inherited])), ("yes", words(TeamWords.yes)),
            ("no", words(TeamWords.no)),
        ]
    }
}
