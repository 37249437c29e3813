internal import Availability
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import Territories

/// One decision at a time for an agency, until the transaction ends: turns are taken in order.
struct LockTurns: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_advisory_xact_lock(hashtextextended('thavon.turns.' || $1, 0))"

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.description)] }
}

struct LoadAgents: PostgresStatement {
    static let sql = """
        SELECT agents.id, agents.name, active, availability = 'available', languages, weight,
            ARRAY(SELECT pattern FROM agent_territories WHERE agent_id = agents.id ORDER BY pattern),
            pass, in_rotation, turns, coalesce(agents.time_zone, agencies.time_zone), working_hours, hours_exceptions,
            CASE
                WHEN EXISTS (SELECT FROM agent_time_off WHERE agent_id = agents.id AND during @> now()) THEN 'timeOff'
                WHEN EXISTS (SELECT FROM appointments WHERE agent_id = agents.id AND status = 'scheduled'
                    AND tstzrange(scheduled_at, ends_at) @> now()) THEN 'appointment'
                WHEN EXISTS (
                    SELECT FROM calendar_busy busy JOIN calendar_connections ON calendar_connections.id = connection_id
                    WHERE busy.agent_id = agents.id AND during @> now() AND status = 'connected') THEN 'calendar'
                WHEN calls_per_day IS NOT NULL AND calls_per_day <= (
                    SELECT count(*) FROM assignments
                    WHERE agent_id = agents.id AND decided_at > now() - interval '1 day') THEN 'full'
            END, (SELECT rules FROM follow_up_settings WHERE agency_id = $1), now()
        FROM agents JOIN agencies ON agencies.id = agents.agency_id
        LEFT JOIN assignment_turns ON assignment_turns.agent_id = agents.id
        WHERE agents.agency_id = $1 ORDER BY agents.name, agents.id
        """

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }

    struct Row: Sendable {
        var candidate: Candidate
        var turn: Turn
        /// Nil when they have set no hours: then only their switch counts.
        var schedule: AgentSchedule?
        /// The agency's for following up, as stored; nil for the standard ones.
        var followUpRules: String?
        var now: Date
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (
            id, name, active, available, languages, weight, territories, pass, inRotation, turns, zone, hours,
            exceptions, absence, rules, now
        ) = try row.decode(
            (
                UUID, String, Bool, Bool, [String], Int32, [String], Double?, Bool?, Int64?, String, JSONB?, JSONB,
                String?, JSONB?, Date
            ).self)
        let agentID = AgentID(rawValue: id)
        let schedule = AgentSchedule(hours: hours?.text, exceptions: exceptions.text, zone: zone)
        let isWorking = schedule?.isWorking(at: now) ?? true
        return Row(
            candidate: Candidate(
                id: agentID, name: name, isActive: active, isAvailable: available, languages: languages,
                territories: territories.compactMap { TerritoryPattern($0) },
                absence: absence.flatMap(Self.absence) ?? (isWorking ? nil : .outsideHours)),
            turn: Turn(
                agentID: agentID, weight: Int(weight), pass: pass ?? 0, isInRotation: inRotation ?? false,
                turns: turns ?? 0),
            schedule: schedule, followUpRules: rules?.text, now: now)
    }
}

extension AgentSchedule {
    /// Nil for those who have set no hours.
    init?(hours: String?, exceptions: String, zone: String) {
        guard let hours else { return nil }
        self.init(
            zone: TimeZone(identifier: zone) ?? .gmt, hours: AgentHours.week(hours),
            exceptions: AgentHours.exceptions(exceptions))
    }
}

extension LoadAgents {
    private static func absence(_ word: String) -> Candidate.Absence? {
        switch word {
        case "timeOff": .timeOff
        case "appointment": .appointment
        case "calendar": .calendar
        case "full": .full
        default: nil
        }
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

/// No row means that the call has been assigned before. That it was nobody's was no decision: it may have become an agency's.
struct InsertAssignment: PostgresStatement {
    static let sql = """
        INSERT INTO assignments (id, call_id, agency_id, lead_id, agent_id, rule, decision)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (call_id) DO UPDATE SET agency_id = excluded.agency_id, lead_id = excluded.lead_id,
            agent_id = excluded.agent_id, rule = excluded.rule, decision = excluded.decision, decided_at = now()
        WHERE assignments.rule = 'unmatched' AND assignments.agency_id IS NULL AND excluded.agency_id IS NOT NULL
        RETURNING true
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

/// Calls that nobody was there to take, the oldest first, whose agency has somebody now.
struct TakeBacklog: PostgresStatement {
    static let sql = """
        SELECT waiting.call_id, waiting.agency_id, waiting.lead_id, call_logs.status, coalesce(call_logs.outcome, 'unknown'),
            call_logs.language
        FROM assignments waiting JOIN call_logs ON call_logs.id = waiting.call_id
        WHERE waiting.rule = 'catch_all' AND EXISTS (
            SELECT FROM agents WHERE agents.agency_id = waiting.agency_id AND agents.active)
        ORDER BY waiting.decided_at LIMIT 1 FOR NO KEY UPDATE OF waiting SKIP LOCKED
        """

    struct Row: Sendable {
        var callID: CallID
        var agencyID: AgencyID
        var leadID: LeadID?
        var status: CallStatus
        var outcome: CallOutcome
        var language: String?
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, agency, lead, status, outcome, language) = try row.decode(
            (UUID, UUID, UUID?, String, String, String?).self)
        return Row(
            callID: CallID(rawValue: call), agencyID: AgencyID(rawValue: agency),
            leadID: lead.map(LeadID.init(rawValue:)), status: CallStatus(rawValue: status) ?? .completed,
            outcome: CallOutcome(rawValue: outcome) ?? .unknown, language: language)
    }
}

/// Decides a call anew that nobody was there to take.
struct Reassign: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE assignments SET agent_id = $2, rule = $3, decision = $4, decided_at = now() WHERE call_id = $1
        """

    let callID: CallID
    let decision: Decision
    let decisionJSON: String
    var parameters: [PostgresParameter] {
        [
            .init(callID.rawValue), .init(decision.agentID?.rawValue), .init(decision.rule.rawValue),
            .init(JSONB(decisionJSON)),
        ]
    }
}
