internal import Availability
internal import Contracts
internal import Foundation

/// `/team`: who there is, what they do, and whether they can sign in.
struct TeamPage: Sendable {
    var frame: PageFrame
    var agents: [TeamRow]
    var owners: [OwnerRow]
    var notice: (phrase: Phrase, tone: String)?

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Section.team.title), section: .team,
            """
            \(frame.notice(notice?.phrase, tone: notice?.tone ?? "good"))
            <header class="page-head"><div><h1>\(words(Section.team.title))</h1><p>\(count)</p></div>
            <div class="actions"><a class="button primary" href="/team/new">\(words(TeamWords.addAgent))</a></div></header>
            \(table)\(ownersSection)
            """)
    }

    private var count: String {
        let here = agents.count { $0.isActive }
        let invited = agents.count { $0.isActive && $0.account == .invited }
        let agents = words(TeamWords.agentCount, here)
        return invited == 0 ? agents : "\(agents), \(words(TeamWords.invitedCount, invited))"
    }

    private var table: HTML {
        guard !agents.isEmpty else {
            return """
                <div class="empty"><h2>\(words(TeamWords.nobodyYet))</h2><p>\(words(TeamWords.nobodyYetText))</p></div>
                """
        }
        let heads = [
            TeamWords.name, TeamWords.state, TeamWords.spoken, TeamWords.territories, TeamWords.calendar,
        ]
        return """
            <table class="table"><caption class="visually-hidden">\(words(TeamWords.agents))</caption>
            <thead><tr>\(heads.html { #"<th scope="col">\#(words($0))</th>"# })
            <th scope="col" class="wide">\(words(TeamWords.signsIn))</th><th scope="col" class="num wide">\(words(TeamWords.weight))</th><th scope="col" class="num">\(words(TeamWords.callsToday))</th>
            <th scope="col" class="num">\(words(TeamWords.unopened))</th></tr></thead>
            <tbody>\(agents.html(row))</tbody></table>
            """
    }

    private func row(_ agent: TeamRow) -> HTML {
        let state = AgentStateBadge(agent, frame: frame)
        let languages = agent.languages.map(frame.languageName).sorted().joined(separator: ", ")
        return """
            <tr><th scope="row" class="title"><a class="row-link" href="/team/\(agent.id.description)" dir="auto">\(agent.name)</a><span class="sub"><bdi>\(agent.email ?? "")</bdi></span></th>
            <td class="part">\(state.html)</td>
            <td data-label="\(words(TeamWords.spoken))">\(languages.isEmpty ? words(TeamWords.anyLanguage) : languages)</td>
            <td data-label="\(words(TeamWords.territories))">\(territories(agent))</td>
            <td data-label="\(words(TeamWords.calendar))">\(calendar(agent.calendar))</td>
            <td class="wide" data-label="\(words(TeamWords.signsIn))">\(AccountBadge(words: words, state: agent.account).html)</td>
            <td class="num wide" data-label="\(words(TeamWords.weight))">\(agent.weight)</td>
            <td class="num" data-label="\(words(TeamWords.callsToday))">\(words.grouped(agent.callsToday))</td>
            <td class="num" data-label="\(words(TeamWords.unopened))">\(words.grouped(agent.unopened))</td></tr>

            """
    }

    /// The query brings one more than is shown.
    private func territories(_ agent: TeamRow) -> String {
        if agent.territories.isEmpty { return words(TeamWords.everywhere) }
        return agent.territories.prefix(6).joined(separator: ", ") + (agent.territories.count > 6 ? " …" : "")
    }

    private func calendar(_ status: String?) -> HTML {
        switch status {
        case "connected": #"<span class="badge good">\#(words(TeamWords.connected))</span>"#
        case nil: #"<span class="badge">\#(words(TeamWords.notConnected))</span>"#
        default: #"<span class="badge bad">\#(words(TeamWords.broken))</span>"#
        }
    }

    private var ownersSection: HTML {
        """
        <section class="stack tight" aria-labelledby="owners"><h2 id="owners">\(words(TeamWords.owners))</h2>
        <table class="table"><caption class="visually-hidden">\(words(TeamWords.owners))</caption>
        <thead><tr><th scope="col">\(words(TeamWords.name))</th><th scope="col">\(words(TeamWords.signsIn))</th>
        <th scope="col"><span class="visually-hidden">\(words(AccountWords.actions))</span></th></tr></thead>
        <tbody>\(owners.html(ownerRow))</tbody></table>
        <div class="actions"><a class="button" href="/team/owners/new">\(words(TeamWords.addOwner))</a></div></section>
        """
    }

    private func ownerRow(_ owner: OwnerRow) -> HTML {
        let place = "/team/accounts/\(owner.id.uuidString.lowercased())"
        let isSelf = owner.id == frame.viewer.accountID
        let actions: HTML =
            isSelf
            ? #"<span class="badge info">\#(words(TeamWords.thisIsYou))</span>"#
            : AccountActions(
                words: words, formField: frame.formField, place: place, name: owner.name, state: owner.state,
                isOwner: true
            ).html
        return """
            <tr><th scope="row" class="title"><bdi>\(owner.name)</bdi><span class="sub"><bdi>\(owner.email)</bdi></span></th>
            <td data-label="\(words(TeamWords.signsIn))">\(AccountBadge(words: words, state: owner.state).html)</td>
            <td class="fit">\(actions)</td></tr>

            """
    }
}

/// Whether somebody takes calls now, and if not, why.
struct AgentStateBadge: Sendable {
    private let tone: String
    private let text: String

    init(_ agent: TeamRow, frame: PageFrame) {
        let words = frame.words
        let now = frame.time.now
        (tone, text) =
            if !agent.isActive {
                ("", words(TeamWords.left))
            } else if !agent.isAvailable {
                ("warn", words(TeamWords.away))
            } else if let until = agent.timeOffUntil {
                ("", words(TeamWords.offUntil, ["day": frame.time.moment(until)]))
            } else if let schedule = agent.schedule, !schedule.isWorking(at: now) {
                ("", words(TeamWords.outsideHours))
            } else {
                ("good", words(TeamWords.available))
            }
    }

    var html: HTML { #"<span class="badge \#(tone)">\#(text)</span>"# }
}

/// Whether somebody can sign in.
struct AccountBadge: Sendable {
    var words: Words
    var state: AccountState

    var html: HTML {
        switch state {
        case .active: #"<span class="badge good">\#(words(TeamWords.accountActive))</span>"#
        case .invited: #"<span class="badge warn">\#(words(TeamWords.accountInvited))</span>"#
        case .none: #"<span class="badge">\#(words(TeamWords.accountNone))</span>"#
        case .off: #"<span class="badge">\#(words(TeamWords.accountOff))</span>"#
        }
    }
}

/// What can be done about an account that is there.
struct AccountActions: Sendable {
    var words: Words
    var formField: HTML
    var place: String
    var name: String
    var state: AccountState
    var isOwner: Bool

    private func button(_ action: String, _ phrase: Phrase) -> HTML {
        """
        <form method="post" action="\(place)/\(action)">\(formField)<button>\(words(phrase))<span class="visually-hidden"> \(name)</span></button></form>
        """
    }

    private var deactivate: HTML {
        PersonConfirmation(
            summary: "\(words(TeamWords.deactivate))<span class=\"visually-hidden\"> \(name)</span>",
            action: "\(place)/deactivate", text: words(TeamWords.deactivateText), button: words(TeamWords.deactivateIt),
            fields: formField
        ).html
    }

    var html: HTML {
        switch state {
        case .invited:
            #"<div class="cluster">\#(button("invite", TeamWords.inviteAgain))\#(isOwner ? deactivate : .empty)</div>"#
        case .active: isOwner ? deactivate : .empty
        case .off: isOwner ? button("activate", TeamWords.activate) : .empty
        case .none: .empty
        }
    }
}
