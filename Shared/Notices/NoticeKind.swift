/// What a person is told about. The raw values are stored and are part of settings.
package enum NoticeKind: String, Codable, Sendable, CaseIterable {
    case callCompleted = "call.completed"
    /// A voicemail, or a call that broke off after somebody spoke.
    case callMissed = "call.missed"
    case callAssigned = "call.assigned"
    case callReassigned = "call.reassigned"
    case appointmentBooked = "appointment.booked"
    case appointmentMoved = "appointment.moved"
    case appointmentCancelled = "appointment.cancelled"
    case appointmentReminder = "appointment.reminder"
    /// Nobody was reached and nobody will call by itself any more.
    case retryExhausted = "retry.exhausted"
    case calendarBroken = "calendar.broken"
    case followUpOverdue = "followup.overdue"
    case digestDaily = "digest.daily"
    /// Confirms a STOP; by SMS only.
    case optedOutConfirmation = "lead.opted_out_confirmation"
    /// An address does not take mail.
    case messageBounced = "message.bounced"

    /// Whether it goes out as a short text and never as a mail.
    package var isShortOnly: Bool { self == .optedOutConfirmation }
}
