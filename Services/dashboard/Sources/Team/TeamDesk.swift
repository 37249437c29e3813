internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Postgres

/// Brings people into the team: their rows, their accounts, and the mails that invite them.
struct TeamDesk: Sendable {
    /// What became of an invitation. The rows are there in any case.
    enum Invited: Sendable {
        case sent, notSent
    }

    let console: Console
    let links: AccountLinks

    /// Adds an agent, and an account with which they can sign in.
    ///
    /// - Throws: ``SQLState/uniqueViolation`` when somebody signs in with this address.
    func add(_ form: AgentFactsForm, number: String?, weight: Int, _ context: ViewerContext) async throws -> (
        AgentID, Invited
    ) {
        let viewer = context.viewer
        let id = AgentID.new()
        let agent = AddAgent(
            id: id, name: form.name, email: form.email, phone: number, language: form.language.orNil,
            timeZone: form.timeZone.orNil, languages: form.spoken.sorted(), weight: weight)
        let account = AddAccount(name: form.name, email: form.email, agentID: id)
        let made = links.make(.invitation, for: account.id, of: viewer.agencyID)
        let notes = [
            AddAuditEntry(
                "agent.added", by: viewer, subject: ("agent", id.description),
                detail: try AuditDetail(["name": form.name]).jsonb, address: context.address),
            try invitationNote(account.id, form.email, context),
        ]
        try await console.database.change(as: viewer) { transaction in
            _ = try await transaction.pipeline(agent, account)
            _ = try await transaction.execute(made.row)
            for note in notes { _ = try await transaction.execute(note) }
            return ((), try await transaction.agentChanged(id, of: viewer.agencyID))
        }
        return (id, await send(made, viewer))
    }

    /// - Throws: ``SQLState/uniqueViolation`` when somebody signs in with this address.
    func addAccount(
        name: String, email: String, agentID: AgentID?, _ context: ViewerContext
    ) async throws -> Invited {
        let viewer = context.viewer
        let account = AddAccount(name: name, email: email, agentID: agentID)
        let made = links.make(.invitation, for: account.id, of: viewer.agencyID)
        let note = try invitationNote(account.id, email, context)
        try await console.database.run(as: viewer) { transaction in
            _ = try await transaction.execute(account)
            _ = try await transaction.pipeline(made.row, note)
        }
        return await send(made, viewer)
    }

    /// Once more: links from before work no longer.
    func inviteAgain(_ accountID: UUID, _ context: ViewerContext) async throws -> Invited {
        let viewer = context.viewer
        let made = links.make(.invitation, for: accountID, of: viewer.agencyID)
        try await console.database.run(as: viewer) { transaction in
            guard let account = try await transaction.execute(ReadTeamAccount(id: accountID)).first, account.isActive,
                !account.hasPassword
            else { throw NotFound() }
            let note = try invitationNote(accountID, account.email, context)
            _ = try await transaction.pipeline(RevokeLinks(accountID: accountID), made.row, note)
        }
        return await send(made, viewer)
    }

    private func invitationNote(
        _ accountID: UUID, _ email: String, _ context: ViewerContext
    ) throws -> AddAuditEntry {
        AddAuditEntry(
            "account.invited", by: context.viewer, subject: ("account", accountID.uuidString.lowercased()),
            detail: try AuditDetail(["email": email]).jsonb, address: context.address)
    }

    /// What was added stays when the mail cannot be sent now: it can be sent again.
    private func send(_ made: AccountLinks.Made, _ viewer: Viewer) async -> Invited {
        do {
            switch try await links.send(made, actor: viewer.actor, inviter: viewer.name) {
            case .done: return .sent
            case .refused(let reason), .failed(let reason):
                console.logger.warning("an invitation was not sent", metadata: ["reason": "\(reason)"])
                return .notSent
            }
        } catch {
            console.logger.warning("an invitation could not be sent", error: error)
            return .notSent
        }
    }
}

extension String {
    /// Nil when there is nothing in it.
    var orNil: String? { isEmpty ? nil : self }
}
