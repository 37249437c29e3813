internal import Contracts
internal import Foundation
internal import Postgres

/// An account in the viewer's agency: an agent's, or without one an owner's.
struct AddAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO accounts (id, agency_id, role, name, email, agent_id)
        VALUES ($1, (SELECT viewer_agency()), CASE WHEN $4::uuid IS NULL THEN 'owner' ELSE 'agent' END, $2, $3, $4)
        """

    var id = UUID.timeOrdered()
    var name: String
    var email: String
    var agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(id), .init(name), .init(email), .init(agentID)] }
}

struct TeamAccount: Sendable {
    var id: UUID
    var role: Viewer.Role
    var name: String
    var email: String
    var isActive: Bool
    var hasPassword: Bool
}

struct ReadTeamAccount: PostgresStatement {
    static let sql = """
        SELECT a.id, a.role, a.name, a.email, a.active,
            EXISTS (SELECT FROM account_passwords p WHERE p.account_id = a.id)
        FROM accounts a WHERE a.id = $1
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> TeamAccount {
        let (id, role, name, email, isActive, hasPassword) = try row.decode(
            (UUID, String, String, String, Bool, Bool).self)
        return TeamAccount(
            id: id, role: Viewer.Role(rawValue: role) ?? .agent, name: name, email: email, isActive: isActive,
            hasPassword: hasPassword)
    }
}

/// Links and programs' tokens: whatever somebody could come in with, now or later, but for sessions.
struct RevokeTokens: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE account_tokens SET revoked_at = now() WHERE account_id = $1 AND revoked_at IS NULL"

    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(accountID)] }
}

/// Whoever is turned off is signed out everywhere, and stays so when they are turned on again.
struct EndSessionsOfAccount: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT end_sessions_of($1)"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }
}

struct EndSessionsOfAgent: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        SELECT end_sessions_of(id) FROM accounts WHERE agency_id = (SELECT viewer_agency()) AND agent_id = $1
        """

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }
}

/// An owner's account. The last one that is left stays: an agency without an owner could be mended by nobody. The rows are
/// locked in order, so that two owners cannot take each other off at once.
struct SetOwnerActive: PostgresStatement {
    static let sql = """
        WITH owners AS MATERIALIZED (
            SELECT id, active FROM accounts WHERE agency_id = (SELECT viewer_agency()) AND role = 'owner'
            ORDER BY id FOR NO KEY UPDATE
        )
        UPDATE accounts SET active = $2, updated_at = now()
        WHERE id = $1 AND role = 'owner' AND agency_id = (SELECT viewer_agency())
            AND ($2 OR EXISTS (SELECT FROM owners WHERE owners.active AND owners.id <> $1))
        RETURNING name
        """

    var id: UUID
    var isActive: Bool
    var parameters: [PostgresParameter] { [.init(id), .init(isActive)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}
