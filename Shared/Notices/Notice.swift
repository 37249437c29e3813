package import Foundation

/// Everything that is needed to tell one person one thing: plain facts, in no language yet.
package struct Notice: Sendable, Equatable {
    package var content: NoticeContent
    /// Must not be blank.
    package var agencyName: String
    /// BCP 47; used when there are no words in the recipient's language.
    package var agencyLanguage: String
    package var recipient: NoticeRecipient

    package init(
        _ content: NoticeContent, to recipient: NoticeRecipient, agencyName: String, agencyLanguage: String = "en"
    ) {
        self.content = content
        self.recipient = recipient
        self.agencyName = agencyName
        self.agencyLanguage = agencyLanguage
    }

    package var kind: NoticeKind { content.kind }
}

/// Who is told.
package struct NoticeRecipient: Sendable, Equatable {
    package enum Role: String, Codable, Sendable, CaseIterable {
        /// Of the agency.
        case owner
        case agent
        /// The person the agency calls.
        case lead
    }

    package var role: Role
    package var name: String?
    /// BCP 47; a region chooses how dates are written.
    package var language: String
    /// In which times are told.
    package var timeZone: TimeZone

    package init(role: Role, name: String?, language: String, timeZone: TimeZone) {
        self.role = role
        self.name = name
        self.language = language
        self.timeZone = timeZone
    }
}

/// What is told, by kind.
package enum NoticeContent: Sendable, Equatable {
    case callCompleted(CallNotice)
    case callMissed(CallNotice)
    case callAssigned(CallNotice)
    case callReassigned(CallNotice)
    case appointmentBooked(AppointmentNotice)
    case appointmentMoved(AppointmentNotice)
    case appointmentCancelled(AppointmentNotice)
    case appointmentReminder(AppointmentNotice)
    case retryExhausted(RetryNotice)
    case calendarBroken(CalendarNotice)
    case followUpOverdue(FollowUpNotice)
    case digestDaily(DigestNotice)
    case optedOutConfirmation
    case messageBounced(BounceNotice)
    case accountInvitation(AccountLinkNotice)
    case accountPassword(AccountLinkNotice)

    package var kind: NoticeKind {
        switch self {
        case .callCompleted: .callCompleted
        case .callMissed: .callMissed
        case .callAssigned: .callAssigned
        case .callReassigned: .callReassigned
        case .appointmentBooked: .appointmentBooked
        case .appointmentMoved: .appointmentMoved
        case .appointmentCancelled: .appointmentCancelled
        case .appointmentReminder: .appointmentReminder
        case .retryExhausted: .retryExhausted
        case .calendarBroken: .calendarBroken
        case .followUpOverdue: .followUpOverdue
        case .digestDaily: .digestDaily
        case .optedOutConfirmation: .optedOutConfirmation
        case .messageBounced: .messageBounced
        case .accountInvitation: .accountInvitation
        case .accountPassword: .accountPassword
        }
    }
}
