internal import Availability
internal import Contracts
internal import Foundation
internal import GoogleCalendar

/// What an appointment looks like in its agent's calendar.
enum EventWording {
    /// Our note in an event: whose it is.
    static let property = "thavonAppointment"

    static func draft(_ link: CalendarLink) -> EventDraft {
        let zone = TimeZone(identifier: link.agentZone) ?? .gmt
        let appointment = link.appointment
        let guest = link.rules.invitesLead ? link.leadEmail : nil
        // Whoever is invited reads it: what was noted about them is not for them.
        let lines = [link.leadName, link.leadPhone, link.leadEmail, guest == nil ? link.notes : nil].compactMap { $0 }
        var draft = EventDraft(
            summary: "\(link.leadName ?? link.leadPhone ?? "—") · \(link.agencyName)",
            description: lines.isEmpty ? nil : lines.joined(separator: "\n"),
            start: .init(appointment.scheduledAt, zone: zone), end: .init(appointment.endsAt, zone: zone),
            properties: [property: appointment.appointmentID.description, "thavonVersion": "\(appointment.version)"])
        if let email = guest {
            draft.attendees = [.init(email: email, displayName: link.leadName)]
        }
        if link.rules.addsConference { draft.askForConference(requestID: link.eventID) }
        return draft
    }

    static func isOurs(_ event: CalendarEvent, _ appointment: Appointment) -> Bool {
        event.properties[property] == appointment.appointmentID.description
    }
}
