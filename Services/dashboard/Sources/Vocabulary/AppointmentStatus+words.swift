internal import Contracts

extension Appointment.Status: StoredWord {
    var label: Phrase {
        switch self {
        case .scheduled: Phrase("Scheduled", es: "Programada")
        case .completed: Phrase("Took place", es: "Realizada")
        case .cancelled: Phrase("Cancelled", es: "Cancelada")
        case .noShow: Phrase("Did not come", es: "No se presentó")
        }
    }

    var tone: Tone {
        switch self {
        case .scheduled: .info
        case .completed: .good
        case .cancelled: .none
        case .noShow: .warn
        }
    }

    func badge(_ words: Words, isSoft: Bool = false) -> HTML {
        #"<span class="badge\#(" soft", when: isSoft)\#(tone.badge)">\#(words(label))</span>"#
    }

    /// What is said when the calendar does not show it as it is; nil where that does not matter.
    var calendarLag: Phrase? {
        switch self {
        case .scheduled: .notInCalendarYet
        case .cancelled: .stillInCalendar
        case .completed, .noShow: nil
        }
    }
}
