internal import Contracts
internal import Foundation
internal import Postgres

/// What a lead's page shows, read in two round trips.
struct LeadFacts: Sendable {
    var lead: Lead
    var calls: [ListLeadCalls.Call]
    var appointments: [ListLeadAppointments.Appointment]
    var planned: [ListPlannedCalls.Planned]
    var messages: [ListLeadMessages.Message]
    var suppressions: [ListLeadSuppressions.Suppression]
    var audit: [ListLeadChanges.Entry]
    var isOutreachPaused: Bool

    /// - Throws: ``NotFound`` when the viewer has no such lead.
    init(_ id: UUID, viewer: Viewer, in transaction: PostgresTransaction) async throws {
        guard let lead = try await transaction.execute(LoadLead(id: id)).first else { throw NotFound() }
        self.lead = lead
        let pause: [Date?]
        (calls, appointments, planned, messages, suppressions, audit, pause) = try await transaction.pipeline(
            ListLeadCalls(leadID: id), ListLeadAppointments(leadID: id), ListPlannedCalls(leadID: id),
            ListLeadMessages(leadID: id),
            ListLeadSuppressions(phone: lead.phone, email: lead.email, agencyID: viewer.agencyID),
            ListLeadChanges(kind: "lead", id: id), FindOutreachPause(agencyID: viewer.agencyID))
        isOutreachPaused = pause.first.flatMap(\.self) != nil
    }
}
