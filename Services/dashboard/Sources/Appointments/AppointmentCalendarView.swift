internal import Contracts
internal import Foundation

/// How an appointment stands in calendars, as facts about it.
struct AppointmentCalendarView: Sendable {
    let frame: PageFrame
    var status: Appointment.Status
    var links: [ListCalendarsOfAppointment.Link]

    private var words: Words { frame.words }

    var facts: HTML {
        let lines = links.compactMap { line($0) }
        let none: HTML = #"<span class="muted">\#(words(.noCalendarConnected))</span>"#
        let states = lines.isEmpty && status == .scheduled ? none : lines.html { "<div>\($0)</div>" }
        guard !states.text.isEmpty else { return .empty }
        return "<dt>\(words(.calendar))</dt><dd>\(states)</dd>\(conference)"
    }

    private func line(_ link: ListCalendarsOfAppointment.Link) -> HTML? {
        let agent = ["agent": link.agentName ?? words(.agent)]
        guard link.isWanted else {
            return link.isBehind ? tagged("warn", .calendarWaits, .beingTakenOut, agent) : nil
        }
        guard link.isBehind else {
            let account: HTML = link.account.map { #" <span class="muted small"><bdi>\#($0)</bdi></span>"# } ?? .empty
            return HTML(words(.standsInCalendar, agent)) + account
        }
        if link.connection != "connected" { return tagged("bad", .calendarStuck, .waitsForCalendar, agent) }
        guard let problem = link.problem else { return tagged("info", .calendarWaits, .beingWritten, agent) }
        return tagged("warn", .calendarStuck, .couldNotBeWritten, agent)
            + #" <span class="muted small" lang="en" dir="auto">\#(problem)</span>"#
    }

    private func tagged(_ tone: String, _ badge: Phrase, _ text: Phrase, _ agent: [String: String]) -> HTML {
        #"<span class="badge \#(tone)">\#(words(badge))</span> \#(words(text, agent))"#
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
    static let calendarWaits = Phrase("On its way", es: "En camino")
    static let calendarStuck = Phrase("Not yet", es: "Aún no")
    static let beingWritten = Phrase(
        "It is being written to {agent}’s calendar.", es: "Se está escribiendo en el calendario de {agent}.")
    static let beingTakenOut = Phrase(
        "It is being taken out of {agent}’s calendar.", es: "Se está quitando del calendario de {agent}.")
    static let waitsForCalendar = Phrase(
        "It waits until {agent}’s calendar is connected again.",
        es: "Espera a que se vuelva a conectar el calendario de {agent}.")
    static let couldNotBeWritten = Phrase(
        "It could not be written to {agent}’s calendar.", es: "No se pudo escribir en el calendario de {agent}.")
    static let videoCall = Phrase("Video call", es: "Videollamada")
}
