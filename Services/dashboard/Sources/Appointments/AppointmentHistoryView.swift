internal import Contracts
internal import Foundation

/// Who did something to an appointment, as its history names them.
enum AppointmentActor: Sendable, Equatable {
    /// Somebody with an account; without a name when the viewer may not see it.
    case account(name: String?)
    case lead
    /// The assistant, in a call.
    case call
    /// The agent, in their own calendar.
    case calendar(name: String?)
    /// A program of ours, or whoever runs it.
    case system

    /// - Parameter name: of the account, or of the agent whose calendar it was.
    init(_ actor: String, name: String?) {
        self =
            if UUID(uuidString: actor) != nil {
                .account(name: name)
            } else if actor == "lead" {
                .lead
            } else if actor.hasPrefix("call:") {
                .call
            } else if actor.hasPrefix("calendar:") {
                .calendar(name: name)
            } else {
                .system
            }
    }

    func text(_ words: Words) -> String {
        switch self {
        case .account(let name): name ?? words(.somebodyOnTheTeam)
        case .lead: words(.theLead)
        case .call: words(.theAssistant)
        case .calendar(let name): words(.inTheirCalendar, ["agent": name ?? words(.agent)])
        case .system: words(.automatically)
        }
    }
}

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
        let reason: HTML? = change.reason.map { #"<p class="small" dir="auto">\#($0)</p>"# }
        return """
            <li\(tone(change.kind))>\(frame.time.element(change.at, frame.time.day(change.at)))<div><b>\(title(change))</b><p class="muted small"><bdi>\(who)</bdi>, \(frame.time.time(change.at))</p>\(reason)</div></li>

            """
    }

    private func title(_ change: ListAppointmentChanges.Change) -> String {
        let time = ["time": frame.time.slot(change.scheduledAt)]
        return switch change.kind {
        case "booked": words(.historyBooked, time)
        case "moved": words(.historyMoved, time)
        case "cancelled": words(.historyCancelled)
        case "completed": words(.historyCompleted)
        case "no_show": words(.historyMissed)
        default: change.kind
        }
    }

    private func tone(_ kind: String) -> HTML {
        switch kind {
        case "booked", "completed": #" class="good""#
        case "moved": #" class="info""#
        case "no_show": #" class="warn""#
        default: .empty
        }
    }
}

extension Phrase {
    static let appointmentHistory = Phrase("History", es: "Historial")
    static let historyBooked = Phrase("Booked for {time}", es: "Reservada para el {time}")
    static let historyMoved = Phrase("Moved to {time}", es: "Cambiada al {time}")
    static let historyCancelled = Phrase("Cancelled", es: "Cancelada")
    static let historyCompleted = Phrase("Took place", es: "Realizada")
    static let historyMissed = Phrase("The lead did not come", es: "El contacto no se presentó")
    static let somebodyOnTheTeam = Phrase("Somebody on the team", es: "Alguien del equipo")
    static let theLead = Phrase("The lead", es: "El contacto")
    static let theAssistant = Phrase("The assistant, in a call", es: "El asistente, en una llamada")
    static let inTheirCalendar = Phrase("{agent}, in their own calendar", es: "{agent}, en su propio calendario")
    static let automatically = Phrase("Automatically", es: "Automáticamente")
}
