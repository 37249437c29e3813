internal import Contracts
internal import Foundation

/// Appointments day by day: those to come, or those that have been.
struct AppointmentListPage: Sendable {
    let frame: PageFrame
    var filter: AppointmentFilter
    var rows: [AppointmentListRow]
    /// Where the pages beside it begin; nil where there is none.
    var previous: Cursor?
    var next: Cursor?
    var isFirst: Bool
    /// Whom an owner can filter by.
    var agents: [NamedAgent]
    /// The name of the lead that is filtered by.
    var leadName: String?
    /// Whose calendars have to be connected anew.
    var broken: [ListUnreachedCalendars.Row]
    var notice: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(Section.appointments.title), section: .appointments,
            """
            \(frame.notice(notice))
            <header class="page-head"><div><h1>\(words(Section.appointments.title))</h1><p>\(words(filter.isPast ? .pastAppointments : .comingAppointments))</p></div>
            <div class="actions"><a class="button primary" href="\(newAddress)">\(words(.bookAppointment))</a></div></header>
            \(AppointmentTabs(words: words, isWeek: false).html)
            \(AppointmentFilterBar(frame: frame, filter: filter, agents: agents, leadName: leadName).html)
            \(broken.html { warning($0) })
            \(rows.isEmpty ? empty : table)
            \(pager)
            """)
    }

    private var newAddress: String {
        address("/appointments/new", filter.lead.map { [("lead", "\($0)")] } ?? [])
    }

    private func warning(_ calendar: ListUnreachedCalendars.Row) -> HTML {
        """
        <div class="notice warn"><p>\(words(.calendarBroken, ["agent": calendar.agentName]))</p><a href="/team/\(calendar.agentID.uuidString.lowercased())">\(words(.openAgent, ["agent": calendar.agentName]))</a></div>

        """
    }

    private var table: HTML {
        """
        <table class="table">
        <caption class="visually-hidden">\(words(filter.isPast ? .appointmentsLatestFirst : .appointmentsNextFirst))</caption>
        <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.lead))</th><th scope="col">\(words(.status))</th>
        <th scope="col" class="wide">\(words(.appointmentNotes))</th>
        \(frame.viewer.isOwner ? #"<th scope="col">\#(words(.agent))</th>"# : HTML.empty)</tr></thead>
        \(days)
        </table>
        """
    }

    private var days: HTML {
        var result = HTML.empty
        var rest = rows[...]
        let columns = frame.viewer.isOwner ? 5 : 4
        while let first = rest.first {
            let title = frame.time.dayTitle(first.scheduledAt)
            let own = rest.prefix { frame.time.dayTitle($0.scheduledAt) == title }
            rest = rest.dropFirst(own.count)
            let isToday = title == frame.time.dayTitle(frame.time.now)
            result += """
                <tbody>
                <tr class="day"><th scope="rowgroup" colspan="\(columns)">\(isToday ? "\(words(.today)), \(title)" : title)</th></tr>
                \(own.html { row($0) })</tbody>

                """
        }
        return result
    }

    private func row(_ appointment: AppointmentListRow) -> HTML {
        let zone = TimeZone(identifier: appointment.timeZone)
        let begin = frame.time.element(
            appointment.scheduledAt, frame.time.time(appointment.scheduledAt), lead: zone)
        let name = appointment.leadName ?? appointment.phone ?? words(.unnamedLead)
        return """
            <tr>
            <td class="aside fit num">\(begin)–\(frame.time.time(appointment.endsAt))</td>
            <th scope="row" class="title"><a class="row-link" href="/appointments/\(appointment.id.uuidString.lowercased())" dir="auto">\(name)</a>\(phone(appointment))</th>
            <td class="part fit">\(appointment.status.badge(words))\(lag(appointment))</td>
            <td class="wide grow">\(appointment.notes.map { #"<span class="clamp" dir="auto">\#($0)</span>"# as HTML })</td>
            \(agentCell(appointment))</tr>

            """
    }

    private func phone(_ appointment: AppointmentListRow) -> HTML {
        guard let phone = appointment.phone, appointment.leadName != nil else { return .empty }
        return #" <span class="sub raise nowrap" dir="ltr">\#(phone)</span>"#
    }

    private func lag(_ appointment: AppointmentListRow) -> HTML {
        guard appointment.isCalendarBehind, let phrase = appointment.status.calendarLag else { return .empty }
        return #" <span class="badge soft warn">\#(words(phrase))</span>"#
    }

    private func agentCell(_ appointment: AppointmentListRow) -> HTML {
        guard frame.viewer.isOwner else { return .empty }
        let name = appointment.agentName ?? ""
        return #"<td class="person" data-label="\#(words(.agent))" title="\#(name)"><bdi>\#(name)</bdi></td>"#
    }

    private var empty: HTML {
        if !isFirst || !filter.isEmpty {
            return """
                <div class="empty"><h2>\(words(.noAppointmentsFound))</h2><p>\(words(.noAppointmentsFoundText))</p>
                <a class="button" href="/appointments">\(words(.clearFilters))</a></div>
                """
        }
        if filter.isPast {
            return """
                <div class="empty"><h2>\(words(.noPastAppointments))</h2><p>\(words(.noPastAppointmentsText))</p>
                <a class="button" href="/appointments">\(words(.comingAppointments))</a></div>
                """
        }
        return """
            <div class="empty"><h2>\(words(.noAppointmentsYet))</h2><p>\(words(.noAppointmentsYetText))</p>
            <a class="button" href="\(newAddress)">\(words(.bookAppointment))</a></div>
            """
    }

    /// Earlier is left of later, whichever way the list runs. At today's edge the list turns round.
    private var pager: HTML {
        let toPrevious = previous.map { address("/appointments", filter.items + [("before", $0.text)]) }
        let toNext = next.map { address("/appointments", filter.items + [("after", $0.text)]) }
        let aroundToday = filter.from == nil && filter.to == nil ? address("/appointments", filter.otherWay.items) : nil
        let behind = toPrevious ?? (isFirst ? aroundToday : nil)
        let earlier = filter.isPast ? toNext : behind
        let later = filter.isPast ? behind : toNext
        guard earlier != nil || later != nil else { return .empty }
        return """
            <nav class="pager" aria-label="\(words(.pages))">\(link(earlier, .earlierAppointments, filter.isPast ? "next" : "prev"))\(link(later, .laterAppointments, filter.isPast ? "prev" : "next"))</nav>
            """
    }

    private func link(_ target: String?, _ text: Phrase, _ relation: String) -> HTML {
        guard let target else { return "<span></span>" }
        return #"<a class="button" href="\#(target)" rel="\#(relation)">\#(words(text))</a>"#
    }
}

extension Phrase {
    static let comingAppointments = Phrase("From today on", es: "De hoy en adelante")
    static let pastAppointments = Phrase("Before today, latest first", es: "Antes de hoy, las últimas primero")
    static let appointmentsNextFirst = Phrase("Appointments, next first", es: "Citas, las próximas primero")
    static let appointmentsLatestFirst = Phrase("Appointments, latest first", es: "Citas, las últimas primero")
    static let appointmentNotes = Phrase("Notes", es: "Notas")
    static let earlierAppointments = Phrase("Earlier", es: "Anteriores")
    static let laterAppointments = Phrase("Later", es: "Posteriores")
    static let noAppointmentsFound = Phrase("No appointments match", es: "Ninguna cita coincide")
    static let noAppointmentsFoundText = Phrase(
        "Take a filter away, or look at other days.", es: "Quite algún filtro o mire otros días.")
    static let noAppointmentsYet = Phrase("No appointments ahead", es: "No hay citas próximas")
    static let noAppointmentsYetText = Phrase(
        "The assistant books them during calls; you can also book one by hand.",
        es: "El asistente las reserva durante las llamadas; también puede reservar una a mano.")
    static let noPastAppointments = Phrase("No appointments before today", es: "No hay citas anteriores a hoy")
    static let noPastAppointmentsText = Phrase(
        "What has taken place appears here from the next day on.",
        es: "Lo que ya ha tenido lugar aparece aquí al día siguiente."
    )
    static let calendarBroken = Phrase(
        "{agent}’s calendar is disconnected. What is booked is kept here, and written there once it is connected again.",
        es:
            "El calendario de {agent} está desconectado. Las citas se guardan aquí y se escribirán allí cuando vuelva a conectarse."
    )
    static let openAgent = Phrase("Open {agent}", es: "Abrir {agent}")
}
