internal import Contracts
internal import Foundation
internal import Notices

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
        static let message = Phrase("{what}: {channel} to {name}", es: "{what}: {channel} a {name}")
        static let lead = Phrase("the lead", es: "el contacto")
        static let team = Phrase("the team", es: "el equipo")
        static let stored = Phrase("Recording stored", es: "Grabación guardada")
        static let deleted = Phrase("Recording deleted", es: "Grabación eliminada")
        static let by = Phrase("By {name}", es: "Por {name}")
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
        detail.messages.flatMap { message -> [Entry] in
            let standing = MessageStanding(status: message.status, receipt: nil)
            guard standing != .standby else { return [] }
            let at =
                switch standing {
                case .sent: message.sentAt ?? message.updatedAt
                case .onItsWay, .waiting: message.createdAt
                default: message.updatedAt
                }
            let reason = standing.needsReason ? message.reason : nil
            let about = [NoticeKind.text(message.kind, words), reason].compactMap(\.self)
            let entry = Entry(
                at: at, title: title(standing, message), detail: about.joined(separator: ". "), tone: standing.tone)
            return [entry] + receipt(message)
        }
    }

    /// What its provider says, where that is more than that it has the message.
    private func receipt(_ message: ListCallMessages.Message) -> [Entry] {
        guard let receipt = message.receipt.flatMap({ ReceiptStatus(rawValue: $0) }), let at = message.receiptAt else {
            return []
        }
        let standing = MessageStanding(receipt)
        guard standing != .sent else { return [] }
        return [Entry(at: at, title: title(standing, message), detail: message.receiptReason, tone: standing.tone)]
    }

    private func title(_ standing: MessageStanding, _ message: ListCallMessages.Message) -> String {
        words(
            Text.message,
            [
                "what": words(standing.label), "channel": NotificationChannel.text(message.channel, words),
                "name": message.recipientName ?? words(message.recipientKind == "lead" ? Text.lead : Text.team),
            ])
    }

    private var appointments: [Entry] {
        detail.changes.map { change in
            let who = AppointmentActor(change.actor, name: change.actorName).text(words)
            return Entry(
                at: change.at, title: AppointmentChange.text(change.change, time: time.slot(change.scheduledAt), words),
                detail: [who, change.reason].compactMap(\.self).joined(separator: ". "),
                tone: AppointmentChange.tone(change.change))
        }
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
