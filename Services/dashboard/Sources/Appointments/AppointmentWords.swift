internal import Contracts
internal import Foundation

extension Appointment.Source {
    var label: Phrase {
        switch self {
        case .call: Phrase("Booked by the assistant in the call", es: "Reservada por el asistente en la llamada")
        case .found: Phrase("Agreed on in a call, found in its report", es: "Acordada en una llamada, según su informe")
        case .hand: Phrase("Booked by hand", es: "Reservada a mano")
        case .selfService: Phrase("Booked by the lead", es: "Reservada por el contacto")
        }
    }
}

/// Why there is no appointment at a time, as calendar-sync names it: a `SlotProblem`, or that there is no agent.
enum SlotRefusal: String, Sendable, CaseIterable {
    case past
    case tooSoon = "too_soon"
    case tooFar = "too_far"
    case outsideHours = "outside_hours"
    case timeOff = "time_off"
    case taken, busy
    case dayFull = "day_full"
    case noAgent = "no_agent"

    var phrase: Phrase {
        switch self {
        case .past: Phrase("That time has passed.", es: "Esa hora ya ha pasado.")
        case .tooSoon:
            Phrase(
                "That is too soon: the booking rules want more notice.",
                es: "Es demasiado pronto: las reglas de reserva piden más antelación.")
        case .tooFar:
            Phrase(
                "That is further ahead than the booking rules allow.",
                es: "Es más adelante de lo que permiten las reglas de reserva.")
        case .outsideHours:
            Phrase("That is outside the agent’s working hours.", es: "Está fuera del horario de trabajo del agente.")
        case .timeOff: Phrase("The agent is off at that time.", es: "El agente libra a esa hora.")
        case .taken:
            Phrase(
                "The agent has another appointment then, or too close to it.",
                es: "El agente tiene otra cita a esa hora o demasiado cerca.")
        case .busy:
            Phrase("The agent’s calendar is not free then.", es: "El calendario del agente no está libre a esa hora.")
        case .dayFull:
            Phrase(
                "The agent can take no more appointments on that day.",
                es: "El agente no puede atender más citas ese día.")
        case .noAgent:
            Phrase(
                "There is no agent who could take it: none is active, or their calendars are disconnected.",
                es:
                    "No hay ningún agente que pueda atenderla: ninguno está activo o sus calendarios están desconectados."
            )
        }
    }

    /// What another version may call a reason that this one does not know.
    static func phrase(_ problem: String) -> Phrase {
        SlotRefusal(rawValue: problem)?.phrase ?? Phrase("That time is not free.", es: "Esa hora no está libre.")
    }
}

extension ViewerTime {
    /// `10:00–10:30`, where the day is said beside it.
    func span(_ from: Date, _ to: Date) -> String { "\(time(from))–\(time(to))" }

    /// `Thu 5 Mar 10:00`
    func slot(_ instant: Date) -> String { "\(dayTitle(instant)) \(time(instant))" }
}

extension Phrase {
    static let notInCalendarYet = Phrase("Not in the calendar yet", es: "Aún no está en el calendario")
    static let stillInCalendar = Phrase("Still in the calendar", es: "Sigue en el calendario")
    static let bookAppointment = Phrase("Book an appointment", es: "Reservar una cita")
    static let appointmentList = Phrase("List", es: "Lista")
    static let appointmentWeek = Phrase("Week", es: "Semana")
    static let unnamedLead = Phrase("Lead without a name", es: "Contacto sin nombre")
}

/// List and week, beside each other.
struct AppointmentTabs: Sendable {
    let words: Words
    var isWeek: Bool

    var html: HTML {
        let current: HTML = #" aria-current="page""#
        return """
            <nav class="tabs" aria-label="\(words(Section.appointments.title))"><a href="/appointments"\(current, when: !isWeek)>\(words(.appointmentList))</a><a href="/appointments/week"\(current, when: isWeek)>\(words(.appointmentWeek))</a></nav>
            """
    }
}
