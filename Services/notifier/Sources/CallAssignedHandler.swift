internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Postgres

/// Writes down who is told about a call, and exactly what; sending is the dispatcher's.
struct CallAssignedHandler: Sendable {
    let renderer: MailRenderer
    let from: String
    let publicURL: String

    func handle(
        _ event: CloudEvent<CallAssigned>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let (calls, owners) = try await transaction.pipeline(
            LoadCompletedCall(callID: event.data.callID, agentID: event.data.agentID), LoadOwners(agencyID: agencyID))
        guard let found = calls.first else { throw PermanentFailure("the call does not exist") }
        guard found.call.deservesMail else { return [] }
        let recipients = Self.withoutDoubles([found.agent].compactMap { $0 } + owners)
        let notifications = try recipients.map { try notification(found.call, to: $0, event, agencyID) }
        _ = try await transaction.execute(InsertNotifications(notifications: notifications))
        return try notifications.filter { $0.status == .notSent }.map { try Self.notSent($0, event) }
    }

    /// An owner who also takes calls gets one mail.
    static func withoutDoubles(_ recipients: [Recipient]) -> [Recipient] {
        var seen = Set<String>()
        return recipients.filter { recipient in
            guard let email = recipient.email?.lowercased() else { return true }
            return seen.insert(email).inserted
        }
    }

    private func notification(
        _ call: CompletedCall, to recipient: Recipient, _ event: CloudEvent<CallAssigned>, _ agencyID: AgencyID
    ) throws -> NewNotification {
        let id = NotificationID.derived(from: event.id, recipient: recipient.id, channel: .email)
        var notification = NewNotification(
            id: id, eventTime: event.time, agencyID: agencyID, kind: "call.completed", callID: event.data.callID,
            recipient: recipient, channel: .email, payload: nil, status: .notSent,
            reason: "the \(recipient.kind.rawValue) has no mail address", traceparent: event.traceparent)
        guard let address = recipient.email, address.contains("@") else { return notification }
        let mail = renderer.render(
            CallCompletedView(call, id: event.data.callID, to: recipient, publicURL: publicURL))
        notification.payload =
            try ResendMail(from: from, to: address, mail: mail, notification: id, agency: agencyID).frozen
        notification.status = .pending
        notification.reason = nil
        return notification
    }

    private static func notSent(
        _ notification: NewNotification, _ event: CloudEvent<CallAssigned>
    ) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: notification.id, agencyID: notification.agencyID,
            NotificationFailed(
                notificationID: notification.id, callID: notification.callID, channel: notification.channel,
                reason: notification.reason ?? "not sent"))
    }
}
