internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Links with which people set their passwords. They lead to the address that we are told of, never to one that a request names:
/// whoever sends requests could have them lead elsewhere.
struct AccountLinks: Sendable {
    let console: Console
    let publicURL: String

    /// How long a link works.
    static func life(_ kind: SendAccountLink.Kind) -> TimeInterval {
        switch kind {
        case .password: 3600
        case .invitation: 7 * 86_400
        }
    }

    /// A new link and the row that makes it work.
    struct Made: Sendable {
        var kind: SendAccountLink.Kind
        var accountID: UUID
        var agencyID: AgencyID
        var token: SecretToken
        var expiresAt: Date

        var row: AddToken {
            AddToken(
                accountID: accountID, purpose: kind == .password ? .password : .invitation, tokenHash: token.hash,
                expiresAt: expiresAt)
        }
    }

    func make(_ kind: SendAccountLink.Kind, for accountID: UUID, of agencyID: AgencyID) -> Made {
        Made(
            kind: kind, accountID: accountID, agencyID: agencyID, token: SecretToken(),
            expiresAt: Date().addingTimeInterval(Self.life(kind)))
    }

    /// Has it sent. Its row must have been committed.
    ///
    /// - Parameters:
    ///   - actor: whose wish it is.
    ///   - inviter: their name.
    func send(
        _ made: Made, actor: String, inviter: String? = nil
    ) async throws -> CommandResult<SendAccountLink.Reply> {
        let payload = SendAccountLink(
            accountID: AccountID(rawValue: made.accountID), kind: made.kind,
            url: "\(publicURL)/set-password/\(made.token.text)", expiresAt: made.expiresAt, inviter: inviter)
        let command = Command(
            source: Dashboard.name, actor: actor, deadline: Date().addingTimeInterval(Console.patience),
            agencyID: made.agencyID, data: payload)
        return try await console.commands.send(command)
    }
}
