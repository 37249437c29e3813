/// `/team/new` and `/team/owners/new`: somebody who is to join.
struct NewAgentPage: Sendable {
    var frame: PageFrame
    var form: AgentFactsForm
    var weight = "1"
    var problems: [TeamProblem] = []

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(TeamWords.addAgent), section: .team, isSectionStart: false,
            """
            \(problems.summary(words))<header class="page-head"><div><p class="crumb"><a href="/team">\(words(Section.team.title))</a></p>
            <h1>\(words(TeamWords.addAgent))</h1><p>\(words(TeamWords.addAgentText))</p></div></header>
            <form class="form" method="post" action="/team/new" data-busy>\(frame.formField)
            \(AgentFactsFields(frame: frame, form: form, problems: problems).html)
            \(Field("weight", words(TeamWords.weight), .input(type: "number", value: weight), hint: words(TeamWords.weightHint), problem: problems.text(of: "weight", words), attributes: #" class="short" min="0" max="100""#).html)
            <div class="actions"><button class="primary">\(words(TeamWords.invite))</button> <a href="/team">\(words(TeamWords.cancel))</a></div></form>
            """)
    }
}

struct NewOwnerPage: Sendable {
    var frame: PageFrame
    var name = ""
    var email = ""
    var problems: [TeamProblem] = []

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(TeamWords.addOwner), section: .team, isSectionStart: false,
            """
            \(problems.summary(words))<header class="page-head"><div><p class="crumb"><a href="/team">\(words(Section.team.title))</a></p>
            <h1>\(words(TeamWords.addOwner))</h1><p>\(words(TeamWords.addOwnerText))</p></div></header>
            <form class="form" method="post" action="/team/owners/new" data-busy>\(frame.formField)
            \(Field("name", words(TeamWords.name), .input(type: "text", value: name), problem: problems.text(of: "name", words), attributes: #" autocomplete="off" required maxlength="120""#).html)
            \(Field("email", words(TeamWords.email), .input(type: "email", value: email), hint: words(TeamWords.emailHint), problem: problems.text(of: "email", words), attributes: #" autocomplete="off" required maxlength="254""#).html)
            <div class="actions"><button class="primary">\(words(TeamWords.invite))</button> <a href="/team">\(words(TeamWords.cancel))</a></div></form>
            """)
    }
}

/// Who an agent is.
struct AgentFactsFields: Sendable {
    var frame: PageFrame
    var form: AgentFactsForm
    var problems: [TeamProblem]
    var emailHint = TeamWords.emailHint

    private var words: Words { frame.words }

    private func problem(_ field: String) -> String? { problems.text(of: field, words) }

    var html: HTML {
        """
        <div class="fields">\(Field("name", words(TeamWords.name), .input(type: "text", value: form.name), problem: problem("name"), attributes: #" autocomplete="off" required maxlength="120""#).html)
        \(Field("email", words(TeamWords.email), .input(type: "email", value: form.email), hint: words(emailHint), problem: problem("email"), attributes: #" autocomplete="off" required maxlength="254""#).html)
        \(Field("phone", words(TeamWords.phone), .input(type: "tel", value: form.phone), hint: words(TeamWords.phoneHint), problem: problem("phone"), attributes: #" autocomplete="off" maxlength="40""#).html)
        \(Field("language", words(TeamWords.messageLanguage), .select(messageLanguages, selected: form.language), problem: problem("language")).html)
        \(Field("time_zone", words(TeamWords.timeZone), .select(PlaceChoices.zoneOptions(chosen: form.timeZone, none: words(AccountWords.agencyZone)), selected: form.timeZone), problem: problem("time_zone")).html)</div>
        \(PersonChoice(name: "spoken", legend: words(TeamWords.spoken), type: "checkbox", options: spoken, selected: form.spoken, hint: words(TeamWords.spokenHint), problem: problem("spoken"), isCluster: true).html)
        """
    }

    private var messageLanguages: [(value: String, text: String)] {
        let known = AgentFactsForm.messageLanguages
        let all = known.contains(form.language) || form.language.isEmpty ? known : known + [form.language]
        return [(value: "", text: words(AccountWords.agencyZone))] + all.map { ($0, frame.languageName($0)) }
    }

    private var spoken: [(value: String, text: String)] {
        Set(AgentFactsForm.languages).union(form.spoken).map { (value: $0, text: frame.languageName($0)) }
            .sorted { ($0.text, $0.value) < ($1.text, $1.value) }
    }
}
