internal import Contracts
internal import Foundation

/// How things stand with an agent: the switch, the calendar, the messages, the account.
struct AgentSideCards: Sendable {
    var frame: PageFrame
    var agent: AgentRecord
    var calendar: AgentCalendar?
    var account: AgentAccount?
    var work: (unopened: Int, appointments: Int)

    private var words: Words { frame.words }
    private var place: String { "/team/\(agent.id.description)" }

    var html: HTML {
        workCard + (agent.isActive ? availabilityCard : .empty) + calendarCard + notificationsCard
            + (frame.viewer.isOwner ? accountCard + leaveCard : .empty)
    }

    private var workCard: HTML {
        PersonCard(
            id: "work", title: words(TeamWords.work),
            content: """
                <dl class="facts"><dt>\(words(TeamWords.unopened))</dt><dd><a href="/calls?agent=\(agent.id.description)">\(words.grouped(work.unopened))</a></dd>
                <dt>\(words(TeamWords.appointmentsToCome))</dt><dd><a href="/appointments?agent=\(agent.id.description)">\(words.grouped(work.appointments))</a></dd></dl>
                """
        ).html
    }

    private var availabilityCard: HTML {
        PersonCard(
            id: "availability", title: words(AccountWords.availability),
            content: """
                <form class="form" method="post" action="\(place)/availability" data-busy>\(frame.formField)
                \(PersonChoice(name: "availability", legend: words(TeamWords.takesCalls), options: [("available", words(AccountWords.takesCallsYes)), ("away", words(AccountWords.takesCallsNo))], selected: [agent.availability]).html)
                <div class="actions"><button>\(words(AccountWords.save))</button></div></form>
                """
        ).html
    }

    private var calendarCard: HTML {
        let content: HTML
        if let calendar {
            let broken: HTML = """
                <div class="notice bad"><p>\(words(TeamWords.calendarBroken)) \(calendar.brokenAt.map { frame.time.element($0) }) <span lang="en">\(calendar.brokenReason ?? "")</span></p></div>
                <p>\(words(TeamWords.calendarBrokenText))</p><div class="actions">\(connect(TeamWords.reconnect))</div>
                """
            let fine: HTML = #"<p><span class="badge good">\#(words(TeamWords.connected))</span></p>"#
            content = """
                \(calendar.isBroken ? broken : fine)<dl class="facts"><dt>\(words(TeamWords.calendarAccount))</dt><dd><bdi>\(calendar.account ?? "–")</bdi></dd>
                <dt>\(words(TeamWords.since))</dt><dd>\(frame.time.element(calendar.connectedAt))</dd>
                <dt>\(words(TeamWords.lastSync))</dt><dd>\(calendar.syncedAt.map { frame.time.element($0) } ?? HTML(words(AccountWords.notYet)))</dd></dl>
                \(PersonConfirmation(summary: HTML(words(TeamWords.disconnect)), action: "\(place)/calendar/disconnect", text: words(TeamWords.disconnectText), button: words(TeamWords.disconnect), fields: frame.formField).html)
                """
        } else {
            content = """
                <p>\(words(TeamWords.noCalendarText))</p><div class="actions">\(connect(TeamWords.connect))</div>
                """
        }
        return PersonCard(id: "calendar", title: words(TeamWords.calendar), content: content).html
    }

    private func connect(_ phrase: Phrase) -> HTML {
        #"<a class="button" href="\#(place)/calendar/connect" rel="nofollow">\#(words(phrase))</a>"#
    }

    private var notificationsCard: HTML {
        PersonCard(
            id: "messages", title: words(TeamWords.notifications),
            content: """
                <p>\(words(TeamWords.notificationsText))</p>
                <div class="actions"><a class="button" href="\(place)/notifications">\(words(TeamWords.changeNotifications))</a></div>
                """
        ).html
    }

    private var accountCard: HTML {
        let state = account?.state ?? .none
        let actions: HTML =
            switch state {
            case .none:
                agent.isActive
                    ? #"<form method="post" action="\#(place)/account">\#(frame.formField)<button>\#(words(TeamWords.giveAccount))</button></form>"#
                    : .empty
            case .invited, .active, .off:
                AccountActions(
                    words: words, formField: frame.formField,
                    place: "/team/accounts/\(account?.id.uuidString.lowercased() ?? "")", name: agent.name,
                    state: state, isOwner: false
                ).html
            }
        let address: HTML = account.map { #" <bdi class="muted">\#($0.email)</bdi>"# } ?? .empty
        return PersonCard(
            id: "account", title: words(TeamWords.signsIn),
            content: "<p>\(AccountBadge(words: words, state: state).html)\(address)</p>\(actions)"
        ).html
    }

    private var leaveCard: HTML {
        let content: HTML =
            agent.isActive
            ? """
            <p>\(words(TeamWords.leaveText))</p><div class="actions"><a class="button danger" href="\(place)/leave">\(words(TeamWords.leave))</a></div>
            """
            : """
            <p>\(words(TeamWords.hasLeft))</p><div class="actions"><a class="button" href="\(place)/leave">\(words(TeamWords.handOver))</a>
            <form method="post" action="\(place)/return">\(frame.formField)<button>\(words(TeamWords.takeBack))</button></form></div>
            """
        return PersonCard(id: "leave", title: words(TeamWords.leaveTitle), content: content).html
    }
}
