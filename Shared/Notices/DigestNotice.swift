package import Foundation

/// One day in numbers.
package struct DigestNotice: Sendable, Equatable {
    /// A moment of that day, by the recipient's clock.
    package var day: Date
    package var calls: Int
    package var conversations: Int
    package var newLeads: Int
    package var appointmentsBooked: Int
    /// Calls that nobody has opened yet.
    package var overdue: Int
    /// What comes next, in order; the first ten are told.
    package var upcoming: [Upcoming]
    package var link: String

    package struct Upcoming: Sendable, Equatable {
        package var startsAt: Date
        package var leadName: String?

        package init(startsAt: Date, leadName: String?) {
            self.startsAt = startsAt
            self.leadName = leadName
        }
    }

    package init(
        day: Date, calls: Int, conversations: Int, newLeads: Int, appointmentsBooked: Int, overdue: Int,
        upcoming: [Upcoming] = [], link: String
    ) {
        self.day = day
        self.calls = calls
        self.conversations = conversations
        self.newLeads = newLeads
        self.appointmentsBooked = appointmentsBooked
        self.overdue = overdue
        self.upcoming = upcoming
        self.link = link
    }
}
