internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Takes somebody out of the team, and gives what they have to others.
struct LeaveDesk: Sendable {
    /// More are left for another time.
    static let mostAtOnce = 100_000

    /// What somebody leaves behind, and who could get it.
    struct Estate: Sendable {
        var agent: AgentRecord
        var colleagues: [ListColleagues.Row]
        /// Calls that are to be given to somebody, with their leads: as many as are handed over at once.
        var open: Int
        var hasMore: Bool
        /// Appointments that are to come stay theirs.
        var appointments: Int
    }

    enum HandedOver: Sendable {
        /// Calls change hands bit by bit, and take their leads with them: a ``Reassignment`` with this id.
        case underWay(UUID)
        /// There was nothing else.
        case leadsOnly
        case notDone(NotDone)
    }

    let console: Console

    /// - Throws: ``NotFound`` when there is no such agent, or it is not the viewer's to see.
    func estate(of id: AgentID, _ viewer: Viewer) async throws -> Estate {
        let (agents, colleagues, calls, leads, work) = try await console.database.run(as: viewer) { transaction in
            try await transaction.pipeline(
                ReadAgent(id: id), ListColleagues(agentID: id),
                ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce + 1),
                ListLeadsToHandOver(agentID: id, limit: Self.mostAtOnce + 1), CountAgentWork(agentID: id))
        }
        guard let agent = agents.first else { throw NotFound() }
        return Estate(
            agent: agent, colleagues: colleagues,
            open: min(calls.count, Self.mostAtOnce) + min(leads.count, Self.mostAtOnce),
            hasMore: calls.count > Self.mostAtOnce || leads.count > Self.mostAtOnce,
            appointments: work.first?.appointments ?? 0)
    }

    func setActive(_ isActive: Bool, _ id: AgentID, by principal: Principal) async throws {
        try await console.changeAgent(id, isActive ? "agent.returned" : "agent.left", by: principal) { transaction in
            if !isActive { _ = try await transaction.execute(EndSessionsOfAgent(id: id)) }
            return try await transaction.execute(SetAgentActive(id: id, isActive: isActive)).isEmpty ? nil : [:]
        }
    }

    /// - Parameters:
    ///   - takers: at least one.
    ///   - job: of the reassignment that is to be; once is once.
    func handOver(
        _ id: AgentID, to takers: [AgentID], _ job: UUID, by principal: Principal
    ) async throws -> HandedOver {
        let (calls, leads) = try await console.database.run(as: principal.viewer) { transaction in
            try await transaction.pipeline(
                ListCallsToHandOver(agentID: id, limit: Self.mostAtOnce),
                ListLeadsToHandOver(agentID: id, limit: Self.mostAtOnce))
        }
        for share in HandOverPlan.shares(leads, to: takers) {
            let wish = ReassignLeads(leadIDs: share.leads, agentID: share.agentID)
            let outcome = try await console.settle(wish, by: principal) { reply in
                try AuditNote(
                    "leads.handed_over", ("agent", id.description),
                    ["to": share.agentID.description, "leads": "\(reply.leadIDs.count)"])
            }
            // What is left is there for another try.
            if case .notDone(let why) = outcome { return .notDone(why) }
        }
        guard !calls.isEmpty else { return .leadsOnly }
        try await ReassignmentDesk(console: console).start(
            job, handingOver: HandOverPlan(calls, to: takers), of: id, by: principal)
        return .underWay(job)
    }
}
