internal import Foundation

/// Whose token it is.
enum MeResource {
    static let me = Resource<Viewer>(
        "Me", "The account that the token belongs to.",
        [
            .init("account_id", "Of the account.") { $0.accountID },
            .init("name", "Its name.") { $0.name },
            .init("email", "Its address.") { $0.email },
            .init("role", "What it may do.", oneOf: ["owner", "agent"]) { $0.role.rawValue },
            .init("agent_id", "Of an agent's account.") { $0.agentID },
            .init("language", "As it wishes to be spoken to (BCP 47).") { $0.language },
            .init("time_zone", "By whose clock days are meant (IANA).") { $0.timeZone },
            .init("agency_id", "Of the agency.") { $0.agencyID },
            .init("agency_name", "Its name.") { $0.agencyName },
            .init("token_id", "Of the token.") { $0.proofID },
        ])
}
