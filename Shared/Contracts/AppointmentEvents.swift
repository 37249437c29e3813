package import FoundationEssentials

/// An appointment as it stands after a change.
package struct Appointment: Codable, Sendable, Equatable {
    package enum Status: String, Codable, Sendable, CaseIterable {
        case scheduled, completed, cancelled
        case noShow = "no_show"
    }

    /// How it came about.
    package enum Source: String, Codable, Sendable, CaseIterable {
        /// In a call, by the assistant's tool.
        case call
        /// Agreed on in a call and found in what was written down about it.
        case found
        /// By somebody on the team.
        case hand
        /// By the lead, with a link.
        case selfService = "self_service"
    }

    package var appointmentID: AppointmentID
    package var leadID: LeadID
    package var agentID: AgentID
    /// The call it was made in.
    package var callID: CallID?
    package var scheduledAt: Date
    package var endsAt: Date
    package var status: Status
    /// The lead's (IANA).
    package var timeZone: String
    /// In which the lead is told about it (BCP 47).
    package var language: String
    package var source: Source
    /// Grows by one with each change; what carries a smaller one is out of date.
    package var version: Int

    package init(
        appointmentID: AppointmentID, leadID: LeadID, agentID: AgentID, callID: CallID?, scheduledAt: Date,
        endsAt: Date, status: Status, timeZone: String, language: String, source: Source, version: Int
    ) {
        self.appointmentID = appointmentID
        self.leadID = leadID
        self.agentID = agentID
        self.callID = callID
        self.scheduledAt = scheduledAt
        self.endsAt = endsAt
        self.status = status
        self.timeZone = timeZone
        self.language = language
        self.source = source
        self.version = version
    }

    private enum CodingKeys: String, CodingKey {
        case appointmentID = "appointment_id", leadID = "lead_id", agentID = "agent_id", callID = "call_id",
            scheduledAt = "scheduled_at", endsAt = "ends_at", status, timeZone = "time_zone", language, source, version
    }
}

/// An appointment was made.
package struct AppointmentBooked: EventPayload {
    package static let routingKey = "appointment.booked"
    package var appointment: Appointment
    package var actor: String

    package init(appointment: Appointment, actor: String) {
        self.appointment = appointment
        self.actor = actor
    }
}

/// An appointment has another time, or another agent.
package struct AppointmentMoved: EventPayload {
    package static let routingKey = "appointment.moved"
    package var appointment: Appointment
    package var previouslyAt: Date
    package var actor: String
    package var reason: String?

    package init(appointment: Appointment, previouslyAt: Date, actor: String, reason: String?) {
        self.appointment = appointment
        self.previouslyAt = previouslyAt
        self.actor = actor
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey {
        case appointment, previouslyAt = "previously_at", actor, reason
    }
}

/// An appointment will not take place.
package struct AppointmentCancelled: EventPayload {
    package static let routingKey = "appointment.cancelled"
    package var appointment: Appointment
    package var actor: String
    package var reason: String?

    package init(appointment: Appointment, actor: String, reason: String?) {
        self.appointment = appointment
        self.actor = actor
        self.reason = reason
    }
}

/// An appointment took place.
package struct AppointmentCompleted: EventPayload {
    package static let routingKey = "appointment.completed"
    package var appointment: Appointment
    package var actor: String

    package init(appointment: Appointment, actor: String) {
        self.appointment = appointment
        self.actor = actor
    }
}

/// The lead did not come.
package struct AppointmentMissed: EventPayload {
    package static let routingKey = "appointment.no_show"
    package var appointment: Appointment
    package var actor: String

    package init(appointment: Appointment, actor: String) {
        self.appointment = appointment
        self.actor = actor
    }
}

/// It is time to remind of an appointment. Published once, and not when the appointment was moved or cancelled before.
package struct ReminderDue: EventPayload {
    package static let routingKey = "reminder.due"
    package var reminderID: ReminderID
    package var appointment: Appointment
    package var hoursBefore: Int

    package init(reminderID: ReminderID, appointment: Appointment, hoursBefore: Int) {
        self.reminderID = reminderID
        self.appointment = appointment
        self.hoursBefore = hoursBefore
    }

    private enum CodingKeys: String, CodingKey {
        case reminderID = "reminder_id", appointment, hoursBefore = "hours_before"
    }
}

/// Something that only a person can settle.
package struct TaskCreated: EventPayload {
    package static let routingKey = "task.created"
    package var taskID: TaskID
    /// `appointment_not_booked`.
    package var kind: String
    package var agentID: AgentID?
    package var leadID: LeadID?
    package var callID: CallID?

    package init(taskID: TaskID, kind: String, agentID: AgentID?, leadID: LeadID?, callID: CallID?) {
        self.taskID = taskID
        self.kind = kind
        self.agentID = agentID
        self.leadID = leadID
        self.callID = callID
    }

    private enum CodingKeys: String, CodingKey {
        case taskID = "task_id", kind, agentID = "agent_id", leadID = "lead_id", callID = "call_id"
    }
}
