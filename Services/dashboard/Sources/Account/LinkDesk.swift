internal import Contracts
internal import Foundation
internal import Passwords
internal import Postgres

/// Sets the password of whoever comes with a link, once, and signs them in.
struct LinkDesk: Sendable {
    /// What a link is for, and whose it is.
    struct Link: Sendable {
        var kind: SendAccountLink.Kind
        var viewer: Viewer
    }

    enum Answer: Sendable {
        case signedIn(SecretToken)
        case refused([PasswordDesk.Problem])
        /// Somebody was quicker with the same link.
        case gone
    }

    let database: ConsoleDatabase
    let hasher: PasswordHasher

    /// Nil when it is none, or works no more.
    func find(_ token: SecretToken) async throws -> Link? {
        let (passwords, invitations) = try await database.pool.pipeline(
            FindToken(tokenHash: token.hash, purpose: .password),
            FindToken(tokenHash: token.hash, purpose: .invitation))
        if let viewer = passwords.first { return Link(kind: .password, viewer: viewer) }
        return invitations.first.map { Link(kind: .invitation, viewer: $0) }
    }

    func set(
        _ token: SecretToken, _ link: Link, name: String, password: String, repeated: String, address: String,
        userAgent: String?
    ) async throws -> Answer {
        let viewer = link.viewer
        var problems: [PasswordDesk.Problem] = []
        if link.kind == .invitation, let problem = PersonName.problem(name) {
            problems.append(("name", LinkWords.yourName, problem))
        }
        let rules = PasswordDesk.rules(for: viewer, name: name)
        if let problem = rules.problem(with: password, repeated: repeated) { problems.append(problem.told) }
        guard problems.isEmpty else { return .refused(problems) }
        let network = SignInKeys.network(of: address)
        let hash = try await hasher.waiting(for: network) { try await hasher.hash(password) }
        let session = SecretToken()
        let add = AddSession(
            accountID: viewer.accountID, agencyID: viewer.agencyID, tokenHash: session.hash,
            userAgent: userAgent.map { String($0.prefix(300)) }, address: address,
            expiresAt: Date().addingTimeInterval(SignInDesk.sessionDays * 86_400))
        let action = link.kind == .invitation ? "invitation.accepted" : "password.set"
        let isDone = try await database.run(as: viewer) { transaction in
            guard try await !transaction.execute(UseLink(tokenHash: token.hash)).isEmpty else { return false }
            if link.kind == .invitation { _ = try await transaction.execute(RenameOwnAccount(name: name)) }
            // Whoever knew the old password, or has found a session open, is out; and whoever has forgotten it may try again.
            _ = try await transaction.pipeline(
                SavePassword(hash: hash.phc), EndSessions(), RevokeLinks(accountID: viewer.accountID), add,
                ForgetSignInTries(keys: ["mail:\(viewer.email.lowercased())"]),
                AddAuditEntry(action, by: viewer, subject: ("account", viewer.actor), address: address))
            return true
        }
        return isDone ? .signedIn(session) : .gone
    }
}
