internal import Foundation

/// A call that has been.
struct DemoCallRow: DemoRow {
    static let insert = """
        INSERT INTO call_logs (
            id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number,
            customer_name, vapi_phone_number_id, vapi_assistant_id, retryable, conversation_happened, duration_seconds,
            recording_url, transcript, summary, language, started_at, ended_at, report_received_at, announced_at,
            assigned_at, created_at, updated_at)
        SELECT id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, ended_reason, direction, customer_number,
            customer_name, 'pn_demo', 'asst_demo', retryable, conversation_happened, duration_seconds, recording_url,
            transcript, summary, language, started_at, ended_at, report_received_at, report_received_at, assigned_at,
            created_at, ended_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, agency_id uuid, lead_id uuid, agent_id uuid, vapi_call_id text, status text, outcome text,
            ended_reason text, direction text, customer_number text, customer_name text, retryable boolean,
            conversation_happened boolean, duration_seconds integer, recording_url text, transcript text, summary text,
            language text, started_at timestamptz, ended_at timestamptz, report_received_at timestamptz,
            assigned_at timestamptz, created_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    /// Nil when it belongs to nobody we know.
    var agencyID: String?
    var leadID: String?
    var agentID: String?
    var vapiCallID: String
    var status: String
    var outcome: String
    var endedReason: String
    var direction: String
    var customerNumber: String?
    var customerName: String?
    var retryable: Bool
    var conversationHappened: Bool
    var durationSeconds: Int?
    var recordingURL: String?
    var transcript: String?
    var summary: String?
    var language: String?
    var startedAt: Date?
    var endedAt: Date
    /// Also when it was announced: nothing of it is announced again.
    var reportReceivedAt: Date
    var assignedAt: Date?
    var createdAt: Date
}

/// Who said what, and when.
struct DemoTurnsRow: DemoRow {
    struct Turn: Encodable, Sendable, Equatable {
        var who: String
        var at: Double
        var text: String
    }

    static let insert = """
        INSERT INTO call_turns (call_id, agency_id, turns)
        SELECT call_id, '\(DemoID.agency)', turns FROM jsonb_to_recordset($1) AS new (call_id uuid, turns jsonb)
        ON CONFLICT DO NOTHING
        """

    var callID: String
    var turns: [Turn]
}

/// Who has a call, and why.
struct DemoAssignmentRow: DemoRow {
    static let insert = """
        INSERT INTO assignments (id, call_id, agency_id, lead_id, agent_id, rule, decision, decided_at)
        SELECT id, call_id, agency_id, lead_id, agent_id, decision ->> 'rule', decision, decided_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, call_id uuid, agency_id uuid, lead_id uuid, agent_id uuid, decision jsonb, decided_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var callID: String
    var agencyID: String?
    var leadID: String?
    var agentID: String?
    var decision: DemoDecisions.Decision
    var decidedAt: Date
}

/// Whether the agent has looked at it.
struct DemoFollowUpRow: DemoRow {
    static let insert = """
        INSERT INTO follow_ups (
            call_id, agency_id, lead_id, agent_id, assigned_at, call_ended_at, began_at, stage, due_at, opened_at,
            first_opened_at, created_at)
        SELECT call_id, '\(DemoID.agency)', lead_id, agent_id, assigned_at, call_ended_at, assigned_at,
            CASE WHEN opened_at IS NULL THEN 'assigned' ELSE 'opened' END, due_at, opened_at, opened_at, assigned_at
        FROM jsonb_to_recordset($1) AS new (
            call_id uuid, lead_id uuid, agent_id uuid, assigned_at timestamptz, call_ended_at timestamptz,
            due_at timestamptz, opened_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var callID: String
    var leadID: String?
    var agentID: String
    var assignedAt: Date
    var callEndedAt: Date
    /// Nil once it has been opened.
    var dueAt: Date?
    var openedAt: Date?
}

/// The audio, or why there is none.
struct DemoRecordingRow: DemoRow {
    static let insert = """
        INSERT INTO recordings (call_id, agency_id, status, reason, due_at, created_at)
        SELECT call_id, agency_id, CASE WHEN reason IS NULL THEN 'waiting' ELSE 'absent' END, reason,
            CASE WHEN reason IS NULL THEN now() ELSE 'infinity' END, created_at
        FROM jsonb_to_recordset($1) AS new (call_id uuid, agency_id uuid, reason text, created_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var callID: String
    var agencyID: String?
    /// Nil when it is to be fetched.
    var reason: String?
    var createdAt: Date
}

/// A call that was planned because nobody had answered, and what became of that.
struct DemoRetryRow: DemoRow {
    static let insert = """
        INSERT INTO call_retries (
            id, call_id, lead_id, agency_id, retry_count, scheduled_at, status, kind, reason, due_at, created_at, updated_at)
        SELECT id, call_id, lead_id, '\(DemoID.agency)', 1, scheduled_at, status, 'retry', reason, 'infinity', created_at,
            updated_at
        FROM jsonb_to_recordset($1) AS new (
            id uuid, call_id uuid, lead_id uuid, scheduled_at timestamptz, status text, reason text,
            created_at timestamptz, updated_at timestamptz)
        ON CONFLICT DO NOTHING
        """

    var id: String
    var callID: String
    var leadID: String
    var scheduledAt: Date
    var status: String
    var reason: String?
    var createdAt: Date
    var updatedAt: Date
}
