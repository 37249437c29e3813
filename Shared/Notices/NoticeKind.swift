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
    /// A link with which somebody new joins the team.
    case accountInvitation = "account.invitation"
    /// A link with which somebody sets a new password.
    case accountPassword = "account.password"

    /// Whether it goes out as a short text and never as a mail.
    package var isShortOnly: Bool { self == .optedOutConfirmation }

    /// Whether it goes out as a mail and never otherwise: who reads a mailbox proves with that whose the account is.
    package var isMailOnly: Bool { self == .accountInvitation || self == .accountPassword }

    /// Whether it is for people to say on which channels they want it.
    package var isChoosable: Bool { !isShortOnly && !isMailOnly }
}
