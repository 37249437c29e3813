internal import Contracts

/// What stands in the tables about a lead, in the reader's words.
extension Words {
    func consent(_ kind: ConsentKind?) -> String {
        switch kind {
        case .expressWritten:
            self(Phrase("Agreed in writing to automated calls", es: "Aceptó por escrito las llamadas automáticas"))
        case .express: self(Phrase("Agreed to automated calls", es: "Aceptó las llamadas automáticas"))
        case .inquiry: self(Phrase("Asked about something, no agreement", es: "Preguntó por algo, sin consentimiento"))
        case .refused: self(Phrase("Refused", es: "Denegado"))
        case nil: self(Phrase("Nothing is known", es: "No se sabe nada"))
        }
    }

    func plannedKind(_ planned: ListPlannedCalls.Planned) -> String {
        switch planned.kind {
        case .first: self(Phrase("First call", es: "Primera llamada"))
        case .byHand: self(Phrase("Call by hand", es: "Llamada a mano"))
        case .retry:
            self(Phrase("Retry {n}", es: "Reintento {n}"), ["n": "\(planned.retryCount)"])
        }
    }

    func appointmentStatus(_ status: String) -> (text: String, tone: String) {
        switch status {
        case "completed": (self(Phrase("Took place", es: "Realizada")), " good")
        case "cancelled": (self(Phrase("Cancelled", es: "Cancelada")), "")
        case "no_show": (self(Phrase("No show", es: "No se presentó")), " warn")
        default: (self(Phrase("Booked", es: "Reservada")), " good")
        }
    }

    func channel(_ channel: String) -> String {
        switch channel {
        case "email": self(Phrase("Email", es: "Correo"))
        case "whatsapp": "WhatsApp"
        case "sms": "SMS"
        default: channel
        }
    }

    func leadMessage(_ kind: String) -> String {
        switch kind {
        case "appointment.booked": self(Phrase("Appointment booked", es: "Cita reservada"))
        case "appointment.moved": self(Phrase("Appointment moved", es: "Cita cambiada"))
        case "appointment.cancelled": self(Phrase("Appointment cancelled", es: "Cita cancelada"))
        case "appointment.reminder": self(Phrase("Reminder", es: "Recordatorio"))
        case "lead.opted_out_confirmation": self(Phrase("Opt-out confirmed", es: "Baja confirmada"))
        default: kind
        }
    }

    /// What became of a message to a lead: a receipt tells more than that it was handed over.
    func delivery(status: String?, receipt: String?) -> (text: String, tone: String) {
        switch (receipt, status) {
        case ("read", _): (self(Phrase("Read", es: "Leído")), " good")
        case ("delivered", _): (self(Phrase("Delivered", es: "Entregado")), " good")
        case ("bounced", _), ("failed", _), ("complained", _), ("suppressed", _):
            (self(Phrase("Not delivered", es: "No entregado")), " bad")
        case (_, "sent"): (self(Phrase("Sent", es: "Enviado")), " good")
        case (_, "pending"), (_, "sending"): (self(Phrase("On its way", es: "En camino")), " info")
        case ("delayed", _), (_, "parked"): (self(Phrase("Waiting", es: "En espera")), " warn")
        case (_, "not_sent"): (self(Phrase("Not sent", es: "No enviado")), "")
        case (_, "unknown"): (self(Phrase("Not known whether sent", es: "No se sabe si se envió")), " warn")
        default: (self(Phrase("Failed", es: "Falló")), " bad")
        }
    }

    func suppression(_ cause: String) -> String {
        switch cause {
        case "stop": self(Phrase("asked to stop", es: "pidió que no se le escriba"))
        case "bounced", "invalid":
            self(Phrase("the address does not take messages", es: "la dirección no recibe mensajes"))
        case "complained": self(Phrase("marked us as unwanted", es: "nos marcó como no deseados"))
        case "blocked": self(Phrase("blocked by the provider", es: "bloqueado por el proveedor"))
        default: self(Phrase("suppressed by the provider", es: "suprimido por el proveedor"))
        }
    }

    func barred(_ source: String) -> String {
        switch source {
        case "call": self(Phrase("said so in a call", es: "lo dijo en una llamada"))
        case "message": self(Phrase("wrote STOP", es: "escribió STOP"))
        case "hand": self(Phrase("by hand", es: "a mano"))
        default: source
        }
    }

    func leadAction(_ action: String) -> String {
        switch action {
        case "lead.added": self(Phrase("Added", es: "Añadido"))
        case "lead.edited": self(Phrase("Edited", es: "Editado"))
        case "lead.opted_out": self(Phrase("Opted out", es: "Dado de baja"))
        case "lead.opted_in": self(Phrase("Opted back in", es: "Dado de alta de nuevo"))
        case "lead.call_placed": self(Phrase("Asked for a call", es: "Pidió una llamada"))
        case "lead.call_cancelled": self(Phrase("Cancelled a planned call", es: "Canceló una llamada prevista"))
        case "lead.call_moved": self(Phrase("Moved a planned call", es: "Cambió una llamada prevista"))
        case "lead.call_held": self(Phrase("Held a planned call", es: "Pausó una llamada prevista"))
        case "lead.call_released": self(Phrase("Let a planned call go on", es: "Reanudó una llamada prevista"))
        default: action
        }
    }
}
