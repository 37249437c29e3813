internal import Contracts
internal import Messaging
internal import Notices
internal import Postgres

/// Tells of calendars that can no longer be read: whoever can connect them again, and the owners.
struct CalendarNotices: Sendable {
    let desk: NoticeDesk

    func unhealthy(
        _ event: CloudEvent<CalendarUnhealthy>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let people = try await transaction.execute(LoadAudience(agencyID: agencyID, agentID: event.data.agentID))
        guard let occasion = NoticeDesk.Occasion(event, Audience(people), subject: NotificationSubject()) else {
            return []
        }
        let agentName = occasion.audience.agentName
        let messages = occasion.audience.team.map { person -> (Recipient, NoticeContent) in
            let notice = CalendarNotice(
                agentName: agentName, account: nil, isRecipients: person.kind == .agent, brokenSince: event.time,
                link: "\(desk.publicURL)/team")
            return (person, .calendarBroken(notice))
        }
        return try await desk.tell(messages, occasion, in: transaction)
    }
}
