internal import Contracts
internal import Foundation

/// How the API shows appointments.
enum AppointmentResources {
    static let statuses = Appointment.Status.allCases.map(\.rawValue)
    static let sources = Appointment.Source.allCases.map(\.rawValue)

    static let row = Resource<AppointmentListRow>(
        "AppointmentSummary", "An appointment as a list has it.",
        [
            .init("id", "Of the appointment.") { $0.id },
            .init("scheduled_at", "When it begins.") { $0.scheduledAt },
            .init("ends_at", "When it ends.") { $0.endsAt },
            .init("status", "How it stands.", oneOf: statuses) { $0.status.rawValue },
            .init("time_zone", "The lead's (IANA).") { $0.timeZone },
            .init("notes", "The beginning of its notes.") { $0.notes },
            .init("lead_id", "With whom.") { $0.leadID },
            .init("lead_name", "Their name.") { $0.leadName },
            .init("phone", "Their number.") { $0.phone },
            .init("agent_id", "Whose appointment it is.") { $0.agentID },
            .init("agent_name", "Their name.") { $0.agentName },
            .init("call_id", "The call in which it was made.") { $0.callID },
            .init("is_calendar_behind", "Whether the agent's calendar does not show yet what it should.") {
                $0.isCalendarBehind
            },
        ])

    struct Detail: Sendable {
        var appointment: AppointmentDetail
        var changes: [ListAppointmentChanges.Change]
    }

    static let detail = Resource<Detail>(
        "Appointment", "An appointment.",
        [
            .init("id", "Of the appointment.") { $0.appointment.id },
            .init("scheduled_at", "When it begins.") { $0.appointment.scheduledAt },
            .init("ends_at", "When it ends.") { $0.appointment.endsAt },
            .init("status", "How it stands.", oneOf: statuses) { $0.appointment.status.rawValue },
            .init("reason", "Of its latest change.") { $0.appointment.reason },
            .init("notes", "What is to be known about it.") { $0.appointment.notes },
            .init("time_zone", "The lead's (IANA).") { $0.appointment.timeZone },
            .init("language", "In which the lead is told about it (BCP 47).") { $0.appointment.language },
            .init("source", "How it came about.", oneOf: sources) { $0.appointment.source.rawValue },
            .init("lead_id", "With whom.") { $0.appointment.leadID },
            .init("lead_name", "Their name.") { $0.appointment.leadName },
            .init("phone", "Their number.") { $0.appointment.phone },
            .init("email", "Their address.") { $0.appointment.email },
            .init("agent_id", "Whose appointment it is.") { $0.appointment.agentID },
            .init("agent_name", "Their name.") { $0.appointment.agentName },
            .init("call_id", "The call in which it was made.") { $0.appointment.callID },
            .init("changes", "What happened to it, latest first; at most 100.", each: change) { $0.changes },
        ])

    private static let change = Resource<ListAppointmentChanges.Change>(
        "AppointmentChange", "Something that happened to an appointment.",
        [
            .init("change", "What.") { $0.kind },
            .init("reason", "Why, as far as somebody said.") { $0.reason },
            .init("scheduled_at", "When it was to be after that.") { $0.scheduledAt },
            .init("at", "When it happened.") { $0.at },
            .init("actor_name", "Who wanted it, if that may be seen.") { $0.actorName },
        ])

    static let reminder = Resource<RemindAppointment.Reply>(
        "AppointmentReminder", "A reminder that is on its way.",
        [.init("id", "Of the reminder.") { $0.reminderID }])

    static let availability = Resource<FindSlots.Reply>(
        "Availability", "When an appointment can be made.",
        [
            .init("data", "In order of time; each beginning once.", each: SlotResource.slot) { $0.slots },
            .init("problem", "Why there are none.") { $0.problem },
        ])
}
