/// What happened to an appointment, as `appointment_changes.change` has it.
enum AppointmentChange: String, Sendable, CaseIterable {
    case booked, moved, cancelled, completed
    case noShow = "no_show"

    /// With `{time}`: when the appointment is or was to be after that.
    var title: Phrase {
        switch self {
        case .booked: Phrase("Appointment booked for {time}", es: "Cita reservada para el {time}")
        case .moved: Phrase("Appointment moved to {time}", es: "Cita cambiada al {time}")
        case .cancelled: Phrase("Appointment on {time} cancelled", es: "Cita del {time} cancelada")
        case .completed: Phrase("The appointment on {time} took place", es: "La cita del {time} tuvo lugar")
        case .noShow: Phrase("The lead did not come on {time}", es: "El contacto no se presentó el {time}")
        }
    }

    /// That of the status that it leads to; moving it is worth noticing.
    var tone: Tone {
        switch self {
        case .booked, .completed: .good
        case .moved: .info
        case .cancelled: .none
        case .noShow: .warn
        }
    }

    /// - Parameter stored: what is not known is shown as it is.
    /// - Parameter time: when the appointment is or was to be.
    static func text(_ stored: String, time: String, _ words: Words) -> String {
        AppointmentChange(rawValue: stored).map { words($0.title, ["time": time]) } ?? stored
    }

    static func tone(_ stored: String) -> Tone { AppointmentChange(rawValue: stored)?.tone ?? .none }
}
