internal import Contracts
internal import Foundation
internal import Notices

/// What a notice that is only looked at tells of: something that happened, or else something invented.
struct NoticeFacts: Sendable {
    let kind: NoticeKind
    private(set) var leadName: String? = "Maria Example"
    private(set) var callID: CallID?
    private(set) var isInvented = true
    private var call: CallFacts
    private var appointment: AppointmentNotice
    private var appointmentID: AppointmentID?
    private let now: Date

    init(kind: NoticeKind, now: Date) {
        self.kind = kind
        self.now = now
        let hour = (now.timeIntervalSince1970 / 3600).rounded(.down) * 3600
        let start = Date(timeIntervalSince1970: hour + 27 * 3600)
        call = CallFacts(
            status: .completed, outcome: .conversation, direction: .outbound, conversationHappened: true,
            leadName: "Maria Example", leadNumber: "+15125550142",
            summary: "Maria asked for the price of the corner flat and wants to see it next week.",
            durationSeconds: 192,
            startedAt: now - 600, hasTranscript: true, hasRecording: true)
        appointment = AppointmentNotice(
            startsAt: start, endsAt: start + 1800, previouslyAt: start - 86_400, leadName: "Maria Example",
            leadNumber: "+15125550142", agentName: "Alex Example")
    }

    mutating func take(_ call: CallFacts, _ id: CallID) {
        self.call = call
        callID = id
        leadName = call.leadName ?? call.leadNumber
        isInvented = false
    }

    mutating func take(_ appointment: AppointmentNotice, _ id: AppointmentID) {
        self.appointment = appointment
        appointmentID = id
        leadName = appointment.leadName
        isInvented = false
    }

    func content(for role: NoticeRecipient.Role, publicURL: String) -> NoticeContent {
        let isOwn = role == .agent
        let id = callID ?? CallID(rawValue: UUID.none)
        var told = call.notice(id, agentName: "Alex Example", isRecipients: isOwn, publicURL: publicURL)
        switch kind {
        case .callCompleted: return .callCompleted(told)
        case .callMissed: return .callMissed(told)
        case .callAssigned: return .callAssigned(told)
        case .callReassigned:
            told.previousAgentName = "Robin Example"
            return .callReassigned(told)
        case .appointmentBooked: return .appointmentBooked(appointment(publicURL))
        case .appointmentMoved: return .appointmentMoved(appointment(publicURL))
        case .appointmentCancelled: return .appointmentCancelled(appointment(publicURL))
        case .appointmentReminder: return .appointmentReminder(appointment(publicURL))
        case .retryExhausted, .calendarBroken, .followUpOverdue, .digestDaily, .optedOutConfirmation, .messageBounced,
            .accountInvitation, .accountPassword:
            return operation(isOwn, link: told.link, publicURL: publicURL)
        }
    }

    private func appointment(_ publicURL: String) -> AppointmentNotice {
        var told = appointment
        let id = appointmentID ?? AppointmentID(rawValue: UUID.none)
        told.link = "\(publicURL)/appointments/\(id)"
        return told
    }

    private func accountLink(_ publicURL: String) -> AccountLinkNotice {
        AccountLinkNotice(inviter: "Robin Example", expiresAt: now + 3600, link: "\(publicURL)/set-password/example")
    }

    private func operation(_ isOwn: Bool, link: String, publicURL: String) -> NoticeContent {
        switch kind {
        case .retryExhausted:
            .retryExhausted(
                RetryNotice(
                    leadName: call.leadName, leadNumber: call.leadNumber, attempts: 3, lastOutcome: .noAnswer,
                    lastTriedAt: now - 3600, link: link))
        case .calendarBroken:
            .calendarBroken(
                CalendarNotice(
                    agentName: "Alex Example", account: "alex@example.com", isRecipients: isOwn,
                    brokenSince: now - 7200,
                    link: "\(publicURL)/team"))
        case .followUpOverdue:
            .followUpOverdue(
                FollowUpNotice(
                    leadName: call.leadName, leadNumber: call.leadNumber, agentName: "Alex Example",
                    isRecipients: isOwn,
                    waiting: .seconds(1500), link: link))
        case .messageBounced:
            .messageBounced(
                BounceNotice(
                    address: "maria@example.com", personName: "Maria Example", reason: "550 no such mailbox",
                    bouncedAt: now - 60, link: "\(publicURL)/team"))
        case .optedOutConfirmation: .optedOutConfirmation
        case .accountInvitation: .accountInvitation(accountLink(publicURL))
        case .accountPassword: .accountPassword(accountLink(publicURL))
        default:
            .digestDaily(
                DigestNotice(
                    day: now - 86_400, calls: 42, conversations: 17, newLeads: 9, appointmentsBooked: 4, overdue: 1,
                    upcoming: [.init(startsAt: appointment.startsAt, leadName: leadName)], link: "\(publicURL)/calls"))
        }
    }
}

extension UUID {
    /// All zeros (RFC 9562 §5.9): nothing's.
    fileprivate static let none = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
