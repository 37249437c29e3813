/// A name that the texts of notices may use.
package enum NoticeVariable: String, Sendable, CaseIterable {
    /// The agency's name.
    case agency
    /// The recipient's name.
    case recipient
    /// The lead's name, or else their number, or else "unknown caller".
    case lead
    case number
    /// The agent who has the call or the appointment, or whose calendar it is.
    case agent
    case previousAgent
    /// "3 min 12 s"
    case duration
    /// How the call came out.
    case outcome
    case summary
    /// The moment it is about: day and time, with the zone where it is not evident.
    case when
    /// The same, as short as can be.
    case whenShort
    /// The day it is about.
    case date
    /// The time of the day, without a zone.
    case time
    /// The name of the zone, where it is not evident.
    case zone
    /// When it would have been.
    case previousWhen
    case place
    case reason
    /// How often was tried.
    case attempts
    /// The calendar account's address.
    case account
    /// How long a lead has been waiting.
    case waiting
    /// Numbers of a day.
    case calls, conversations, newLeads, appointments, overdue
    /// An address that does not take mail.
    case address
    /// The person with that address.
    case person
    /// Who invites.
    case inviter
    /// Where to go on.
    case link

    /// Whether somebody else wrote it: it can be anything, and can be cut.
    var isUserText: Bool {
        switch self {
        case .agency, .recipient, .lead, .agent, .previousAgent, .summary, .place, .reason, .account, .address, .person,
            .inviter:
            true
        default: false
        }
    }
}

/// What a text may ask with a section, and cannot print.
package enum NoticeCondition: String, Sendable, CaseIterable {
    case toOwner, toAgent, toLead
    /// Whether the call, the calendar or the follow-up is the recipient's own.
    case isYours
    /// Whether the lead called.
    case inbound
    case voicemail
}

extension NoticeKind {
    /// What its texts may use. Of these ``requiredVariables`` are always there, the others need a section around them.
    package var variables: Set<NoticeVariable> { requiredVariables.union(optionalVariables) }

    package var requiredVariables: Set<NoticeVariable> {
        switch self {
        case .callCompleted, .callMissed, .callAssigned, .callReassigned: [.agency, .lead, .link]
        case .appointmentBooked, .appointmentMoved, .appointmentCancelled, .appointmentReminder:
            [.agency, .lead, .when, .whenShort, .date, .time]
        case .retryExhausted: [.agency, .lead, .attempts, .link]
        case .calendarBroken: [.agency, .link]
        case .followUpOverdue: [.agency, .lead, .waiting, .link]
        case .digestDaily:
            [.agency, .date, .calls, .conversations, .newLeads, .appointments, .overdue, .link]
        case .optedOutConfirmation: [.agency]
        case .messageBounced: [.agency, .address, .link]
        case .accountInvitation, .accountPassword: [.agency, .when, .link]
        }
    }

    private var optionalVariables: Set<NoticeVariable> {
        switch self {
        case .callCompleted, .callMissed, .callAssigned:
            [.recipient, .number, .agent, .duration, .outcome, .summary, .when]
        case .callReassigned: [.recipient, .number, .agent, .previousAgent, .duration, .outcome, .summary, .when]
        case .appointmentBooked, .appointmentReminder: [.recipient, .number, .agent, .zone, .place, .link]
        case .appointmentMoved: [.recipient, .number, .agent, .zone, .place, .link, .previousWhen, .reason]
        case .appointmentCancelled: [.recipient, .number, .agent, .zone, .place, .link, .reason]
        case .retryExhausted: [.recipient, .number, .outcome, .when]
        case .calendarBroken: [.recipient, .agent, .account, .when]
        case .followUpOverdue: [.recipient, .number, .agent]
        case .digestDaily, .optedOutConfirmation, .accountPassword: [.recipient]
        case .accountInvitation: [.recipient, .inviter]
        case .messageBounced: [.recipient, .person, .reason, .when]
        }
    }

    package var conditions: Set<NoticeCondition> {
        switch self {
        case .callCompleted, .callMissed, .callAssigned, .callReassigned:
            [.toOwner, .toAgent, .toLead, .isYours, .inbound, .voicemail]
        case .calendarBroken, .followUpOverdue: [.toOwner, .toAgent, .toLead, .isYours]
        default: [.toOwner, .toAgent, .toLead]
        }
    }

    /// The variables of its WhatsApp content template, in order: the first one is `{{1}}`.
    ///
    /// The order is agreed on with whoever approved the templates; new ones go to the end. What is absent is sent as
    /// "–".
    package var templateVariables: [NoticeVariable] {
        switch self {
        case .callCompleted, .callMissed, .callAssigned: [.lead, .duration, .outcome, .agent, .link]
        case .callReassigned: [.lead, .agent, .previousAgent, .link]
        case .appointmentBooked, .appointmentReminder: [.recipient, .agency, .lead, .agent, .when, .link]
        case .appointmentMoved: [.recipient, .agency, .lead, .agent, .when, .previousWhen, .link]
        case .appointmentCancelled: [.recipient, .agency, .lead, .agent, .when, .reason, .link]
        case .retryExhausted: [.lead, .attempts, .outcome, .link]
        case .calendarBroken: [.agent, .account, .link]
        case .followUpOverdue: [.lead, .waiting, .agent, .link]
        case .digestDaily: [.date, .calls, .conversations, .newLeads, .appointments, .overdue, .link]
        case .optedOutConfirmation: [.agency]
        case .messageBounced: [.address, .person, .link]
        case .accountInvitation, .accountPassword: [.agency, .link]
        }
    }
}
