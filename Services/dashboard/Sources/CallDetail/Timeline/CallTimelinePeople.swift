internal import Foundation

/// Who was given the call and told of it, what they did, and what came of it.
struct CallTimelinePeople: Sendable {
    let detail: CallDetail
    let words: Words
    let time: ViewerTime

    private typealias Entry = CallTimeline.Entry

    private enum Text {
        static let given = Phrase("Given to {name}", es: "Se le dio a {name}")
        static let givenToNobody = Phrase("Given to nobody", es: "No se le dio a nadie")
        static let reminded = Phrase("The agent was reminded to open it", es: "Se recordó al agente que la abriera")
        static let reassigned = Phrase(
            "Given to somebody else, since nobody had opened it",
            es: "Se dio a otra persona porque nadie la había abierto")
        static let escalated = Phrase(
            "The owners were told that nobody has opened it",
            es: "Se avisó a los propietarios de que nadie la ha abierto")
        static let opened = Phrase("Opened by its agent", es: "La abrió su agente")
        static let openedBy = Phrase("Opened by {name}", es: "La abrió {name}")
        static let sent = Phrase("{channel} sent to {name}", es: "{channel} enviado a {name}")
        static let failed = Phrase("{channel} to {name} failed", es: "{channel} a {name} fallido")
        static let unknown = Phrase(
            "It is not known whether the {channel} to {name} left", es: "No se sabe si salió: {channel} a {name}")
        static let notSent = Phrase("{channel} to {name} was not sent", es: "{channel} a {name} no enviado")
        static let waiting = Phrase("{channel} to {name} waits", es: "{channel} a {name} en espera")
        static let receipt = Phrase("{what}: {channel} to {name}", es: "{what}: {channel} a {name}")
        static let lead = Phrase("the lead", es: "el contacto")
        static let team = Phrase("the team", es: "el equipo")
        static let stored = Phrase("Recording stored", es: "Grabación guardada")
        static let deleted = Phrase("Recording deleted", es: "Grabación eliminada")
        static let by = Phrase("By {name}", es: "Por {name}")
        static let byLead = Phrase("By the lead", es: "Por el contacto")
        static let byAssistant = Phrase("By the assistant", es: "Por el asistente")
        static let byCalendar = Phrase("In the agent’s calendar", es: "En el calendario del agente")
        static let noRecording = Phrase("No recording", es: "Sin grabación")
    }

    var entries: [CallTimeline.Entry] { assignment + followUp + messages + appointments + recording }

    private var assignment: [Entry] {
        guard let assignment = detail.assignment else { return [] }
        let title =
            assignment.agentName.map { words(Text.given, ["name": $0]) }
            ?? (detail.call.agentID == nil ? words(Text.givenToNobody) : words(Text.given, ["name": "—"]))
        let rule = AssignmentWords.rule(assignment.rule).map { words($0) }
        return [
            Entry(
                at: assignment.decidedAt, title: title, detail: rule, tone: detail.call.agentID == nil ? .none : .good)
        ]
    }

    private var followUp: [Entry] {
        guard let followUp = detail.followUp else { return [] }
        var result: [Entry] = []
        if let at = followUp.remindedAt { result.append(Entry(at: at, title: words(Text.reminded), tone: .warn)) }
        if let at = followUp.reassignedAt { result.append(Entry(at: at, title: words(Text.reassigned), tone: .warn)) }
        if let at = followUp.escalatedAt { result.append(Entry(at: at, title: words(Text.escalated), tone: .bad)) }
        if let at = followUp.firstOpenedAt, at != followUp.openedAt {
            result.append(Entry(at: at, title: words(Text.opened), tone: .good))
        }
        if let at = followUp.openedAt {
            let title = followUp.agentName.map { words(Text.openedBy, ["name": $0]) } ?? words(Text.opened)
            result.append(Entry(at: at, title: title, tone: .good))
        }
        return result
    }

    private var messages: [Entry] {
        detail.messages.flatMap { message in
            let channel = words(MessageWords.channel(message.channel))
            let name = message.recipientName ?? words(message.recipientKind == "lead" ? Text.lead : Text.team)
            let values = ["channel": channel, "name": name]
            let kind = MessageWords.kind(message.kind).map { words($0) }
            let (phrase, at, tone): (Phrase, Date, Entry.Tone)
            switch message.status {
            case "sent": (phrase, at, tone) = (Text.sent, message.sentAt ?? message.updatedAt, .good)
            case "failed": (phrase, at, tone) = (Text.failed, message.updatedAt, .bad)
            case "unknown": (phrase, at, tone) = (Text.unknown, message.updatedAt, .warn)
            case "not_sent": (phrase, at, tone) = (Text.notSent, message.updatedAt, .none)
            case "standby": return [Entry]()
            default: (phrase, at, tone) = (Text.waiting, message.createdAt, .none)
            }
            let about = [kind, message.status == "sent" ? nil : message.reason].compactMap(\.self)
            var result = [
                Entry(at: at, title: words(phrase, values), detail: about.joined(separator: ". "), tone: tone)
            ]
            if let receipt = message.receipt, let at = message.receiptAt, receipt != "sent", receipt != "accepted" {
                let what = words(MessageWords.receipt(receipt))
                result.append(
                    Entry(
                        at: at, title: words(Text.receipt, values.merging(["what": what]) { $1 }),
                        detail: message.receiptReason, tone: MessageWords.isBad(receipt: receipt) ? .bad : .good))
            }
            return result
        }
    }

    private var appointments: [Entry] {
        detail.changes.map { change in
            let (title, tone): (Phrase, Entry.Tone) =
                switch change.change {
                case "booked": (Phrase("Appointment booked", es: "Cita reservada"), .good)
                case "moved": (Phrase("Appointment moved", es: "Cita cambiada"), .warn)
                case "cancelled": (Phrase("Appointment cancelled", es: "Cita cancelada"), .bad)
                case "completed": (Phrase("The appointment took place", es: "La cita tuvo lugar"), .good)
                default: (Phrase("The lead did not come", es: "El contacto no acudió"), .bad)
                }
            let at = "\(time.dayTitle(change.scheduledAt)), \(time.time(change.scheduledAt))"
            return Entry(
                at: change.at, title: words(title),
                detail: [at, actor(change), change.reason].compactMap(\.self).joined(separator: ". "), tone: tone)
        }
    }

    private func actor(_ change: ListCallAppointmentChanges.Change) -> String? {
        if let name = change.actorName { return words(Text.by, ["name": name]) }
        if change.actor == "lead" { return words(Text.byLead) }
        if change.actor.hasPrefix("call:") { return words(Text.byAssistant) }
        return change.actor.hasPrefix("calendar:") ? words(Text.byCalendar) : nil
    }

    private var recording: [Entry] {
        guard let recording = detail.recording else { return [] }
        var result: [Entry] = []
        if let at = recording.storedAt {
            result.append(
                Entry(at: at, title: words(Text.stored), detail: recording.bytes.map { ByteSize($0).text }))
        }
        if let at = recording.deletedAt {
            let by = recording.deletedBy.map { words(Text.by, ["name": $0]) }
            result.append(Entry(at: at, title: words(Text.deleted), detail: by))
        }
        if recording.status == "failed" {
            let phrase = RecordingWords.phrase(status: recording.status, reason: recording.reason)
            result.append(
                Entry(at: recording.updatedAt, title: words(Text.noRecording), detail: words(phrase), tone: .bad))
        }
        return result
    }
}
