internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Postgres

/// One decision at a time for an agency, until the transaction ends: turns are taken in order.
struct LockTurns: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.turns.' || $1, 0))"

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.description)] }
}

struct LoadAgents: PostgresStatement {
    static let sql = """
        SELECT agents.id, name, active, availability = 'available', languages, weight,
            ARRAY(SELECT pattern FROM agent_territories WHERE agent_id = agents.id ORDER BY pattern),
            pass, in_rotation, turns
        FROM agents LEFT JOIN assignment_turns ON assignment_turns.agent_id = agents.id
        WHERE agents.agency_id = $1 ORDER BY agents.name, agents.id
        """

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }

    struct Row: Sendable {
        var candidate: Candidate
        var turn: Turn
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, name, active, available, languages, weight, territories, pass, inRotation, turns) = try row.decode(
            (UUID, String, Bool, Bool, [String], Int32, [String], Double?, Bool?, Int64?).self)
        let agentID = AgentID(rawValue: id)
        return Row(
            candidate: Candidate(
                id: agentID, name: name, isActive: active, isAvailable: available, languages: languages,
                territories: territories.compactMap { TerritoryPattern($0) }),
            turn: Turn(
                agentID: agentID, weight: Int(weight), pass: pass ?? 0, isInRotation: inRotation ?? false,
                turns: turns ?? 0))
    }
}

/// The lead, locked: whether it has an owner must not change before the commit.
struct LoadLead: PostgresStatement {
    static let sql = """
        SELECT owner_agent_id, coalesce(country, agencies.default_country), postcode, preferred_language
        FROM leads JOIN agencies ON agencies.id = leads.agency_id WHERE leads.id = $1 FOR NO KEY UPDATE OF leads
        """

    let leadID: LeadID?
    var parameters: [PostgresParameter] { [.init(leadID?.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> LadderLead {
        let (owner, country, postcode, language) = try row.decode((UUID?, String, String?, String?).self)
        return LadderLead(
            ownerID: owner.map(AgentID.init(rawValue:)), country: country, postcode: postcode, language: language)
    }
}

struct SaveTurns: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO assignment_turns (agent_id, agency_id, pass, in_rotation, turns)
        SELECT agent_id, $1, pass, in_rotation, turns
        FROM unnest($2::uuid[], $3::float8[], $4::bool[], $5::int8[]) AS new (agent_id, pass, in_rotation, turns)
        ON CONFLICT (agent_id) DO UPDATE SET
            pass = excluded.pass, in_rotation = excluded.in_rotation, turns = excluded.turns, updated_at = now()
        """

    let agencyID: AgencyID?
    let turns: [Turn]
    var parameters: [PostgresParameter] {
        [
            .init(agencyID?.rawValue), .init(turns.map(\.agentID.rawValue)), .init(turns.map(\.pass)),
            .init(turns.map(\.isInRotation)), .init(turns.map(\.turns)),
        ]
    }
}

/// No row means that the call has been assigned before.
struct InsertAssignment: PostgresStatement {
    static let sql = """
        INSERT INTO assignments (id, call_id, agency_id, lead_id, agent_id, rule, decision)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (call_id) DO NOTHING RETURNING true
        """

    let id: UUID
    let callID: CallID
    let agencyID: AgencyID?
    let leadID: LeadID?
    let decision: Decision
    let decisionJSON: String
    var parameters: [PostgresParameter] {
        [
            .init(id), .init(callID.rawValue), .init(agencyID?.rawValue), .init(leadID?.rawValue),
            .init(decision.agentID?.rawValue), .init(decision.rule.rawValue), .init(JSONB(decisionJSON)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

struct SetCallAgent: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE call_logs SET agent_id = $2, assigned_at = now() WHERE id = $1"

    let callID: CallID
    let agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agentID?.rawValue)] }
}

/// The first agent who gets a lead's call keeps the lead.
struct ClaimLead: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE leads SET owner_agent_id = $2, updated_at = now()
        WHERE id = $1 AND owner_agent_id IS NULL AND $2 IS NOT NULL
        """

    let leadID: LeadID?
    let agentID: AgentID?
    var parameters: [PostgresParameter] { [.init(leadID?.rawValue), .init(agentID?.rawValue)] }
}
