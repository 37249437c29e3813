internal import Contracts
internal import Foundation

/// What happened to an appointment, latest first.
struct AppointmentHistoryView: Sendable {
    let frame: PageFrame
    var changes: [ListAppointmentChanges.Change]

    private var words: Words { frame.words }

    var html: HTML {
        guard !changes.isEmpty else { return .empty }
        return """
            <section class="card" aria-labelledby="history"><header><h2 id="history">\(words(.appointmentHistory))</h2></header>
            <ol class="timeline">\(changes.html { item($0) })</ol></section>
            """
    }

    private func item(_ change: ListAppointmentChanges.Change) -> HTML {
        let who = AppointmentActor(change.actor, name: change.actorName).text(words)
        let title = AppointmentChange.text(change.kind, time: frame.time.slot(change.scheduledAt), words)
        let reason: HTML? = change.reason.map { #"<p class="small" dir="auto">\#($0)</p>"# }
        return """
            <li\(AppointmentChange.tone(change.kind).attribute)>\(frame.time.element(change.at, frame.time.day(change.at)))<div><b>\(title)</b><p class="muted small"><bdi>\(who)</bdi>, \(frame.time.time(change.at))</p>\(reason)</div></li>

            """
    }
}

extension Phrase {
    static let appointmentHistory = Phrase("History", es: "Historial")
}
