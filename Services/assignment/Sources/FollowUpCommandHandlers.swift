internal import Contracts
internal import Foundation
internal import Messaging
internal import Metrics
internal import Postgres

/// What people do about calls that somebody has: they look at them, give them away, and say how soon they are to be opened.
struct FollowUpCommandHandlers: Sendable {
    var all: [CommandHandler] {
        [
            .on(OpenCall.self) { try await open($0, in: $1) },
            .on(ReassignCalls.self) { try await HandOver().handle($0, in: $1) },
            .on(ReassignLeads.self) { try await LeadHandOver().handle($0, in: $1) },
            .on(ConfigureFollowUp.self) { try await configure($0, in: $1) },
        ]
    }

    private func open(
        _ command: Command<OpenCall>, in transaction: PostgresTransaction
    ) async throws -> (OpenCall.Reply, [OutgoingEvent]) {
        let (callID, agentID) = (command.data.callID, command.data.agentID)
        // Read after it is written: whoever else was about it has committed by then.
        let (opened, found) = try await transaction.pipeline(
            OpenFollowUp(callID: callID, agencyID: command.agencyID, agentID: agentID),
            ReadOpening(callID: callID, agencyID: command.agencyID, agentID: agentID))
        guard let call = found.first else { throw CommandRefused("the agency has no such call") }
        guard call.isColleague else { throw CommandRefused("the agency has no such agent") }
        guard call.agentID == agentID else { return (.init(openedAt: nil), []) }
        let reply = OpenCall.Reply(openedAt: call.openedAt?.roundedToMilliseconds)
        guard let first = opened.first else { return (reply, []) }
        if first.wasFollowed {
            Self.measure(first.secondsAfterEnd, from: "end")
            Self.measure(first.secondsAfterAssignment, from: "assignment")
        }
        let event = try OutgoingEvent(
            from: Assignment.name, about: callID, agencyID: command.agencyID, traceparent: command.traceparent,
            CallOpened(
                callID: callID, agentID: agentID, secondsAfterEnd: first.secondsAfterEnd,
                secondsAfterAssignment: first.secondsAfterAssignment))
        return (reply, [event])
    }

    /// A recorder rather than a timer: a timer's histogram ends at half a minute, and this takes up to days.
    private static func measure(_ seconds: Double, from start: String) {
        Recorder(label: "thavon_speed_to_lead_seconds", dimensions: [("from", start)]).record(seconds)
    }

    private func configure(
        _ command: Command<ConfigureFollowUp>, in transaction: PostgresTransaction
    ) async throws -> (ConfigureFollowUp.Reply, [OutgoingEvent]) {
        let rules: FollowUpRules
        do {
            rules = try FollowUpRules(json: command.data.rules.utf8)
        } catch {
            throw CommandRefused("the rules cannot work: \(error)")
        }
        let json = String(decoding: try rules.json, as: UTF8.self)
        let version = try await transaction.execute(
            SaveFollowUpRules(agencyID: command.agencyID, rules: json, actor: command.actor)
        ).first
        return (.init(version: Int(version ?? 1)), [])
    }
}
