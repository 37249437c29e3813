internal import Foundation
internal import Passwords
internal import Postgres

/// Sets passwords: by whoever knows the present one, or has a link.
struct PasswordDesk: Sendable {
    typealias Problem = (field: String, label: Phrase, text: Phrase)

    let database: ConsoleDatabase
    let hasher: PasswordHasher

    static func rules(for viewer: Viewer, name: String? = nil) -> PasswordRules {
        PasswordRules(about: [viewer.email, viewer.name, name ?? viewer.name, viewer.agencyName])
    }

    /// Changes the viewer's password and ends their other sessions; returns what keeps it from being done.
    ///
    /// Whoever has found a session open could try passwords here: attempts count as those to sign in do.
    ///
    /// - Throws: ``SignInPause`` after too many.
    func change(
        of viewer: Viewer, current: String, to password: String, repeated: String, address: String
    ) async throws -> Problem? {
        if let problem = Self.rules(for: viewer).problem(with: password, repeated: repeated) { return problem.told }
        let keys = SignInKeys(email: viewer.email, address: address)
        return try await hasher.waiting(for: keys.network) {
            try await attempt(of: viewer, current: current, to: password, keys: keys.all, address: address)
        }
    }

    private func attempt(
        of viewer: Viewer, current: String, to password: String, keys: [String], address: String
    ) async throws -> Problem? {
        // Counted before it is looked at: of many at once not more than a few are.
        if let until = try await database.pool.execute(CountSignInTry(keys: keys)).first?.flatMap({ $0 }) {
            throw SignInPause(until: until)
        }
        let account = try await database.pool.execute(FindAccount(email: viewer.email)).first
        let known = account?.id == viewer.accountID ? account?.passwordHash : nil
        guard try await hasher.check(current, against: known.map { PasswordHash(phc: $0) }) else {
            return ("current", AccountWords.currentPassword, AccountWords.passwordWrong)
        }
        let hash = try await hasher.hash(password)
        try await database.run(as: viewer) { transaction in
            _ = try await transaction.pipeline(
                SavePassword(hash: hash.phc), EndSessions(but: viewer.proofID), ForgetSignInTries(keys: keys),
                RevokeLinks(accountID: viewer.accountID),
                AddAuditEntry(
                    "password.changed", by: viewer, subject: ("account", viewer.actor), address: address))
        }
        return nil
    }
}
