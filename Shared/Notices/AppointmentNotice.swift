package import Foundation

/// The facts of an appointment, for either side of it.
package struct AppointmentNotice: Sendable, Equatable {
    package var startsAt: Date
    package var endsAt: Date?
    /// When it would have been, if it was moved.
    package var previouslyAt: Date?
    package var leadName: String?
    package var leadNumber: String?
    /// Where the lead is. Their hour is told as well to a recipient whose clock shows another one.
    package var leadTimeZone: TimeZone?
    package var agentName: String?
    /// An address, a room, or how the talk takes place.
    package var place: String?
    /// Why it was moved or cancelled.
    package var reason: String?
    /// For the lead: where it can be moved or cancelled. For the team: its page.
    package var link: String?

    package init(
        startsAt: Date, endsAt: Date? = nil, previouslyAt: Date? = nil, leadName: String? = nil,
        leadNumber: String? = nil, leadTimeZone: TimeZone? = nil, agentName: String? = nil, place: String? = nil,
        reason: String? = nil, link: String? = nil
    ) {
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.previouslyAt = previouslyAt
        self.leadName = leadName
        self.leadNumber = leadNumber
        self.leadTimeZone = leadTimeZone
        self.agentName = agentName
        self.place = place
        self.reason = reason
        self.link = link
    }
}
