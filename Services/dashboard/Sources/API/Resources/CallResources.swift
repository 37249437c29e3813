internal import Contracts
internal import Foundation
internal import Postgres

/// How the API shows calls.
enum CallResources {
    static let statuses = CallGroup.allCases.map(\.rawValue)
    static let directions = ["inbound", "outbound", "web"]

    static let row = Resource<CallListRow>(
        "CallSummary", "A call as a list has it.",
        [
            .init("id", "Of the call.") { $0.id },
            .init("created_at", "When it came to be known.") { $0.createdAt },
            .init("status", "What became of it.", oneOf: statuses) { $0.group.rawValue },
            .init("outcome", "The same, finer; null until it has ended.") { $0.outcome },
            .init("direction", "Who called.", oneOf: directions) { $0.direction },
            .init("duration_seconds", "How long it took.") { $0.durationSeconds },
            .init("language", "In which it was held (BCP 47).") { $0.language },
            .init("summary", "The beginning of its summary.") { $0.summary },
            .init("lead_id", "With whom.") { $0.leadID },
            .init("lead_name", "Their name, as far as it is known.") { $0.leadName },
            .init("phone", "Their number.") { $0.phone },
            .init("lead_time_zone", "Theirs (IANA).") { $0.leadTimeZone },
            .init("agent_id", "Whose call it is; null: nobody's yet.") { $0.agentID },
            .init("agent_name", "Their name.") { $0.agentName },
            .init("has_recording", "Whether it can be heard.") { $0.hasRecording },
            .init("is_booked", "Whether an appointment was made in it that was not cancelled.") { $0.isBooked },
            .init("is_unopened", "Whether its agent has still to look at it.") { $0.isUnopened },
            .init("snippet", "The words around those that were searched for.") { call in
                call.snippet.map { $0.replacing("\u{2}", with: "").replacing("\u{3}", with: "") }
            },
        ])

    static let detail = Resource<CallDetail>(
        "Call", "A call and what is around it.",
        [
            .init("id", "Of the call.") { $0.call.id },
            .init("created_at", "When it came to be known.") { $0.call.createdAt },
            .init("status", "What became of it.", oneOf: statuses) { $0.call.group.rawValue },
            .init("outcome", "The same, finer; null until it has ended.") { $0.call.outcome },
            .init("ended_reason", "As the voice platform names it.") { $0.call.endedReason },
            .init("direction", "Who called.", oneOf: directions) { $0.call.direction },
            .init("duration_seconds", "How long it took.") { $0.call.durationSeconds },
            .init("started_at", "When it began.") { $0.call.startedAt },
            .init("ended_at", "When it ended.") { $0.call.endedAt },
            .init("language", "In which it was held (BCP 47).") { $0.call.language },
            .init("platform_call_id", "What the voice platform calls it.") { $0.call.vapiCallID },
            .init("lead_id", "With whom.") { $0.call.leadID },
            .init("lead_name", "Their name, as far as it is known.") { $0.leadName },
            .init("phone", "Their number.") { $0.phone },
            .init("agent_id", "Whose call it is; null: nobody's yet.") { $0.call.agentID },
            .init("agent_name", "Their name.") { $0.call.agentName },
            .init("summary", "What it was about.") { $0.call.summary },
            .init("transcript", "All that was said.") { $0.call.transcript },
            .init("turns", "Who said what, and when.", each: turn) { $0.turns },
            .init("findings", "What the assistant was asked to find out.", each: finding) {
                CallFacts(metadata: $0.call.metadata.bytes).findings
            },
            .init("assignment", assignment) { $0.assignment },
            .init("follow_up", followUp) { $0.followUp },
            .init("recording", recording) { $0.recording },
            .init("notes", "Latest first; at most 200.", each: note) { $0.notes },
            .init(
                "appointments", "Those that were made in it, and those that the lead has before them.",
                each: appointment
            ) { $0.appointments },
            .init("planned_call", planned) { $0.plannedCall },
        ])

    private static let turn = Resource<CallTurn>(
        "CallTurn", "Something that was said, or done by the assistant.",
        [
            .init("who", "Null: the transcript does not tell.", oneOf: ["assistant", "lead", "tool"]) {
                $0.who?.rawValue
            },
            .init("at", "Seconds from the beginning of the recording.") { $0.at },
            .init("text", "What was said.") { $0.text },
        ])

    private static let finding = Resource<CallFacts.Fact>(
        "CallFinding", "Something that was found out.",
        [.init("name", "Of what.") { $0.name }, .init("value", "What.") { $0.value }])

    private static let assignment = Resource<ReadCallAssignment.Assignment>(
        "CallAssignment", "Who was given the call, and why.",
        [
            .init("rule", "By which rule.") { $0.rule },
            .init("decided_at", "When.") { $0.decidedAt },
            .init("agent_name", "To whom.") { $0.agentName },
            .init("actor_name", "Who wanted it so, where somebody did.") { $0.actorName },
            .init(
                "decision",
                JSONSchema(
                    nil, "Everyone who was looked at, and why they were chosen or not.", members: [], isOpen: true)
            ) { .text($0.decision.text) },
        ])

    private static let followUp = Resource<ReadCallFollowUp.FollowUp>(
        "CallFollowUp", "Whether whoever has the call has looked at it.",
        [
            .init("agent_name", "Who has it.") { $0.agentName },
            .init("assigned_at", "Since when.") { $0.assignedAt },
            .init("due_at", "By when it has to be opened.") { $0.dueAt },
            .init("opened_at", "When they opened it.") { $0.openedAt },
            .init("first_opened_at", "When it was opened first, by whoever had it then.") { $0.firstOpenedAt },
            .init("reminded_at", "When they were reminded.") { $0.remindedAt },
            .init("reassigned_at", "When somebody else got it, since they had not.") { $0.reassignedAt },
            .init("escalated_at", "When the owners were told.") { $0.escalatedAt },
        ])

    private static let recording = Resource<ReadCallRecording.Recording>(
        "CallRecording", "What has become of the recording; its audio is at /calls/{id}/recording once it is stored.",
        [
            .init("status", "`stored`: it can be heard.") { $0.status },
            .init("reason", "Why there is none.") { $0.reason },
            .init("content_type", "Such as audio/wav.") { $0.contentType },
            .init("bytes", "How large it is.") { $0.bytes },
            .init("duration_seconds", "How long it is.") { $0.durationSeconds },
            .init("stored_at", "When it was stored.") { $0.storedAt },
            .init("deleted_at", "When it was deleted.") { $0.deletedAt },
        ])

    static let note = Resource<ListCallNotes.Note>(
        "CallNote", "What somebody on the team has written about a call.",
        [
            .init("id", "Of the note.") { $0.id },
            .init("author", "Who wrote it.") { $0.author },
            .init("text", "What they wrote.") { $0.body },
            .init("created_at", "When.") { $0.createdAt },
        ])

    private static let appointment = Resource<ListCallAppointments.Appointment>(
        "CallAppointment", "An appointment that has to do with a call.",
        [
            .init("id", "Of the appointment.") { $0.id },
            .init("is_of_this_call", "Whether it was made in it.") { $0.isOfThisCall },
            .init("scheduled_at", "When it begins.") { $0.scheduledAt },
            .init("ends_at", "When it ends.") { $0.endsAt },
            .init("status", "How it stands.", oneOf: AppointmentResources.statuses) { $0.status },
            .init("agent_name", "With whom.") { $0.agentName },
        ])

    private static let planned = Resource<ListCallRetries.Retry>(
        "CallRetry", "The call that the lead has before them.",
        [
            .init("id", "Of the planned call.") { $0.id },
            .init("scheduled_at", "When it is to be.") { $0.scheduledAt },
            .init("reason", "Why not sooner.") { $0.reason },
            .init("is_paused", "Whether it is held.") { $0.pausedAt != nil },
        ])

    static let placed = Resource<PlannedCall>(
        "PlannedCall", "A call that will be made as soon as the calling rules allow.",
        [
            .init("id", "Of the planned call.") { $0.retryID },
            .init("lead_id", "Whom.") { $0.leadID },
            .init("status", "How it stands.", oneOf: ["pending", "completed", "failed", "cancelled"]) { $0.status },
            .init("scheduled_at", "When it is to be.") { $0.scheduledAt },
            .init("reason", "Why not at once.") { $0.reason },
        ])

    static let reassigned = Resource<Bool>(
        "Reassignment", "What became of giving a call away.",
        [.init("is_changed", "False: it was theirs already.") { $0 }])
}
