internal import Availability
internal import Contracts
internal import Foundation
internal import Postgres

/// Begins to follow calls up whose agent has just got them, or begins anew.
///
/// A call in which nobody said anything is not followed up unless all are, nor is one that was handed over more than a week
/// after it came: that is no longer a matter of speed.
struct StartFollowUps: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO follow_ups (call_id, agency_id, lead_id, agent_id, call_ended_at, due_at)
        SELECT id, agency_id, lead_id, $2, ended_at, CASE WHEN is_followed THEN $3 END
        FROM (
            SELECT id, agency_id, lead_id, ended_at, created_at > now() - interval '7 days' AND (
                $4 OR status = 'completed' OR conversation_happened OR direction = 'inbound' AND outcome = 'voicemail'
            ) AS is_followed
            FROM call_logs WHERE id = ANY ($1) AND agency_id IS NOT NULL
        ) calls
        WHERE is_followed OR EXISTS (SELECT FROM follow_ups WHERE call_id = calls.id)
        ON CONFLICT (call_id) DO UPDATE SET
            lead_id = excluded.lead_id, agent_id = excluded.agent_id, assigned_at = now(), began_at = now(),
            call_ended_at = excluded.call_ended_at, stage = 'assigned', due_at = excluded.due_at, opened_at = NULL,
            reminded_at = NULL, reassigned_at = NULL, escalated_at = NULL, updated_at = now()
        """

    let callIDs: [CallID]
    let agentID: AgentID?
    let dueAt: Date?
    /// Also calls in which nobody said anything.
    let followsAll: Bool
    var parameters: [PostgresParameter] {
        [.init(callIDs.map(\.rawValue)), .init(agentID?.rawValue), .init(dueAt), .init(followsAll)]
    }
}

extension StartFollowUps {
    /// None without an agent.
    init(_ callID: CallID, of agentID: AgentID?, among agents: [LoadAgents.Row]) {
        guard let agentID, let agent = agents.first(where: { $0.candidate.id == agentID }) else {
            self.init(callIDs: [], agentID: nil, dueAt: nil, followsAll: false)
            return
        }
        let rules = FollowUpRules(stored: agent.followUpRules)
        let followUp = FollowUp(beganAt: agent.now, rules: rules, schedule: agent.schedule)
        self.init(
            callIDs: [callID], agentID: agentID, dueAt: followUp.dueAt, followsAll: !rules.onlyConversations)
    }
}

extension FollowUpRules {
    /// What does not read counts as not set: whoever stores it checks it.
    init(stored json: String?) { self = json.flatMap { try? FollowUpRules(json: $0.utf8) } ?? .standard }
}

/// A call that has not been opened in time.
struct DueFollowUp: Sendable {
    var callID: CallID
    var agencyID: AgencyID
    var leadID: LeadID?
    var agentID: AgentID
    var language: String?
    var followUp: FollowUp
    var now: Date

    var waitingSeconds: Double { max(0, now.timeIntervalSince(followUp.beganAt)) }

    /// The columns of a relation called `due`: what was locked, not what was there when the statement began.
    fileprivate static let columns = """
        due.call_id, due.agency_id, due.lead_id, due.agent_id, call_logs.language, due.began_at,
        due.reminded_at IS NOT NULL, due.reassigned_at IS NOT NULL, due.escalated_at IS NOT NULL, agents.active,
        coalesce(agents.time_zone, agencies.time_zone), working_hours, hours_exceptions, settings.rules, now()
        FROM due JOIN call_logs ON call_logs.id = due.call_id JOIN agents ON agents.id = due.agent_id
        JOIN agencies ON agencies.id = due.agency_id
        LEFT JOIN follow_up_settings settings ON settings.agency_id = due.agency_id
        """

    fileprivate init(_ row: PostgresRow) throws(PostgresError) {
        let (
            call, agency, lead, agent, language, beganAt, isReminded, isReassigned, isEscalated, isActive, zone, hours,
            exceptions, rules, now
        ) = try row.decode(
            (
                UUID, UUID, UUID?, UUID, String?, Date, Bool, Bool, Bool, Bool, String, JSONB?, JSONB, JSONB?, Date
            ).self)
        let steps: [(FollowUp.Step, Bool)] = [
            (.remind, isReminded), (.reassign, isReassigned), (.escalate, isEscalated),
        ]
        callID = CallID(rawValue: call)
        agencyID = AgencyID(rawValue: agency)
        leadID = lead.map(LeadID.init(rawValue:))
        agentID = AgentID(rawValue: agent)
        self.language = language
        followUp = FollowUp(
            beganAt: beganAt, done: Set(steps.filter(\.1).map(\.0)), isAgentActive: isActive,
            rules: FollowUpRules(stored: rules?.text),
            schedule: AgentSchedule(hours: hours?.text, exceptions: exceptions.text, zone: zone))
        self.now = now
    }
}

/// Those that are due, the oldest first, locked; not those that another replica has in hand.
struct TakeDueFollowUps: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT * FROM follow_ups WHERE due_at <= now() ORDER BY due_at, call_id LIMIT $1
            FOR NO KEY UPDATE SKIP LOCKED
        )
        SELECT \(DueFollowUp.columns)
        """

    let limit: Int
    var parameters: [PostgresParameter] { [.init(Int64(limit))] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> DueFollowUp { try DueFollowUp(row) }
}

/// One of them, if it is still due.
struct TakeDueFollowUp: PostgresStatement {
    static let sql = """
        WITH due AS MATERIALIZED (
            SELECT * FROM follow_ups WHERE call_id = $1 AND due_at <= now() FOR NO KEY UPDATE SKIP LOCKED
        )
        SELECT \(DueFollowUp.columns)
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> DueFollowUp { try DueFollowUp(row) }
}

/// Writes down what was done and when the next thing is due.
struct AdvanceFollowUps: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE follow_ups SET stage = coalesce(new.stage, follow_ups.stage), due_at = new.due_at, updated_at = now(),
            reminded_at = CASE WHEN new.stage = 'reminded' THEN now() ELSE reminded_at END,
            escalated_at = CASE WHEN new.stage = 'escalated' THEN now() ELSE escalated_at END
        FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS new (call_id, stage, due_at)
        WHERE follow_ups.call_id = new.call_id
        """

    struct Change: Sendable {
        var callID: CallID
        /// Nil when nothing was done.
        var stage: String?
        var dueAt: Date?
    }

    let changes: [Change]
    var parameters: [PostgresParameter] {
        [.init(changes.map(\.callID.rawValue)), .init(changes.map(\.stage)), .init(changes.map(\.dueAt))]
    }
}

/// Somebody else has it because it was not opened.
struct PassOnFollowUp: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE follow_ups SET agent_id = $2, assigned_at = now(), stage = 'reassigned', reassigned_at = now(), due_at = $3,
            updated_at = now()
        WHERE call_id = $1
        """

    let callID: CallID
    let agentID: AgentID
    let dueAt: Date?
    var parameters: [PostgresParameter] { [.init(callID.rawValue), .init(agentID.rawValue), .init(dueAt)] }
}

/// Puts one off that cannot be dealt with right now, so that it does not keep the others waiting.
struct PostponeFollowUp: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE follow_ups SET due_at = now() + interval '1 minute', updated_at = now()
        WHERE call_id = $1 AND due_at <= now()
        """

    let callID: CallID
    var parameters: [PostgresParameter] { [.init(callID.rawValue)] }
}

/// Seconds until the next one is due; no row when none waits.
struct NextFollowUp: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM due_at - now())::float8 FROM follow_ups
        WHERE due_at IS NOT NULL ORDER BY due_at, call_id LIMIT 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
