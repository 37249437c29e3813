internal import Availability
internal import Contracts
internal import Foundation
internal import Postgres

/// The agent looks at the call: no row when it is not theirs, or they have seen it before.
struct OpenFollowUp: PostgresStatement {
    static let sql = """
        INSERT INTO follow_ups AS known (
            call_id, agency_id, lead_id, agent_id, assigned_at, began_at, call_ended_at, stage, opened_at, first_opened_at)
        SELECT id, agency_id, lead_id, agent_id, coalesce(assigned_at, now()), coalesce(assigned_at, now()), ended_at,
            'opened', now(), now()
        FROM call_logs WHERE id = $1 AND agency_id = $2 AND agent_id = $3
        ON CONFLICT (call_id) DO UPDATE SET
            stage = 'opened', due_at = NULL, opened_at = now(), first_opened_at = coalesce(known.first_opened_at, now()),
            updated_at = now()
        WHERE known.opened_at IS NULL AND known.agent_id = excluded.agent_id
        RETURNING extract(epoch FROM now() - coalesce(call_ended_at, assigned_at))::float8,
            extract(epoch FROM now() - assigned_at)::float8, created_at < now()
        """

    struct Row: Sendable {
        var secondsAfterEnd: Double
        var secondsAfterAssignment: Double
        /// Whether it was one of those that have to be opened.
        var wasFollowed: Bool
    }

    let callID: CallID
    let agencyID: AgencyID
    let agentID: AgentID
    var parameters: [PostgresParameter] {
        [.init(callID.rawValue), .init(agencyID.rawValue), .init(agentID.rawValue)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (end, assignment, wasFollowed) = try row.decode((Double, Double, Bool).self)
        // The end is by the provider's clock.
        return Row(
            secondsAfterEnd: max(0, end), secondsAfterAssignment: max(0, assignment), wasFollowed: wasFollowed)
    }
}

/// Whose call it is and when they saw it; no row when the agency has no such call.
struct ReadOpening: PostgresStatement {
    static let sql = """
        SELECT call_logs.agent_id, opened_at, EXISTS (SELECT FROM agents WHERE id = $3 AND agency_id = $2)
        FROM call_logs LEFT JOIN follow_ups ON call_id = call_logs.id AND follow_ups.agent_id = call_logs.agent_id
        WHERE call_logs.id = $1 AND call_logs.agency_id = $2
        """

    struct Row: Sendable {
        var agentID: AgentID?
        var openedAt: Date?
        var isColleague: Bool
    }

    let callID: CallID
    let agencyID: AgencyID
    let agentID: AgentID
    var parameters: [PostgresParameter] {
        [.init(callID.rawValue), .init(agencyID.rawValue), .init(agentID.rawValue)]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agent, openedAt, isColleague) = try row.decode((UUID?, Date?, Bool).self)
        return Row(agentID: agent.map(AgentID.init(rawValue:)), openedAt: openedAt, isColleague: isColleague)
    }
}

/// Who is to get calls, with the agency's rules.
struct LoadAssignee: PostgresStatement {
    static let sql = """
        SELECT agents.name, active, coalesce(agents.time_zone, agencies.time_zone), working_hours, hours_exceptions,
            settings.rules, now()
        FROM agents JOIN agencies ON agencies.id = agents.agency_id
        LEFT JOIN follow_up_settings settings ON settings.agency_id = agents.agency_id
        WHERE agents.id = $1 AND agents.agency_id = $2
        """

    struct Row: Sendable {
        var name: String
        var isActive: Bool
        /// As it begins for them.
        var followUp: FollowUp
    }

    let agentID: AgentID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agentID.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, isActive, zone, hours, exceptions, rules, now) = try row.decode(
            (String, Bool, String, JSONB?, JSONB, JSONB?, Date).self)
        return Row(
            name: name, isActive: isActive,
            followUp: FollowUp(
                beganAt: now, rules: FollowUpRules(stored: rules?.text),
                schedule: AgentSchedule(hours: hours?.text, exceptions: exceptions.text, zone: zone)))
    }
}

/// Nobody else does anything about these calls until the transaction ends. Before the calls themselves: the timer locks in
/// the same order.
struct LockFollowUps: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT call_id FROM follow_ups WHERE call_id = ANY ($1) ORDER BY call_id FOR NO KEY UPDATE"

    let callIDs: [CallID]
    var parameters: [PostgresParameter] { [.init(callIDs.map(\.rawValue))] }
}

struct LockLeads: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        SELECT id FROM leads WHERE id IN (SELECT lead_id FROM call_logs WHERE call_logs.id = ANY ($1) AND agency_id = $2)
        ORDER BY id FOR NO KEY UPDATE
        """

    let callIDs: [CallID]
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(callIDs.map(\.rawValue)), .init(agencyID.rawValue)] }
}

/// The agency's among these calls, locked.
struct LockCalls: PostgresStatement {
    static let sql = """
        SELECT call_logs.id, call_logs.lead_id, call_logs.agent_id, owner_agent_id, assignments.id IS NOT NULL
        FROM call_logs LEFT JOIN assignments ON call_id = call_logs.id LEFT JOIN leads ON leads.id = call_logs.lead_id
        WHERE call_logs.id = ANY ($1) AND call_logs.agency_id = $2 ORDER BY call_logs.id FOR NO KEY UPDATE OF call_logs
        """

    struct Row: Sendable {
        var callID: CallID
        var leadID: LeadID?
        var agentID: AgentID?
        var leadOwnerID: AgentID?
        /// Whether it has been decided whose it is, be it nobody's.
        var isDecided: Bool
    }

    let callIDs: [CallID]
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(callIDs.map(\.rawValue)), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, lead, agent, owner, isDecided) = try row.decode((UUID, UUID?, UUID?, UUID?, Bool).self)
        return Row(
            callID: CallID(rawValue: call), leadID: lead.map(LeadID.init(rawValue:)),
            agentID: agent.map(AgentID.init(rawValue:)), leadOwnerID: owner.map(AgentID.init(rawValue:)),
            isDecided: isDecided)
    }
}

/// Gives calls that somebody has to somebody else. The decision before this one is kept beside it.
struct GiveCalls: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        WITH decided AS (
            UPDATE assignments SET agent_id = $2, rule = $3, decided_at = now(),
                decision = $4 || jsonb_build_object('previous', decision - 'previous')
            WHERE call_id = ANY ($1)
        )
        UPDATE call_logs SET agent_id = $2, assigned_at = now() WHERE id = ANY ($1)
        """

    let callIDs: [CallID]
    let agentID: AgentID
    let rule: String
    let decisionJSON: String
    var parameters: [PostgresParameter] {
        [.init(callIDs.map(\.rawValue)), .init(agentID.rawValue), .init(rule), .init(JSONB(decisionJSON))]
    }
}

/// The agency's among these leads, locked, with whose they are.
struct LockOwnedLeads: PostgresStatement {
    static let sql = """
        SELECT id, owner_agent_id FROM leads WHERE id = ANY ($1) AND agency_id = $2 ORDER BY id FOR NO KEY UPDATE
        """

    struct Row: Sendable {
        var leadID: LeadID
        var ownerID: AgentID?
    }

    let leadIDs: [LeadID]
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(leadIDs.map(\.rawValue)), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (lead, owner) = try row.decode((UUID, UUID?).self)
        return Row(leadID: LeadID(rawValue: lead), ownerID: owner.map(AgentID.init(rawValue:)))
    }
}

struct GiveLeads: PostgresStatement {
    typealias Row = NoRow
    static let sql = "UPDATE leads SET owner_agent_id = $2, updated_at = now() WHERE id = ANY ($1)"

    let leadIDs: [LeadID]
    let agentID: AgentID
    var parameters: [PostgresParameter] { [.init(leadIDs.map(\.rawValue)), .init(agentID.rawValue)] }
}

/// Returns the rules' new version.
struct SaveFollowUpRules: PostgresStatement {
    static let sql = """
        INSERT INTO follow_up_settings AS settings (agency_id, rules, changed_by) VALUES ($1, $2, $3)
        ON CONFLICT (agency_id) DO UPDATE SET
            rules = excluded.rules, version = settings.version + 1, changed_by = excluded.changed_by, updated_at = now()
        RETURNING version
        """

    let agencyID: AgencyID
    let rules: String
    let actor: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(JSONB(rules)), .init(actor)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}
