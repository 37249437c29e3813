internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Writes down who is told what, in which words, on which channel and when; sending is the dispatcher's.
struct NoticeDesk: Sendable {
    let renderer: NoticeRenderer
    /// The sender of mails.
    let from: String
    let publicURL: String

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
            audience: Audience, version: Int?
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
            eventID = event.id
            time = event.time
            self.agencyID = agencyID
            traceparent = event.traceparent
            self.subject = subject
            self.audience = audience
            self.version = version
        }
    }

    /// Stores a message for each, and returns events that tell of those that will not be sent.
    func tell(
        _ people: [(Recipient, NoticeContent)], _ occasion: Occasion, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let now = Date()
        let notifications = people.map { notification($0.1, to: $0.0, occasion, now: now) }
        guard !notifications.isEmpty else { return [] }
        _ = try await transaction.execute(InsertNotifications(notifications: notifications))
        return try notifications.filter { $0.status == .notSent }.map { try $0.notSent(occasion) }
    }

    private func notification(
        _ content: NoticeContent, to recipient: Recipient, _ occasion: Occasion, now: Date
    ) -> NewNotification {
        var notification = NewNotification(
            id: .derived(from: occasion.eventID, recipient: recipient.id, channel: .email), eventTime: occasion.time,
            agencyID: occasion.agencyID, kind: content.kind, subject: occasion.subject, recipient: recipient,
            channel: .email, language: recipient.language, payload: nil, status: .notSent,
            traceparent: occasion.traceparent)
        guard let address = recipient.mailAddress else {
            notification.reason = "the \(recipient.kind.rawValue) has no mail address"
            return notification
        }
        // Whoever has an appointment with us has no settings, and is told.
        if recipient.kind != .lead {
            let delivery = recipient.preferences.decide(
                content.kind.rawValue, urgency: content.urgency(at: now), now: now, zone: recipient.timeZone,
                reachable: [.email])
            notification.reason = delivery.reason
            notification.notBefore = delivery.notBefore
            guard !delivery.channels.isEmpty else { return notification }
        }
        do {
            try freeze(&notification, content, address, occasion, now)
            notification.status = .pending
        } catch {
            notification.reason = "it cannot be put into words: \(error)"
        }
        return notification
    }

    /// Of `Name <address>`, or of an address alone.
    static func address(in sender: String) -> String {
        guard let open = sender.lastIndex(of: "<"), sender.hasSuffix(">") else { return sender }
        return String(sender[sender.index(after: open)...].dropLast())
    }

    private func freeze(
        _ notification: inout NewNotification, _ content: NoticeContent, _ address: String, _ occasion: Occasion,
        _ now: Date
    ) throws {
        let recipient = notification.recipient
        let notice = Notice(
            content, to: recipient.notice, agencyName: occasion.audience.agencyName,
            agencyLanguage: occasion.audience.agencyLanguage)
        let rendered = try renderer.render(notice)
        var invitation: CalendarFile?
        if let appointment = occasion.subject.appointmentID, let version = occasion.version {
            invitation = try renderer.calendarFile(
                for: notice, id: appointment.description, version: version, stamp: now,
                organizer: .init(name: occasion.audience.agencyName, address: Self.address(in: from)),
                attendee: .init(name: recipient.name, address: address))
        }
        notification.language = rendered.language
        if rendered.isFallbackLanguage {
            notification.reason = "there are no words in \(recipient.language), it is in \(rendered.language)"
        }
        notification.travelsAlone = invitation != nil
        notification.payload =
            try ResendMail(
                from: from, to: address, mail: rendered, invitation: invitation, notification: notification.id,
                agency: occasion.agencyID
            ).frozen
    }
}

extension NoticeContent {
    /// An appointment that is near is worth a night's rest.
    fileprivate func urgency(at now: Date) -> NotificationPreferences.Urgency {
        switch self {
        case .appointmentBooked(let appointment), .appointmentMoved(let appointment),
            .appointmentCancelled(let appointment), .appointmentReminder(let appointment):
            appointment.startsAt.timeIntervalSince(now) < 12 * 3600 ? .urgent : .normal
        default: .normal
        }
    }
}

extension NewNotification {
    fileprivate func notSent(_ occasion: NoticeDesk.Occasion) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: occasion.traceparent,
            NotificationFailed(
                notificationID: id, callID: subject.callID, channel: channel, reason: reason ?? "not sent"))
    }
}
