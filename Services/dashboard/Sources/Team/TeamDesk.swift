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
    func add(_ form: AgentFactsForm, number: String?, weight: Int, _ principal: Principal) async throws -> (
        AgentID, Invited
    ) {
        let viewer = principal.viewer
        let id = AgentID.new()
        let agent = AddAgent(
            id: id, name: form.name, email: form.email, phone: number, language: form.language.orNil,
            timeZone: form.timeZone.orNil, languages: form.spoken.sorted(), weight: weight)
        let account = AddAccount(name: form.name, email: form.email, agentID: id)
        let made = links.make(.invitation, for: account.id, of: viewer.agencyID)
        let notes = [
            principal.entry(
                "agent.added", subject: ("agent", id.description),
                detail: try AuditDetail(["name": form.name]).jsonb),
            try invitationNote(account.id, form.email, principal),
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
        name: String, email: String, agentID: AgentID?, _ principal: Principal
    ) async throws -> (UUID, Invited) {
        let viewer = principal.viewer
        let account = AddAccount(name: name, email: email, agentID: agentID)
        let made = links.make(.invitation, for: account.id, of: viewer.agencyID)
        let note = try invitationNote(account.id, email, principal)
        try await console.database.run(as: viewer) { transaction in
            _ = try await transaction.execute(account)
            _ = try await transaction.pipeline(made.row, note)
        }
        return (account.id, await send(made, viewer))
    }

    /// Once more: links from before work no longer.
    func inviteAgain(_ accountID: UUID, _ principal: Principal) async throws -> Invited {
        let viewer = principal.viewer
        let made = links.make(.invitation, for: accountID, of: viewer.agencyID)
        try await console.database.run(as: viewer) { transaction in
            guard let account = try await transaction.execute(ReadTeamAccount(id: accountID)).first, account.isActive,
                !account.hasPassword
            else { throw NotFound() }
            let note = try invitationNote(accountID, account.email, principal)
            _ = try await transaction.pipeline(RevokeLinks(accountID: accountID), made.row, note)
        }
        return await send(made, viewer)
    }

    /// An agent's account goes with the agent. Nobody turns off their own.
    ///
    /// - Returns: false when it is the last one that is on: that stays.
    /// - Throws: ``NotFound`` when it is no owner's account in the agency, ``Forbidden`` when it is their own.
    func setActive(_ isActive: Bool, ownersAccount id: UUID, by principal: Principal) async throws -> Bool {
        guard id != principal.viewer.accountID else { throw Forbidden() }
        return try await console.database.run(as: principal.viewer) { transaction in
            guard let account = try await transaction.execute(ReadTeamAccount(id: id)).first, account.role == .owner
            else { throw NotFound() }
            let set = SetOwnerActive(id: id, isActive: isActive)
            guard try await !transaction.execute(set).isEmpty else { return false }
            if !isActive {
                _ = try await transaction.pipeline(RevokeTokens(accountID: id), EndSessionsOfAccount(id: id))
            }
            _ = try await transaction.execute(
                principal.entry(
                    isActive ? "account.activated" : "account.deactivated",
                    subject: ("account", id.uuidString.lowercased()),
                    detail: try AuditDetail(["email": account.email]).jsonb))
            return true
        }
    }

    private func invitationNote(
        _ accountID: UUID, _ email: String, _ principal: Principal
    ) throws -> AddAuditEntry {
        principal.entry(
            "account.invited", subject: ("account", accountID.uuidString.lowercased()),
            detail: try AuditDetail(["email": email]).jsonb)
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
