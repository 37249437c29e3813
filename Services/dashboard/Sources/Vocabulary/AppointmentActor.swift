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

extension Phrase {
    static let somebodyOnTheTeam = Phrase("Somebody on the team", es: "Alguien del equipo")
    static let theLead = Phrase("The lead", es: "El contacto")
    static let theAssistant = Phrase("The assistant, in a call", es: "El asistente, en una llamada")
    static let inTheirCalendar = Phrase("{agent}, in their own calendar", es: "{agent}, en su propio calendario")
    static let automatically = Phrase("Automatically", es: "Automáticamente")
}
