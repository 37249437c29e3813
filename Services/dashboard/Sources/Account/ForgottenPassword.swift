internal import Contracts
internal import Foundation
internal import Logging
internal import Metrics
internal import Postgres

/// Sends whoever has forgotten their password a link to set a new one, and tells nobody whether there is such an account: neither
/// in words nor by the time it takes (OWASP Forgot Password Cheat Sheet).
struct ForgottenPassword: Sendable {
    let links: AccountLinks
    let pool: PostgresPool
    let logger: Logger

    /// Every answer takes so long. What is to be done takes a tenth of it; when something is away, it is given up.
    static let pace: Duration = .milliseconds(1500)
    /// Within an hour.
    static let mostForMail = 3
    static let mostForNetwork = 30

    /// Under what wishes are counted: places of the network as ``SignInKeys`` has them.
    static func keys(email: String, address: String) -> (mail: String, network: String) {
        ("forgotten-mail:\(SignInKeys.folded(email))", "forgotten-net:\(SignInKeys.network(of: address))")
    }

    func request(email: String, address: String) async {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await send(to: email, from: address)
                return false
            }
            group.addTask {
                try? await Task.sleep(for: Self.pace)
                return true
            }
            while let isOver = await group.next() {
                if isOver { group.cancelAll() }
            }
        }
    }

    private func send(to email: String, from address: String) async {
        do {
            let result = try await attempt(email, address)
            Counter(label: "thavon_password_links_total", dimensions: [("result", result)]).increment()
        } catch {
            // The address is not for the log, and the link even less.
            logger.warning("a link for a new password could not be sent", error: error)
            Counter(label: "thavon_password_links_total", dimensions: [("result", "failed")]).increment()
        }
    }

    private func attempt(_ email: String, _ address: String) async throws -> String {
        guard email.contains("@"), email.utf8.count <= 254 else { return "no_address" }
        let (mail, network) = Self.keys(email: email, address: address)
        let counts = try await pool.execute(NoteLinkRequest(keys: [mail, network]))
        let isTooMany = counts.contains { $0.count > ($0.key == mail ? Self.mostForMail : Self.mostForNetwork) }
        if isTooMany { return "limited" }
        guard let account = try await pool.execute(FindAccount(email: email)).first else { return "unknown" }
        let made = links.make(.password, for: account.id, of: account.agencyID)
        let note = AddAuditEntry(
            agencyID: account.agencyID, accountID: account.id, action: "password.link_requested",
            subjectKind: "account",
            subjectID: account.id.uuidString.lowercased(), address: address)
        let identity = ActAs(agencyID: account.agencyID, accountID: account.id, role: .agent, agentID: nil)
        _ = try await pool.transaction { transaction in
            try await transaction.pipelineAndCommit(identity, made.row, note)
        }
        switch try await links.send(made, actor: account.id.uuidString.lowercased()) {
        case .done: return "sent"
        case .refused(let reason):
            logger.warning("a link for a new password was not sent", metadata: ["reason": "\(reason)"])
            return "refused"
        case .failed: return "failed"
        }
    }
}
