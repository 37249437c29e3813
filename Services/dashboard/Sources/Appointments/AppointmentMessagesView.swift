internal import Contracts
internal import Foundation
internal import Notices

/// What was and will be said about an appointment: reminders, and the messages that went out.
struct AppointmentMessagesView: Sendable {
    let frame: PageFrame
    var file: AppointmentFile
    var state: AppointmentPageState

    private var words: Words { frame.words }

    var reminders: HTML {
        let isAhead = file.appointment.isAhead(frame.time.now)
        guard isAhead || !file.reminders.isEmpty else { return .empty }
        let none: HTML = #"<p class="muted">\#(words(.noReminders))</p>"#
        return """
            <section class="card" aria-labelledby="remind"><header><h2 id="remind">\(words(.reminders))</h2></header>
            \(AppointmentActionsView.refusal(.remind, state))
            \(file.reminders.isEmpty ? none : #"<ol class="timeline">\#(file.reminders.html { item($0) })</ol>"#)
            \(isAhead ? remindNow : .empty)</section>
            """
    }

    private var remindNow: HTML {
        """
        <form class="form" method="post" action="/appointments/\(file.appointment.id.description)/remind" data-busy>\(frame.formField)\(state.once.html)
        <p class="hint">\(words(.remindHint))</p><div class="actions"><button>\(words(.remindNow))</button></div></form>
        """
    }

    private func item(_ reminder: ListAppointmentReminders.Reminder) -> HTML {
        let tone: HTML =
            switch reminder.status {
            case "sent": #" class="good""#
            case "too_late": #" class="warn""#
            default: .empty
            }
        let title: Phrase =
            switch reminder.status {
            case "sent": .reminderSent
            case "too_late": .reminderTooLate
            default: .reminderPlanned
            }
        let before =
            reminder.isByHand
            ? words(.byHand, ["person": reminder.actorName ?? words(.somebodyOnTheTeam)])
            : words(.hoursBefore, reminder.hoursBefore)
        return """
            <li\(tone)>\(frame.time.element(reminder.dueAt, frame.time.day(reminder.dueAt)))<div><b>\(words(title))</b><p class="muted small">\(frame.time.time(reminder.dueAt)), \(before)</p></div></li>

            """
    }

    var messages: HTML {
        guard !file.messages.isEmpty else { return .empty }
        return """
            <section class="card" aria-labelledby="messages"><header><h2 id="messages">\(words(.appointmentMessages))</h2></header>
            <ol class="timeline">\(file.messages.html { item($0) })</ol></section>
            """
    }

    private func item(_ message: ListAppointmentMessages.Message) -> HTML {
        let standing = MessageStanding(status: message.status, receipt: message.receipt)
        let address: HTML? = message.address.map { ": <bdi>\($0)</bdi>" }
        let channel = NotificationChannel.text(message.channel, words)
        let recipient = MessageRecipient.text(message.recipientKind, words)
        let reason: HTML? =
            standing.needsReason
            ? message.reason.map { #"<p class="small" lang="en" dir="auto">\#($0)</p>"# } : nil
        return """
            <li\(standing.tone.attribute)>\(frame.time.element(message.at, frame.time.day(message.at)))<div><b>\(NoticeKind.text(message.kind, words))</b> \(standing.badge(words))<p class="muted small">\(channel), \(recipient)\(address), \(frame.time.time(message.at))</p>\(reason)</div></li>

            """
    }
}

extension Phrase {
    static let reminders = Phrase("Reminders", es: "Recordatorios")
    static let noReminders = Phrase("None is planned.", es: "No hay ninguno previsto.")
    static let remindNow = Phrase("Remind now", es: "Recordar ahora")
    static let remindHint = Phrase(
        "Lead and agent get the reminder at once, in the ways they have chosen.",
        es: "El contacto y el agente reciben el recordatorio al momento, por los medios que han elegido.")
    static let reminderSent = Phrase("Reminded", es: "Recordada")
    static let reminderPlanned = Phrase("Reminder planned", es: "Recordatorio previsto")
    static let reminderTooLate = Phrase("Not reminded, it was too late", es: "Sin recordar, era demasiado tarde")
    static let byHand = Phrase("by {person}", es: "por {person}")
    static let appointmentMessages = Phrase("Messages", es: "Mensajes")
}

extension CountedPhrase {
    static let hoursBefore = CountedPhrase(
        Phrase("{n} hour before", es: "{n} hora antes"), Phrase("{n} hours before", es: "{n} horas antes"))
}
