internal import Contracts
internal import Foundation

/// One appointment: when and with whom, what is known of it, and what can be done about it.
struct AppointmentPage: Sendable {
    let frame: PageFrame
    var file: AppointmentFile
    var state: AppointmentPageState

    private var words: Words { frame.words }
    private var appointment: AppointmentDetail { file.appointment }
    private var path: String { "/appointments/\(appointment.id)" }
    private var name: String { appointment.title ?? words(.unnamedLead) }

    func render() -> HTML {
        let actions = AppointmentActionsView(frame: frame, appointment: appointment, state: state)
        let messages = AppointmentMessagesView(frame: frame, file: file, state: state)
        let move = AppointmentMoveView(frame: frame, appointment: appointment, state: state)
        return frame.page(
            title: words(.appointmentWith, ["lead": name]), section: .appointments, isSectionStart: false,
            """
            \(frame.notice(state.notice))
            <header class="page-head"><div><p class="crumb"><a href="/appointments">\(words(Section.appointments.title))</a></p><h1 dir="auto">\(name)</h1>
            <div class="muted cluster">\(appointment.status.badge(words, isSoft: true))\(when)</div></div>
            \(headActions)</header>
            <div class="columns"><div class="stack">
            \(details)
            \(appointment.status == .scheduled ? move.html : .empty)
            \(actions.notes)
            \(AppointmentHistoryView(frame: frame, changes: file.changes).html)
            </div><aside class="stack" aria-label="\(words(.aboutAppointment))">
            \(actions.afterwards)
            \(messages.reminders)
            \(actions.link)
            \(messages.messages)
            </aside></div>
            """)
    }

    private var when: HTML {
        let span =
            "\(frame.time.dayTitle(appointment.scheduledAt)), \(frame.time.span(appointment.scheduledAt, appointment.endsAt))"
        return frame.time.element(appointment.scheduledAt, span, lead: appointment.lead)
    }

    private var headActions: HTML {
        guard appointment.status == .scheduled else { return .empty }
        let day = frame.time.fields(max(appointment.scheduledAt, frame.time.now)).date
        return """
            <div class="actions"><a class="button" href="\(path)?day=\(day)#move">\(words(.reschedule))</a></div>
            """
    }

    private var details: HTML {
        """
        <section class="card" aria-labelledby="what"><header><h2 id="what">\(words(.appointmentDetails))</h2></header>
        <dl class="facts">
        <dt>\(words(.lead))</dt><dd><a href="/leads/\(appointment.leadID.description)" dir="auto">\(name)</a></dd>
        \(phone)\(email)
        <dt>\(words(.appointmentWhen))</dt><dd>\(when)</dd>
        \(leadsTime)
        <dt>\(words(.agent))</dt><dd>\(agent)</dd>
        <dt>\(words(.howItCameAbout))</dt><dd>\(words(appointment.source.label))</dd>
        \(call)
        <dt>\(words(.language))</dt><dd>\(frame.languageName(appointment.language))</dd>
        \(AppointmentCalendarView(frame: frame, status: appointment.status, links: file.calendars).facts)
        </dl></section>
        """
    }

    private var phone: HTML {
        guard let phone = appointment.phone else { return .empty }
        return #"<dt>\#(words(.leadPhone))</dt><dd><a href="tel:\#(phone)" dir="ltr">\#(phone)</a></dd>"#
    }

    private var email: HTML {
        guard let email = appointment.email else { return .empty }
        return #"<dt>\#(words(.leadEmail))</dt><dd><bdi>\#(email)</bdi></dd>"#
    }

    /// Where the lead's clock shows something else than the viewer's.
    private var leadsTime: HTML {
        guard let zone = appointment.lead,
            zone.secondsFromGMT(for: appointment.scheduledAt)
                != frame.time.zone.secondsFromGMT(for: appointment.scheduledAt)
        else { return .empty }
        let there = ViewerTime(zone: zone, language: frame.time.language, now: frame.time.now)
        let text = "\(there.slot(appointment.scheduledAt)), \(zone.identifier.replacing("_", with: " "))"
        return #"<dt>\#(words(.leadsClock))</dt><dd>\#(text)</dd>"#
    }

    private var agent: HTML {
        guard let name = appointment.agentName else { return "—" }
        guard frame.viewer.isOwner else { return "<bdi>\(name)</bdi>" }
        return #"<a href="/team/\#(appointment.agentID.description)" dir="auto">\#(name)</a>"#
    }

    private var call: HTML {
        guard let id = appointment.callID, let at = appointment.callAt else { return .empty }
        return """
            <dt>\(words(.bookedInCall))</dt><dd><a href="/calls/\(id.uuidString.lowercased())">\(frame.time.moment(at))</a></dd>
            """
    }
}

extension Phrase {
    static let appointmentWith = Phrase("Appointment with {lead}", es: "Cita con {lead}")
    static let aboutAppointment = Phrase("About this appointment", es: "Sobre esta cita")
    static let appointmentDetails = Phrase("Details", es: "Datos")
    static let appointmentWhen = Phrase("When", es: "Cuándo")
    static let leadsClock = Phrase("By the lead’s clock", es: "Hora del contacto")
    static let leadPhone = Phrase("Phone", es: "Teléfono")
    static let leadEmail = Phrase("Email", es: "Correo")
    static let howItCameAbout = Phrase("Source", es: "Origen")
    static let bookedInCall = Phrase("Call", es: "Llamada")
    static let reschedule = Phrase("Reschedule", es: "Cambiar la hora")
}
