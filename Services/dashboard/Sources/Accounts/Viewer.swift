internal import Contracts
internal import Foundation

/// Who is looking: an account that has proved who it is, by a session or a token.
struct Viewer: Sendable, Equatable {
    enum Role: String, Sendable {
        case owner, agent
    }

    var accountID: UUID
    var agencyID: AgencyID
    var role: Role
    /// Of an agent's account.
    var agentID: AgentID?
    var name: String
    var email: String
    /// BCP 47; nil: as the browser wishes.
    var language: String?
    var timeZone: TimeZone
    /// `system`, `light` or `dark`.
    var theme: String
    var agencyName: String
    /// What proved it: a session's id, or a token's.
    var proofID: UUID
    /// Whether single keys do something on pages.
    var hasShortcuts = true

    var isOwner: Bool { role == .owner }

    /// Who did something, for commands and logs.
    var actor: String { accountID.uuidString.lowercased() }
}
