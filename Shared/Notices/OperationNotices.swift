package import Contracts
package import Foundation

/// A lead who was not reached in all the tries that the rules allow.
package struct RetryNotice: Sendable, Equatable {
    package var leadName: String?
    package var leadNumber: String?
    package var attempts: Int
    package var lastOutcome: CallOutcome?
    package var lastTriedAt: Date?
    /// The page of the lead.
    package var link: String

    package init(
        leadName: String? = nil, leadNumber: String? = nil, attempts: Int, lastOutcome: CallOutcome? = nil,
        lastTriedAt: Date? = nil, link: String
    ) {
        self.leadName = leadName
        self.leadNumber = leadNumber
        self.attempts = attempts
        self.lastOutcome = lastOutcome
        self.lastTriedAt = lastTriedAt
        self.link = link
    }
}

/// A calendar that can no longer be read or written.
package struct CalendarNotice: Sendable, Equatable {
    package var agentName: String?
    /// The address of the account.
    package var account: String?
    /// Whether the recipient is the one who has to connect it again.
    package var isRecipients: Bool
    package var brokenSince: Date?
    /// Where it is connected again.
    package var link: String

    package init(
        agentName: String? = nil, account: String? = nil, isRecipients: Bool, brokenSince: Date? = nil, link: String
    ) {
        self.agentName = agentName
        self.account = account
        self.isRecipients = isRecipients
        self.brokenSince = brokenSince
        self.link = link
    }
}

/// A call that nobody has opened in time.
package struct FollowUpNotice: Sendable, Equatable {
    package var leadName: String?
    package var leadNumber: String?
    package var agentName: String?
    /// Whether the recipient is the agent who should have opened it.
    package var isRecipients: Bool
    package var waiting: Duration
    package var link: String

    package init(
        leadName: String? = nil, leadNumber: String? = nil, agentName: String? = nil, isRecipients: Bool,
        waiting: Duration, link: String
    ) {
        self.leadName = leadName
        self.leadNumber = leadNumber
        self.agentName = agentName
        self.isRecipients = isRecipients
        self.waiting = waiting
        self.link = link
    }
}

/// An address that does not take mail.
package struct BounceNotice: Sendable, Equatable {
    package var address: String
    package var personName: String?
    /// The receiving server's own words.
    package var reason: String?
    package var bouncedAt: Date?
    /// Where the address is corrected.
    package var link: String

    package init(
        address: String, personName: String? = nil, reason: String? = nil, bouncedAt: Date? = nil, link: String
    ) {
        self.address = address
        self.personName = personName
        self.reason = reason
        self.bouncedAt = bouncedAt
        self.link = link
    }
}
