internal import Contracts
internal import Foundation
internal import Postgres

/// Somebody new in the viewer's agency.
struct AddAgent: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO agents (id, agency_id, name, email, phone, language_preference, time_zone, languages, weight)
        VALUES ($1, (SELECT viewer_agency()), $2, $3, $4, $5, $6, $7, $8::int4)
        """

    var id: AgentID
    var name: String
    var email: String
    var phone: String?
    var language: String?
    var timeZone: String?
    var languages: [String]
    var weight: Int

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(name), .init(email), .init(phone), .init(language), .init(timeZone), .init(languages),
            .init(weight),
        ]
    }
}

/// Who they are. The address with which they sign in goes with the one that they are written to, where it was the same.
///
/// Comes back with the account that is another's to open by now, since its address is another, or with nil.
struct SaveAgentFacts: PostgresStatement {
    static let sql = """
        WITH known AS (SELECT id, email FROM agents WHERE id = $1),
        account AS (
            UPDATE accounts SET email = $3, updated_at = now() FROM known
            WHERE accounts.agent_id = known.id AND lower(accounts.email) = lower(known.email) AND accounts.email <> $3
            RETURNING accounts.id, lower(known.email) <> lower($3) AS is_moved
        )
        UPDATE agents SET name = $2, email = $3, phone = $4, language_preference = $5, time_zone = $6, languages = $7,
            updated_at = now()
        WHERE id = $1 RETURNING (SELECT account.id FROM account WHERE account.is_moved)
        """

    var id: AgentID
    var name: String
    var email: String
    var phone: String?
    var language: String?
    var timeZone: String?
    var languages: [String]

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(name), .init(email), .init(phone), .init(language), .init(timeZone), .init(languages),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID? { try row.decode(column: 0, as: UUID?.self) }
}

/// Ends all that opens an account: its password, sessions, tokens and links.
struct ForgetAccess: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT forget_access_of($1)"

    var accountID: UUID
    var parameters: [PostgresParameter] { [.init(accountID)] }
}

struct SaveAgentHours: PostgresStatement {
    static let sql = "UPDATE agents SET working_hours = $2, updated_at = now() WHERE id = $1 RETURNING id"

    var id: AgentID
    /// Nil: none are set.
    var hours: JSONB?
    var parameters: [PostgresParameter] { [.init(id), .init(hours)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Read and written in one transaction: two who change it at once wait for each other.
struct LockAgentExceptions: PostgresStatement {
    static let sql = "SELECT hours_exceptions FROM agents WHERE id = $1 FOR NO KEY UPDATE"

    var id: AgentID
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: JSONB.self).text
    }
}

struct SaveAgentExceptions: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE agents SET hours_exceptions = $2, updated_at = now() WHERE id = $1"

    var id: AgentID
    var exceptions: JSONB
    var parameters: [PostgresParameter] { [.init(id), .init(exceptions)] }
}

/// No row when there is no such agent to be seen.
struct AddTimeOff: PostgresStatement {
    static let sql = """
        INSERT INTO agent_time_off (id, agency_id, agent_id, during, note)
        SELECT $1, agency_id, id, tstzrange($3, $4), $5 FROM agents WHERE id = $2 RETURNING id
        """

    var id = UUID.timeOrdered()
    var agentID: AgentID
    var during: Range<Date>
    var note: String?
    var parameters: [PostgresParameter] {
        [.init(id), .init(agentID), .init(during.lowerBound), .init(during.upperBound), .init(note)]
    }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

struct RemoveTimeOff: PostgresStatement {
    static let sql = "DELETE FROM agent_time_off WHERE id = $1 AND agent_id = $2 RETURNING id"

    var id: UUID
    var agentID: AgentID
    var parameters: [PostgresParameter] { [.init(id), .init(agentID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Which calls they get. Patterns that stay keep their rows.
struct SaveAgentCalls: PostgresStatement {
    static let sql = """
        WITH agent AS (
            UPDATE agents SET weight = $2::int4, calls_per_day = $3::int4, updated_at = now() WHERE id = $1
            RETURNING id, agency_id
        ), gone AS (
            DELETE FROM agent_territories USING agent WHERE agent_id = agent.id AND pattern <> ALL ($4)
        ), new AS (
            INSERT INTO agent_territories (id, agency_id, agent_id, pattern)
            SELECT gen_random_uuid(), agent.agency_id, agent.id, pattern FROM agent, unnest($4::text[]) AS pattern
            ON CONFLICT (agent_id, pattern) DO NOTHING
        )
        SELECT id FROM agent
        """

    var id: AgentID
    var weight: Int
    var callsPerDay: Int?
    var patterns: [String]
    var parameters: [PostgresParameter] { [.init(id), .init(weight), .init(callsPerDay), .init(patterns)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

struct SetAgentAvailability: PostgresStatement {
    static let sql = "UPDATE agents SET availability = $2, updated_at = now() WHERE id = $1 RETURNING id"

    var id: AgentID
    var availability: String
    var parameters: [PostgresParameter] { [.init(id), .init(availability)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}

/// Whether they belong to the team, and with that whether they can sign in. Tokens of somebody who leaves do not work again when
/// they come back; ``EndSessionsOfAgent`` does the same for sessions.
struct SetAgentActive: PostgresStatement {
    static let sql = """
        WITH account AS (
            UPDATE accounts SET active = $2, updated_at = now()
            WHERE agency_id = (SELECT viewer_agency()) AND agent_id = $1 AND active <> $2
        ), tokens AS (
            UPDATE account_tokens t SET revoked_at = now() FROM accounts a
            WHERE a.agency_id = (SELECT viewer_agency()) AND a.agent_id = $1 AND t.account_id = a.id AND NOT $2
                AND t.revoked_at IS NULL
        )
        UPDATE agents SET active = $2, updated_at = now() WHERE id = $1 RETURNING id
        """

    var id: AgentID
    var isActive: Bool
    var parameters: [PostgresParameter] { [.init(id), .init(isActive)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
