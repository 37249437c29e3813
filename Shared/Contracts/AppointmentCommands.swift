package import FoundationEssentials

/// For whom an appointment is sought or made, as whoever asks knows them.
package struct AppointmentParty: Codable, Sendable, Equatable {
    package var leadID: LeadID?
    package var callID: CallID?
    /// A certain agent only; nil for whoever it is to be.
    package var agentID: AgentID?

    package init(leadID: LeadID?, callID: CallID? = nil, agentID: AgentID? = nil) {
        self.leadID = leadID
        self.callID = callID
        self.agentID = agentID
    }

    private enum CodingKeys: String, CodingKey { case leadID = "lead_id", callID = "call_id", agentID = "agent_id" }
}

/// A time at which an appointment can be made.
package struct Slot: Codable, Sendable, Equatable {
    package var startsAt: Date
    package var endsAt: Date
    package var agentID: AgentID
    package var agentName: String

    package init(startsAt: Date, endsAt: Date, agentID: AgentID, agentName: String) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.agentID = agentID
        self.agentName = agentName
    }

    private enum CodingKeys: String, CodingKey {
        case startsAt = "starts_at", endsAt = "ends_at", agentID = "agent_id", agentName = "agent_name"
    }
}

/// Asks when an appointment can be made.
package struct FindSlots: CommandPayload {
    package static let routingKey = "appointments.find_slots"

    package struct Reply: Codable, Sendable, Equatable {
        /// In order of time; each start once.
        package var slots: [Slot]
        /// Why there are none, or why the moment that was asked for is none; a word of `SlotProblem`, or `no_agent`.
        package var problem: String?

        package init(slots: [Slot], problem: String?) {
            self.slots = slots
            self.problem = problem
        }
    }

    package var party: AppointmentParty
    /// Not before.
    package var from: Date
    /// Not at or after.
    package var to: Date
    /// The free times nearest to this are given; nil for the first ones.
    package var near: Date?
    package var limit: Int

    package init(party: AppointmentParty, from: Date, to: Date, near: Date? = nil, limit: Int = 5) {
        self.party = party
        self.from = from
        self.to = to
        self.near = near
        self.limit = limit
    }
}

/// What became of the wish to make, move or cancel an appointment.
package struct AppointmentReply: Codable, Sendable, Equatable {
    /// As it stands now; nil when there is none.
    package var appointment: Appointment?
    package var agentName: String?
    /// Whether it had been so before.
    package var isRepeat: Bool
    /// Why it was not done; a word of `SlotProblem`, or `no_agent`.
    package var problem: String?
    /// What could be had instead.
    package var alternatives: [Slot]

    package init(
        appointment: Appointment?, agentName: String?, isRepeat: Bool = false, problem: String? = nil,
        alternatives: [Slot] = []
    ) {
        self.appointment = appointment
        self.agentName = agentName
        self.isRepeat = isRepeat
        self.problem = problem
        self.alternatives = alternatives
    }

    private enum CodingKeys: String, CodingKey {
        case appointment, agentName = "agent_name", isRepeat = "is_repeat", problem, alternatives
    }
}

/// Makes an appointment. The same call and time again is the same appointment.
package struct BookAppointment: CommandPayload {
    package static let routingKey = "appointments.book"
    package typealias Reply = AppointmentReply
    package var party: AppointmentParty
    package var at: Date
    package var notes: String?
    package var source: Appointment.Source

    package init(party: AppointmentParty, at: Date, notes: String? = nil, source: Appointment.Source) {
        self.party = party
        self.at = at
        self.notes = notes
        self.source = source
    }
}

/// Gives an appointment another time.
package struct RescheduleAppointment: CommandPayload {
    package static let routingKey = "appointments.reschedule"
    package typealias Reply = AppointmentReply
    /// Nil: the party's next one.
    package var appointmentID: AppointmentID?
    package var party: AppointmentParty
    package var to: Date
    package var reason: String?

    package init(appointmentID: AppointmentID?, party: AppointmentParty, to: Date, reason: String? = nil) {
        self.appointmentID = appointmentID
        self.party = party
        self.to = to
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id", party, to, reason }
}

/// Calls an appointment off.
package struct CancelAppointment: CommandPayload {
    package static let routingKey = "appointments.cancel"
    package typealias Reply = AppointmentReply
    /// Nil: the party's next one.
    package var appointmentID: AppointmentID?
    package var party: AppointmentParty
    /// Of those in that span of time only; nil for any.
    package var from: Date?
    package var to: Date?
    package var reason: String?

    package init(
        appointmentID: AppointmentID?, party: AppointmentParty, from: Date? = nil, to: Date? = nil,
        reason: String? = nil
    ) {
        self.appointmentID = appointmentID
        self.party = party
        self.from = from
        self.to = to
        self.reason = reason
    }

    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id", party, from, to, reason }
}

/// Says that an appointment took place.
package struct CompleteAppointment: CommandPayload {
    package static let routingKey = "appointments.complete"
    package typealias Reply = AppointmentReply
    package var appointmentID: AppointmentID

    package init(appointmentID: AppointmentID) { self.appointmentID = appointmentID }
    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id" }
}

/// Says that the lead did not come to an appointment.
package struct MissAppointment: CommandPayload {
    package static let routingKey = "appointments.no_show"
    package typealias Reply = AppointmentReply
    package var appointmentID: AppointmentID

    package init(appointmentID: AppointmentID) { self.appointmentID = appointmentID }
    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id" }
}

/// Replaces what is noted about an appointment.
package struct AnnotateAppointment: CommandPayload {
    package static let routingKey = "appointments.annotate"
    package typealias Reply = AppointmentReply
    /// The longest notes, in characters.
    package static let longest = 2000

    package var appointmentID: AppointmentID
    /// Nil: none any more.
    package var notes: String?
    /// The notes that these are to take the place of, empty for none: others by then are a reason to refuse. Nil: whatever they are.
    package var replacing: String?

    package init(appointmentID: AppointmentID, notes: String?, replacing: String? = nil) {
        self.appointmentID = appointmentID
        self.notes = notes
        self.replacing = replacing
    }

    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id", notes, replacing }
}

/// Has both sides of an appointment reminded of it now, besides the reminders that are planned.
package struct RemindAppointment: CommandPayload {
    package static let routingKey = "appointments.remind"

    package struct Reply: Codable, Sendable, Equatable {
        package var reminderID: ReminderID
        package init(reminderID: ReminderID) { self.reminderID = reminderID }
        private enum CodingKeys: String, CodingKey { case reminderID = "reminder_id" }
    }

    package var appointmentID: AppointmentID

    package init(appointmentID: AppointmentID) { self.appointmentID = appointmentID }
    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id" }
}

/// Sets how the agency's appointments are made.
package struct ConfigureBooking: CommandPayload {
    package static let routingKey = "appointments.configure"
    package typealias Reply = ConfigureCalling.Reply

    /// A JSON object as `BookingRules` reads it.
    package var rules: String

    package init(rules: String) { self.rules = rules }
}

/// Asks for a link with which an agent can connect their calendar. It works for a few minutes, for that agent only.
package struct LinkCalendar: CommandPayload {
    package static let routingKey = "calendar.link"

    package struct Reply: Codable, Sendable, Equatable {
        package var url: String
        package var expiresAt: Date

        package init(url: String, expiresAt: Date) {
            self.url = url
            self.expiresAt = expiresAt
        }

        private enum CodingKeys: String, CodingKey { case url, expiresAt = "expires_at" }
    }

    package var agentID: AgentID

    package init(agentID: AgentID) { self.agentID = agentID }
    private enum CodingKeys: String, CodingKey { case agentID = "agent_id" }
}

/// Takes an agent's calendar off: access is given back, nothing more is read or written.
package struct DisconnectCalendar: CommandPayload {
    package static let routingKey = "calendar.disconnect"

    package struct Reply: Codable, Sendable, Equatable {
        package var wasConnected: Bool
        package init(wasConnected: Bool) { self.wasConnected = wasConnected }
        private enum CodingKeys: String, CodingKey { case wasConnected = "was_connected" }
    }

    package var agentID: AgentID

    package init(agentID: AgentID) { self.agentID = agentID }
    private enum CodingKeys: String, CodingKey { case agentID = "agent_id" }
}

/// Asks for a link with which the lead can move or cancel an appointment, until it begins.
package struct LinkAppointment: CommandPayload {
    package static let routingKey = "appointments.link"
    package typealias Reply = LinkCalendar.Reply
    package var appointmentID: AppointmentID

    package init(appointmentID: AppointmentID) { self.appointmentID = appointmentID }
    private enum CodingKeys: String, CodingKey { case appointmentID = "appointment_id" }
}
