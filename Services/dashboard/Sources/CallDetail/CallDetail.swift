internal import Contracts
internal import Foundation
internal import Postgres

/// A call and everything around it, as far as the viewer may see it.
struct CallDetail: Sendable {
    var call: ReadCall.Call
    var lead: ReadCallLead.Lead?
    var assignment: ReadCallAssignment.Assignment?
    var followUp: ReadCallFollowUp.FollowUp?
    var recording: ReadCallRecording.Recording?
    var turns: [CallTurn]
    var notes: [ListCallNotes.Note]
    var tasks: [ListCallTasks.OpenTask]
    var webhooks: [ListCallWebhooks.Webhook]
    var messages: [ListCallMessages.Message]
    var retries: [ListCallRetries.Retry]
    var attempts: [ListCallAttempts.Attempt]
    var appointments: [ListCallAppointments.Appointment]
    var changes: [ListCallAppointmentChanges.Change]
    var otherCalls: [ListOtherCalls.Call]
    /// Whom an owner can give it to.
    var agents: [NamedAgent]

    var leadName: String? { lead?.name ?? call.customerName }
    var phone: String? { call.customerNumber ?? lead?.phone }
    var isBooked: Bool { appointments.contains { $0.isOfThisCall && BookedCalls.isBooking($0.status) } }
    /// The one call that the lead has before them.
    var plannedCall: ListCallRetries.Retry? { retries.first { $0.status == "pending" } }
}

extension CallDetail {
    /// - Throws: ``NotFound`` when the viewer may not see the call.
    init(_ id: UUID, in transaction: PostgresTransaction) async throws {
        let (_, calls) = try await transaction.pipeline(UseGenericPlans(), ReadCall(id: id))
        guard let call = calls.first else { throw NotFound() }
        let (leads, assignments, followUps, recordings, stored, notes, tasks) = try await transaction.pipeline(
            ReadCallLead(id: call.leadID), ReadCallAssignment(callID: id), ReadCallFollowUp(callID: id),
            ReadCallRecording(callID: id), ReadCallTurns(callID: id), ListCallNotes(callID: id),
            ListCallTasks(callID: id))
        let (webhooks, messages, retries, attempts, appointments, changes, others, agents) =
            try await transaction.pipeline(
                ListCallWebhooks(callID: id), ListCallMessages(callID: id),
                ListCallRetries(callID: id, leadID: call.leadID, vapiCallID: call.vapiCallID),
                ListCallAttempts(callID: id, leadID: call.leadID, vapiCallID: call.vapiCallID),
                ListCallAppointments(callID: id, leadID: call.leadID), ListCallAppointmentChanges(callID: id),
                ListOtherCalls(leadID: call.leadID, callID: id), ListAgentNames())
        let turns = stored.first.map { CallTurn.list(json: $0.bytes) } ?? []
        self.init(
            call: call, lead: leads.first, assignment: assignments.first, followUp: followUps.first,
            recording: recordings.first,
            turns: turns.isEmpty ? SpokenLines.turns(of: call.transcript ?? "") : turns, notes: notes, tasks: tasks,
            webhooks: webhooks, messages: messages, retries: retries, attempts: attempts, appointments: appointments,
            changes: changes, otherCalls: others, agents: agents)
    }
}
