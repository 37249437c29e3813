internal import Contracts
internal import Foundation
internal import Postgres

/// For whom and with whom appointments are, as far as the viewer may say that.
struct BookingParties: Sendable {
    let console: Console

    /// The lead, by itself or as the call's, and the agents that the viewer may choose from.
    ///
    /// - Throws: ``NotFound`` for a lead or a call that is not the viewer's, or that do not belong together.
    func find(lead: LeadID?, call: CallID?, _ viewer: Viewer) async throws -> (lead: LeadToBook?, agents: [NamedAgent])
    {
        try await console.database.run(as: viewer) { transaction in
            let (agents, calls) = try await transaction.pipeline(ListAgentNames(), ReadLeadOfCall(id: call))
            var leadID = lead
            if call != nil {
                guard let ofCall = calls.first else { throw NotFound() }
                leadID = leadID ?? ofCall
                guard leadID == ofCall || ofCall == nil else { throw NotFound() }
            }
            guard let leadID else { return (nil, agents) }
            guard let lead = try await transaction.execute(ReadLeadToBook(id: leadID)).first else { throw NotFound() }
            return (lead, agents)
        }
    }

    /// With whom: an agent with themselves, an owner with one of theirs or with whoever is free.
    ///
    /// - Throws: ``Forbidden`` for an agent who wants somebody else, ``NotFound`` for somebody who is not of the agency.
    static func agent(_ wanted: AgentID?, of agents: [NamedAgent], _ viewer: Viewer) throws -> AgentID? {
        guard viewer.isOwner else {
            guard let own = viewer.agentID, wanted == nil || wanted == own else { throw Forbidden() }
            return own
        }
        if let wanted, !agents.contains(where: { $0.id == wanted.rawValue }) { throw NotFound() }
        return wanted
    }

    /// - Throws: as ``find(lead:call:_:)`` and ``agent(_:of:_:)``.
    func party(lead: LeadID?, call: CallID?, agent: AgentID?, _ viewer: Viewer) async throws -> AppointmentParty {
        let found = try await find(lead: lead, call: call, viewer)
        return AppointmentParty(
            leadID: found.lead?.id, callID: call, agentID: try Self.agent(agent, of: found.agents, viewer))
    }
}
