/// What somebody can be told of, by the name that preferences and stored messages use.
enum NotificationKind {
    static let callCompleted = "call.completed"
    static let callMissed = "call.missed"
    static let callAssigned = "call.assigned"
    static let callReassigned = "call.reassigned"
    static let appointmentBooked = "appointment.booked"
    static let appointmentMoved = "appointment.moved"
    static let appointmentCancelled = "appointment.cancelled"
    static let appointmentReminder = "appointment.reminder"
    static let retryExhausted = "retry.exhausted"
    static let calendarBroken = "calendar.broken"
    static let followUpOverdue = "followup.overdue"
    static let dailyDigest = "digest.daily"
    static let messageBounced = "message.bounced"

    static let all = [
        callCompleted, callMissed, callAssigned, callReassigned, appointmentBooked, appointmentMoved,
        appointmentCancelled, appointmentReminder, retryExhausted, calendarBroken, followUpOverdue, dailyDigest,
        messageBounced,
    ]

    /// What an agent who has not said otherwise gets on WhatsApp as well, where there is a number.
    static let urgentForAgents: Set<String> = [
        callCompleted, callAssigned, appointmentBooked, appointmentMoved, appointmentCancelled, appointmentReminder,
        followUpOverdue,
    ]
}
