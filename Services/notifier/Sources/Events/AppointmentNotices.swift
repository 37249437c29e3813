internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Tells both sides of appointments: that they were made, moved or cancelled, and that they are near. Mails about the first
/// three carry an invitation.
struct AppointmentNotices: Sendable {
    let desk: NoticeDesk
    let links: LeadLinks?

    func booked(
        _ event: CloudEvent<AppointmentBooked>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        try await tell(event, event.data.appointment, in: transaction) { .appointmentBooked($0) }
    }

    func moved(
        _ event: CloudEvent<AppointmentMoved>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        try await tell(event, event.data.appointment, in: transaction) { facts in
            var facts = facts
            facts.previouslyAt = event.data.previouslyAt
            facts.reason = event.data.reason
            return .appointmentMoved(facts)
        }
    }

    func cancelled(
        _ event: CloudEvent<AppointmentCancelled>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        try await tell(event, event.data.appointment, in: transaction) { facts in
            var facts = facts
            facts.reason = event.data.reason
            return .appointmentCancelled(facts)
        }
    }

    func due(
        _ event: CloudEvent<ReminderDue>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        try await tell(event, event.data.appointment, in: transaction) { .appointmentReminder($0) }
    }

    /// The agent and the lead; owners look into the console.
    private func tell(
        _ event: CloudEvent<some EventPayload>, _ appointment: Appointment, in transaction: PostgresTransaction,
        _ content: (AppointmentNotice) -> NoticeContent
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let people = try await transaction.execute(
            LoadAudience(agencyID: agencyID, agentID: appointment.agentID, leadID: appointment.leadID))
        let subject = NotificationSubject(
            callID: appointment.callID, leadID: appointment.leadID, appointmentID: appointment.appointmentID)
        guard
            let occasion = NoticeDesk.Occasion(
                event, Audience(people), subject: subject, version: appointment.version)
        else { return [] }
        let audience = occasion.audience
        let zone = TimeZone(identifier: appointment.timeZone)
        var messages: [(Recipient, NoticeContent)] = []
        let facts = AppointmentNotice(
            startsAt: appointment.scheduledAt, endsAt: appointment.endsAt, leadName: audience.lead?.name,
            leadNumber: audience.lead?.phone, leadTimeZone: zone, agentName: audience.agentName)
        if let agent = audience.agent {
            var own = facts
            own.link = "\(desk.publicURL)/appointments/\(appointment.appointmentID)"
            messages.append((agent, content(own)))
        }
        if var lead = audience.lead {
            // As it was agreed on.
            lead.language = appointment.language
            lead.timeZone = zone ?? lead.timeZone
            var theirs = facts
            theirs.link = links?.link(to: appointment, agencyID: agencyID, now: Date())
            messages.append((lead, content(theirs)))
        }
        return try await desk.tell(messages, occasion, in: transaction)
    }
}
