internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Passwords
internal import Postgres

/// Lets people in, and keeps away those who only guess.
struct SignInDesk: Sendable {
    enum Answer: Sendable, Equatable {
        case signedIn(SecretToken)
        /// Address or password are wrong: which of them is not said.
        case refused
        /// Too many attempts in vain; until then none is looked at.
        case tooMany(until: Date)

        static func == (one: Answer, other: Answer) -> Bool {
            switch (one, other) {
            case (.refused, .refused): true
            case (.tooMany(let one), .tooMany(let other)): one == other
            case (.signedIn(let one), .signedIn(let other)): one.text == other.text
            default: false
            }
        }
    }

    let pool: PostgresPool
    let hasher: PasswordHasher
    let logger: Logger

    /// How long a session lasts at the most; it ends sooner when nobody uses it for 14 days.
    static let sessionDays = 90.0

    /// - Throws: `WaitingPlaces.AllTaken` when too many are at it already; then nothing has been counted.
    func signIn(
        email: String, password: String, address: String, userAgent: String?
    ) async throws -> Answer {
        // Nobody can have such an address, and it is not kept.
        guard email.utf8.count <= SignInKeys.longestMail else { return .refused }
        let keys = SignInKeys(email: email, address: address)
        return try await hasher.waiting(for: keys.network) {
            try await attempt(email, password, keys: keys.all, address: address, userAgent: userAgent)
        }
    }

    private func attempt(
        _ email: String, _ password: String, keys: [String], address: String, userAgent: String?
    ) async throws -> Answer {
        if let until = try await pool.execute(CountSignInTry(keys: keys)).first?.flatMap({ $0 }) {
            Counter(label: "thavon_sign_ins_total", dimensions: [("result", "limited")]).increment()
            return .tooMany(until: until)
        }
        let account = try await pool.execute(FindAccount(email: email)).first
        let isRight = try await hasher.check(
            password, against: account.flatMap(\.passwordHash).map { PasswordHash(phc: $0) })
        guard isRight, let account else {
            Counter(label: "thavon_sign_ins_total", dimensions: [("result", "refused")]).increment()
            return .refused
        }
        let token = SecretToken()
        let identity = ActAs(agencyID: account.agencyID, accountID: account.id, role: .agent, agentID: nil)
        let session = AddSession(
            accountID: account.id, agencyID: account.agencyID, tokenHash: token.hash,
            userAgent: userAgent.map { String($0.prefix(300)) }, address: address,
            expiresAt: Date().addingTimeInterval(Self.sessionDays * 86_400))
        let note = AddAuditEntry(
            agencyID: account.agencyID, accountID: account.id, action: "session.began", address: address)
        _ = try await pool.transaction { transaction in
            try await transaction.pipelineAndCommit(identity, session, ForgetSignInTries(keys: keys), note)
        }
        Counter(label: "thavon_sign_ins_total", dimensions: [("result", "signed_in")]).increment()
        return .signedIn(token)
    }
}
