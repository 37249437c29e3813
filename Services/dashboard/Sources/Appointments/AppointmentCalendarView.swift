internal import Contracts
internal import Foundation

/// How an appointment stands in calendars, as facts about it.
struct AppointmentCalendarView: Sendable {
    let frame: PageFrame
    var status: Appointment.Status
    var links: [ListAppointmentCalendars.Link]

    private var words: Words { frame.words }

    var facts: HTML {
        let lines = links.compactMap { line($0) }
        let none: HTML = #"<dd class="muted">\#(words(.noCalendarConnected))</dd>"#
        let states = lines.isEmpty && status == .scheduled ? none : lines.html { "<dd>\($0)</dd>" }
        guard !states.text.isEmpty else { return .empty }
        return "<dt>\(words(.calendar))</dt>\(states)\(conference)"
    }

    private func line(_ link: ListAppointmentCalendars.Link) -> HTML? {
        let agent = ["agent": link.agentName ?? words(.agent)]
        guard link.isWanted else {
            return link.isBehind ? tagged("warn", words(.beingTakenOut, agent)) : nil
        }
        guard link.isBehind else {
            let account: HTML = link.account.map { #" <span class="muted small"><bdi>\#($0)</bdi></span>"# } ?? .empty
            return HTML(words(.standsInCalendar, agent)) + account
        }
        if link.connection != "connected" { return tagged("bad", words(.waitsForCalendar, agent)) }
        guard let problem = link.problem else { return tagged("info", words(.beingWritten, agent)) }
        return tagged("warn", words(.couldNotBeWritten, agent))
            + #" <span class="muted small" lang="en" dir="auto">\#(problem)</span>"#
    }

    private func tagged(_ tone: String, _ text: String) -> HTML {
        #"<span class="badge \#(tone)">\#(text)</span>"#
    }

    /// Only what a browser opens as a page of the web.
    private var conference: HTML {
        guard status == .scheduled,
            let url = links.first(where: { $0.isWanted })?.conferenceURL, url.hasPrefix("https://")
        else { return .empty }
        return """
            <dt>\(words(.videoCall))</dt><dd><a href="\(url)" rel="noreferrer noopener">\(url)</a></dd>
            """
    }
}

extension Phrase {
    static let calendar = Phrase("Calendar", es: "Calendario")
    static let noCalendarConnected = Phrase(
        "In no calendar: the agent has none connected", es: "En ninguno: el agente no tiene calendario conectado")
    static let standsInCalendar = Phrase("In {agent}’s calendar", es: "En el calendario de {agent}")
    static let beingWritten = Phrase("On its way to {agent}’s calendar", es: "De camino al calendario de {agent}")
    static let beingTakenOut = Phrase(
        "On its way out of {agent}’s calendar", es: "Se está quitando del calendario de {agent}")
    static let waitsForCalendar = Phrase(
        "Waits until {agent}’s calendar is connected again", es: "Espera a que se reconecte el calendario de {agent}")
    static let couldNotBeWritten = Phrase(
        "Could not be written to {agent}’s calendar", es: "No se pudo escribir en el calendario de {agent}")
    static let videoCall = Phrase("Video call", es: "Videollamada")
}
