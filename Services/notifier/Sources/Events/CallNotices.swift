internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Tells of calls: whoever has it now, and the owners.
struct CallNotices: Sendable {
    let desk: NoticeDesk

    func assigned(
        _ event: CloudEvent<CallAssigned>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let callID = event.data.callID
        let (calls, people) = try await transaction.pipeline(
            LoadCall(callID: callID), LoadAudience(agencyID: agencyID, agentID: event.data.agentID))
        guard let call = calls.first else { throw PermanentFailure("the call does not exist") }
        // It has been passed on before this event had its turn: whoever has it is told of that.
        if let now = call.agentID, let then = event.data.agentID, now != then {
            throw NothingToDo("the call is somebody else's by now")
        }
        let subject = NotificationSubject(callID: callID, leadID: event.data.leadID)
        guard let worth = call.worth, let occasion = NoticeDesk.Occasion(event, Audience(people), subject: subject)
        else { return [] }
        let audience = occasion.audience
        let isLate = call.ownersKnow
        let told = isLate ? [audience.agent].compactMap { $0 } : audience.team
        let messages = told.map { person -> (Recipient, NoticeContent) in
            let notice = call.notice(
                callID, agentName: audience.agentName, isRecipients: person.kind == .agent, publicURL: desk.publicURL)
            if isLate { return (person, .callAssigned(notice)) }
            return (person, worth == .completed ? .callCompleted(notice) : .callMissed(notice))
        }
        return try await desk.tell(messages, occasion, in: transaction)
    }

    /// Nobody was reached and nobody will call by itself any more: somebody may want to.
    func exhausted(
        _ event: CloudEvent<RetryExhausted>, in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        guard let agencyID = event.agencyID else { return [] }
        let lead = event.data.leadID
        let owner = try await transaction.execute(FindLeadOwner(leadID: lead)).first ?? nil
        let people = try await transaction.execute(LoadAudience(agencyID: agencyID, agentID: owner, leadID: lead))
        let subject = NotificationSubject(callID: event.data.callID, leadID: lead)
        guard let occasion = NoticeDesk.Occasion(event, Audience(people), subject: subject) else { return [] }
        let person = occasion.audience.lead
        let notice = RetryNotice(
            leadName: person?.name, leadNumber: person?.phone, attempts: event.data.attempts,
            lastOutcome: event.data.outcome, lastTriedAt: event.data.callID == nil ? nil : event.time,
            link: "\(desk.publicURL)/leads/\(lead)")
        let messages = occasion.audience.team.map { ($0, NoticeContent.retryExhausted(notice)) }
        return try await desk.tell(messages, occasion, in: transaction)
    }
}

/// The agent who looks after a lead; nil for nobody.
private struct FindLeadOwner: PostgresStatement {
    static let sql = "SELECT owner_agent_id FROM leads WHERE id = $1"

    let leadID: LeadID
    var parameters: [PostgresParameter] { [.init(leadID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> AgentID? {
        try row.decode(UUID?.self).map(AgentID.init(rawValue:))
    }
}
