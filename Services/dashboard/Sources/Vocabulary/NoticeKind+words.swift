internal import Notices

extension NoticeKind: StoredWord {
    /// What a message is about.
    var label: Phrase {
        switch self {
        case .callCompleted: Phrase("Call with a conversation", es: "Llamada con conversación")
        case .callMissed: Phrase("Voicemail, or call that broke off", es: "Buzón de voz o llamada interrumpida")
        case .callAssigned: Phrase("Call that waited for somebody", es: "Llamada que esperaba a alguien")
        case .callReassigned: Phrase("Call given to somebody else", es: "Llamada traspasada")
        case .appointmentBooked: Phrase("Appointment booked", es: "Cita reservada")
        case .appointmentMoved: Phrase("Appointment moved", es: "Cita cambiada")
        case .appointmentCancelled: Phrase("Appointment cancelled", es: "Cita cancelada")
        case .appointmentReminder: Phrase("Reminder of an appointment", es: "Recordatorio de una cita")
        case .retryExhausted: Phrase("Nobody reached after all attempts", es: "Sin respuesta tras todos los intentos")
        case .calendarBroken: Phrase("Calendar disconnected", es: "Calendario desconectado")
        case .followUpOverdue: Phrase("Call not opened in time", es: "Llamada sin abrir a tiempo")
        case .digestDaily: Phrase("Daily summary", es: "Resumen diario")
        case .optedOutConfirmation:
            Phrase("Confirmation of a STOP, by text message", es: "Confirmación de un STOP, por SMS")
        case .messageBounced: Phrase("Address that takes no mail", es: "Dirección que no admite correo")
        case .accountInvitation: Phrase("Invitation to the team", es: "Invitación al equipo")
        case .accountPassword: Phrase("Link for a new password", es: "Enlace para una contraseña nueva")
        }
    }

    /// Those of which people say on which channels they want them.
    static var choosable: [(name: String, title: Phrase)] {
        allCases.filter(\.isChoosable).map { ($0.rawValue, $0.label) }
    }
}
