/// What was sent to whom, in words.
enum MessageWords {
    static func channel(_ channel: String) -> Phrase {
        switch channel {
        case "email": Phrase("Email", es: "Correo")
        case "whatsapp": Phrase("WhatsApp message", es: "Mensaje de WhatsApp")
        default: Phrase("Text message", es: "SMS")
        }
    }

    static func kind(_ kind: String) -> Phrase? {
        switch kind {
        case "call.completed": Phrase("About the call", es: "Sobre la llamada")
        case "call.missed": Phrase("About the missed call", es: "Sobre la llamada perdida")
        case "call.assigned": Phrase("That the call is theirs", es: "Aviso de que la llamada es suya")
        case "call.reassigned": Phrase("That the call has changed hands", es: "Aviso de cambio de agente")
        case "appointment.booked": Phrase("About the new appointment", es: "Sobre la cita nueva")
        case "appointment.moved": Phrase("That the appointment has moved", es: "Sobre el cambio de la cita")
        case "appointment.cancelled": Phrase("That the appointment is cancelled", es: "Sobre la cancelación de la cita")
        case "appointment.reminder": Phrase("Reminder of the appointment", es: "Recordatorio de la cita")
        case "retry.exhausted": Phrase("That nobody was reached", es: "Aviso de que no se localizó a nadie")
        case "followup.overdue": Phrase("That the call waits to be opened", es: "Aviso de llamada sin abrir")
        case "lead.opted_out_confirmation": Phrase("That they are not called again", es: "Confirmación de la baja")
        default: nil
        }
    }

    static func receipt(_ receipt: String) -> Phrase {
        switch receipt {
        case "delivered": Phrase("Delivered", es: "Entregado")
        case "read": Phrase("Read", es: "Leído")
        case "delayed": Phrase("Delayed", es: "Retrasado")
        case "failed": Phrase("Not delivered", es: "No entregado")
        case "bounced": Phrase("The address does not take mail", es: "La dirección no admite correo")
        case "suppressed": Phrase("Kept from the address", es: "Retenido para esa dirección")
        case "complained": Phrase("Marked as unwanted", es: "Marcado como no deseado")
        default: Phrase("Accepted", es: "Aceptado")
        }
    }

    static func isBad(receipt: String) -> Bool { ["failed", "bounced", "suppressed", "complained"].contains(receipt) }
}
