internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Says whose transaction it is, for the policies, and that plans are made for the values at hand: most filters of a list are
/// not set, and a plan for all of them would be one for none.
struct ActAs: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        SELECT set_config('thavon.agency', $1::text, true), set_config('thavon.account', $2::text, true),
            set_config('thavon.role', $3::text, true), set_config('thavon.agent', $4::text, true),
            set_config('plan_cache_mode', 'force_custom_plan', true)
        """

    var agencyID: AgencyID
    var accountID: UUID?
    var role: Viewer.Role
    var agentID: AgentID?

    var parameters: [PostgresParameter] {
        [
            .init(agencyID.description), .init(accountID?.uuidString ?? ""), .init(role.rawValue),
            .init(agentID?.description ?? ""),
        ]
    }
}

extension ActAs {
    init(_ viewer: Viewer) {
        self.init(
            agencyID: viewer.agencyID, accountID: viewer.accountID, role: viewer.role, agentID: viewer.agentID)
    }
}

/// Whose session it is; none when it is over. Notes that it has been used.
struct FindSession: PostgresStatement {
    static let sql = "SELECT * FROM viewer_of_session($1)"

    var tokenHash: [UInt8]
    var parameters: [PostgresParameter] { [.init(tokenHash)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Viewer { try Viewer(row) }
}

/// Whose token it is; none when it has been used up, revoked, or is too old.
struct FindToken: PostgresStatement {
    enum Purpose: String, Sendable, PostgresEncodable {
        case api, invitation, password
    }

    static let sql = "SELECT * FROM viewer_of_token($1, $2)"

    var tokenHash: [UInt8]
    var purpose: Purpose
    var parameters: [PostgresParameter] { [.init(tokenHash), .init(purpose)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Viewer { try Viewer(row) }
}

extension Viewer {
    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let (
            proof, account, agency, role, agent, name, email, language, zone, theme, agencyName, agencyZone, shortcuts
        ) =
            try row.decode(
                (
                    UUID, UUID, AgencyID, String, AgentID?, String, String, String?, String?, String, String, String,
                    Bool
                ).self)
        self.init(
            accountID: account, agencyID: agency, role: Role(rawValue: role) ?? .agent, agentID: agent, name: name,
            email: email, language: language,
            timeZone: TimeZone(identifier: zone ?? agencyZone) ?? TimeZone(identifier: agencyZone) ?? .gmt,
            theme: theme, agencyName: agencyName, proofID: proof, hasShortcuts: shortcuts)
    }
}
