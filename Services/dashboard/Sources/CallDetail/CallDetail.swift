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

    /// - Throws: ``NotFound`` when the viewer may not see the call.
    init(_ id: UUID, in transaction: PostgresTransaction) async throws {
        guard let call = try await transaction.execute(ReadCall(id: id)).first else { throw NotFound() }
        self.call = call
        let (leads, assignments, followUps, recordings, turns, notes, tasks) = try await transaction.pipeline(
            ReadCallLead(id: call.leadID), ReadCallAssignment(callID: id), ReadCallFollowUp(callID: id),
            ReadCallRecording(callID: id), ReadCallTurns(callID: id), ListCallNotes(callID: id),
            ListCallTasks(callID: id))
        (lead, assignment, followUp, recording) = (leads.first, assignments.first, followUps.first, recordings.first)
        self.turns = turns.first.map { CallTurn.list(json: $0.bytes) } ?? []
        if self.turns.isEmpty { self.turns = SpokenLines.turns(of: call.transcript ?? "") }
        (self.notes, self.tasks) = (notes, tasks)
        (webhooks, messages, retries, attempts, appointments, changes, otherCalls, agents) =
            try await transaction.pipeline(
                ListCallWebhooks(callID: id), ListCallMessages(callID: id),
                ListCallRetries(callID: id, leadID: call.leadID, vapiCallID: call.vapiCallID),
                ListCallAttempts(callID: id, leadID: call.leadID, vapiCallID: call.vapiCallID),
                ListCallAppointments(callID: id, leadID: call.leadID), ListCallAppointmentChanges(callID: id),
                ListOtherCalls(leadID: call.leadID, callID: id), ListAgentNames())
    }

    var leadName: String? { lead?.name ?? call.customerName }
    var phone: String? { call.customerNumber ?? lead?.phone }
    var isBooked: Bool { appointments.contains { $0.isOfThisCall && $0.status == "scheduled" } }
    /// The one call that the lead has before them.
    var plannedCall: ListCallRetries.Retry? { retries.first { $0.status == "pending" } }
}
