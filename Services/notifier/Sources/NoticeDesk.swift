internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Writes down who is told what, in which words, on which channels and when; sending is the dispatchers'.
struct NoticeDesk: Sendable {
    let renderer: NoticeRenderer
    /// The sender of mails.
    let from: String
    let publicURL: String
    /// The channels that there is an account for.
    var accounts: Set<NotificationChannel> = [.email]
    /// How long a channel may take before the next one takes over.
    var patience: Duration = .seconds(120)

    /// What happened, and on whose behalf people are told.
    struct Occasion: Sendable {
        var eventID: EventID
        var time: Date
        var agencyID: AgencyID
        var traceparent: String?
        var subject: NotificationSubject
        var audience: Audience
        /// Of the appointment it is about; grows with each change.
        var version: Int?

        init(
            eventID: EventID, time: Date, agencyID: AgencyID, traceparent: String?, subject: NotificationSubject,
            audience: Audience, version: Int? = nil
        ) {
            self.eventID = eventID
            self.time = time
            self.agencyID = agencyID
            self.traceparent = traceparent
            self.subject = subject
            self.audience = audience
            self.version = version
        }

        init?(
            _ event: CloudEvent<some EventPayload>, _ audience: Audience?, subject: NotificationSubject,
            version: Int? = nil
        ) {
            guard let agencyID = event.agencyID, let audience else { return nil }
            self.init(
                eventID: event.id, time: event.time, agencyID: agencyID, traceparent: event.traceparent,
                subject: subject, audience: audience, version: version)
        }
    }

    /// Stores a message for each channel of each, and returns events that tell of those that will not be sent.
    func tell(
        _ people: [(Recipient, NoticeContent)], _ occasion: Occasion, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard !people.isEmpty else { return [] }
        let own = try await own(of: Set(people.map(\.1.kind)), occasion.agencyID, in: transaction)
        let now = Date()
        let notifications = people.flatMap { person, content in
            let plan = DeliveryPlan(
                content.kind, to: person, relevance: content.relevance(now), now: now, accounts: accounts)
            return messages(content, to: person, plan, occasion, own, now: now)
        }
        _ = try await transaction.execute(InsertNotifications(notifications: notifications))
        return try notifications.filter { $0.status == .notSent }.map { try $0.notSent(occasion) }
    }

    /// What is the agency's own, without what cannot be used any more.
    func own(
        of kinds: Set<NoticeKind>, _ agencyID: AgencyID, in transaction: PostgresTransaction
    ) async throws -> OwnWording {
        let (stored, branding) = try await transaction.pipeline(
            LoadNoticeTexts(agencyID: agencyID, kinds: kinds), LoadMailBranding(agencyID: agencyID))
        let texts = try? NoticeOverrides(stored.filter { (try? $0.validate()) != nil })
        return OwnWording(
            texts: texts ?? .none, branding: branding.first?.branding.usable ?? .none,
            logo: branding.first?.logo?.inMails(publicURL: publicURL))
    }

    /// The messages of one plan, in words.
    func messages(
        _ content: NoticeContent, to person: Recipient, _ plan: DeliveryPlan, _ occasion: Occasion,
        _ own: OwnWording, now: Date
    ) -> [NewNotification] {
        func id(_ channel: NotificationChannel) -> NotificationID {
            .derived(from: occasion.eventID, recipient: person.id, channel: channel)
        }
        let chainID = plan.items.first { $0.position == 0 }.map { id($0.channel) }
        let begin = plan.notBefore ?? now
        let blank = plan.items.map { item in
            var message = NewNotification(
                id: id(item.channel), eventTime: occasion.time, agencyID: occasion.agencyID, kind: content.kind,
                subject: occasion.subject, recipient: person, channel: item.channel,
                address: person.address(for: item.channel), language: person.language, status: item.turn.status,
                reason: item.reason, traceparent: occasion.traceparent)
            message.notBefore = item.turn == .now ? plan.notBefore : nil
            message.isUrgent = plan.isUrgent
            message.expiresAt = content.relevance(now).expiry(from: begin)
            if let chainID, let position = item.position {
                let wait = (patience * FallbackChain.queueing).timeInterval
                let dueAt = item.turn == .now ? begin.addingTimeInterval(wait) : nil
                message.chain = ChainPlace(id: chainID, position: position, dueAt: dueAt)
            }
            return message
        }
        guard plan.items.contains(where: { $0.turn != .never }) else { return blank }
        let notice = Notice(
            content, to: person.notice, agencyName: occasion.audience.agencyName,
            agencyLanguage: occasion.audience.agencyLanguage)
        do {
            let branding = own.branding(of: content.kind)
            let rendered = try renderer.render(
                notice, overrides: own.texts, branding: branding, logo: own.logo(of: content.kind))
            return try blank.map { try worded($0, notice, rendered, branding, occasion, now) }
        } catch {
            return blank.map { message in
                var message = message
                message.chain = nil
                message.status = .notSent
                message.reason = message.reason ?? "it cannot be put into words: \(error)"
                return message
            }
        }
    }

    private func worded(
        _ message: NewNotification, _ notice: Notice, _ rendered: RenderedNotice, _ branding: MailBranding,
        _ occasion: Occasion, _ now: Date
    ) throws -> NewNotification {
        guard message.status != .notSent else { return message }
        var message = message
        if rendered.isFallbackLanguage {
            let note = "there are no words in \(message.language), it is in \(rendered.language)"
            message.reason = message.reason.map { "\($0); \(note)" } ?? note
        }
        message.language = rendered.language
        guard message.channel == .email, let address = message.address else {
            message.wording = ShortWording(text: rendered.short, variables: rendered.templateVariables)
            return message
        }
        let invitation = try invitation(for: notice, message, occasion, address, now)
        message.travelsAlone = invitation != nil
        message.payload =
            try ResendMail(
                from: MailSender.mailbox(name: branding.senderName, from), replyTo: branding.replyTo, to: address,
                mail: rendered, invitation: invitation, notification: message.id, eventTime: message.eventTime,
                agency: occasion.agencyID
            ).frozen
        return message
    }

    private func invitation(
        for notice: Notice, _ message: NewNotification, _ occasion: Occasion, _ address: String, _ now: Date
    ) throws -> CalendarFile? {
        guard let appointment = occasion.subject.appointmentID, let version = occasion.version else { return nil }
        return try renderer.calendarFile(
            for: notice, id: appointment.description, version: version, stamp: now,
            organizer: .init(name: occasion.audience.agencyName, address: MailSender.address(in: from)),
            attendee: .init(name: message.recipient.name, address: address))
    }
}

extension DeliveryPlan.Item.Turn {
    fileprivate var status: NotificationStatus {
        switch self {
        case .now: .pending
        case .standby: .standby
        case .never: .notSent
        }
    }
}

extension NoticeContent {
    /// A change of an appointment that is near is as urgent as a reminder; what has happened can wait.
    fileprivate func relevance(_ now: Date) -> DeliveryPlan.Relevance {
        switch self {
        case .appointmentBooked(let appointment), .appointmentMoved(let appointment),
            .appointmentCancelled(let appointment), .appointmentReminder(let appointment):
            // Half a day before, a night is in between.
            let isNear = appointment.startsAt.timeIntervalSince(now) < 12 * 3600
            return .init(eventAt: appointment.startsAt, isNear: isNear)
        case .accountInvitation(let account), .accountPassword(let account):
            return .init(eventAt: account.expiresAt)
        default: return .init()
        }
    }
}

extension NewNotification {
    fileprivate func notSent(_ occasion: NoticeDesk.Occasion) throws -> OutgoingEvent {
        try NotificationEvents.failed(
            id, agencyID: agencyID, callID: subject.callID, channel: channel, reason: reason ?? "not sent",
            traceparent: occasion.traceparent)
    }
}
