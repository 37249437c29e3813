internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Tells of calls that change hands, and of those that nobody has opened in time.
struct FollowUpNotices: Sendable {
    let desk: NoticeDesk

    /// Whoever has it now and whoever had it; and the owners, when nobody has done it by hand.
    func reassigned(
        _ event: CloudEvent<CallReassigned>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let change = event.data
        let (calls, people, before) = try await transaction.pipeline(
            LoadCall(callID: change.callID), LoadAudience(agencyID: agencyID, agentID: change.agentID),
            LoadAudience(agencyID: agencyID, agentID: change.previousAgentID))
        guard let call = calls.first else { throw PermanentFailure("the call does not exist") }
        let subject = NotificationSubject(callID: change.callID, leadID: change.leadID)
        guard let occasion = NoticeDesk.Occasion(event, Audience(people), subject: subject) else { return [] }
        let audience = occasion.audience
        let former = Audience(before)
        let owners = change.reason == "by_hand" ? [] : audience.owners
        let told = Recipient.withoutDoubles([audience.agent, former?.agent].compactMap { $0 } + owners)
        let messages = told.map { person -> (Recipient, NoticeContent) in
            var notice = call.notice(
                change.callID, agentName: audience.agentName, isRecipients: person.id == audience.agent?.id,
                publicURL: desk.publicURL)
            notice.previousAgentName = former?.agentName
            return (person, .callReassigned(notice))
        }
        return try await desk.tell(messages, occasion, in: transaction)
    }

    func overdue(
        _ event: CloudEvent<FollowUpOverdue>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let overdue = event.data
        let people = try await transaction.execute(
            LoadAudience(agencyID: agencyID, agentID: overdue.agentID, leadID: overdue.leadID))
        let subject = NotificationSubject(callID: overdue.callID, leadID: overdue.leadID)
        guard let occasion = NoticeDesk.Occasion(event, Audience(people), subject: subject) else { return [] }
        let audience = occasion.audience
        let told = overdue.step == .remind ? [audience.agent].compactMap { $0 } : audience.owners
        let messages = told.map { person -> (Recipient, NoticeContent) in
            let notice = FollowUpNotice(
                leadName: audience.lead?.name, leadNumber: audience.lead?.phone, agentName: audience.agentName,
                isRecipients: person.kind == .agent, waiting: .seconds(overdue.waitingSeconds),
                link: "\(desk.publicURL)/calls/\(overdue.callID)")
            return (person, .followUpOverdue(notice))
        }
        return try await desk.tell(messages, occasion, in: transaction)
    }
}
