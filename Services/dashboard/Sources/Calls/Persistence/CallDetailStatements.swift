internal import Foundation
internal import Postgres

/// Everything about one call but what is in lists of its own. None when the viewer may not see it.
struct ReadCall: PostgresStatement {
    static let sql = """
        SELECT \(CallListRow.columns), c.summary, c.transcript, c.ended_reason, c.metadata, c.conversation_happened,
            c.retryable, c.vapi_call_id, c.report_received_at, c.assigned_at, lead.email, lead.postcode, lead.country,
            lead.preferred_language, lead.owner_agent_id, recording.reason, recording.content_type, recording.bytes,
            recording.duration_seconds, recording.stored_at, follow_up.assigned_at, follow_up.due_at,
            follow_up.reminded_at, follow_up.reassigned_at, follow_up.escalated_at, follow_up.first_opened_at
        FROM \(CallListRow.from("(SELECT $1::uuid AS id) page"))
        WHERE c.agency_id = $2
        """

    struct Row: Sendable {
        var line: CallListRow
        var summary: String?
        var transcript: String?
        var endedReason: String?
        /// What the provider made of the call, and what travelled with it.
        var metadata: JSONB
        var conversationHappened: Bool
        var isRetryable: Bool
        var providerCallID: String
        var reportReceivedAt: Date?
        var assignedAt: Date?
        var lead: Lead
        var recording: Recording
        var followUp: FollowUp
    }

    struct Lead: Sendable, Hashable {
        var email: String?
        var postcode: String?
        var country: String?
        var preferredLanguage: String?
        var ownerAgentID: UUID?
    }

    struct Recording: Sendable, Hashable {
        var reason: String?
        var contentType: String?
        var bytes: Int64?
        var durationSeconds: Double?
        var storedAt: Date?
    }

    struct FollowUp: Sendable, Hashable {
        var assignedAt: Date?
        var dueAt: Date?
        var remindedAt: Date?
        var reassignedAt: Date?
        var escalatedAt: Date?
        var firstOpenedAt: Date?
    }

    let id: UUID
    let scope: ViewerScope
    var parameters: [PostgresParameter] { [.init(id), .init(scope.agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let first = CallListRow.columnCount
        return Row(
            line: try CallListRow.decode(row), summary: try row.decode(column: first, as: String?.self),
            transcript: try row.decode(column: first + 1, as: String?.self),
            endedReason: try row.decode(column: first + 2, as: String?.self),
            metadata: try row.decode(column: first + 3, as: JSONB.self),
            conversationHappened: try row.decode(column: first + 4, as: Bool.self),
            isRetryable: try row.decode(column: first + 5, as: Bool.self),
            providerCallID: try row.decode(column: first + 6, as: String.self),
            reportReceivedAt: try row.decode(column: first + 7, as: Date?.self),
            assignedAt: try row.decode(column: first + 8, as: Date?.self), lead: try lead(row, from: first + 9),
            recording: try recording(row, from: first + 14), followUp: try followUp(row, from: first + 19))
    }

    private static func lead(_ row: PostgresRow, from first: Int) throws(PostgresError) -> Lead {
        Lead(
            email: try row.decode(column: first, as: String?.self),
            postcode: try row.decode(column: first + 1, as: String?.self),
            country: try row.decode(column: first + 2, as: String?.self),
            preferredLanguage: try row.decode(column: first + 3, as: String?.self),
            ownerAgentID: try row.decode(column: first + 4, as: UUID?.self))
    }

    private static func recording(_ row: PostgresRow, from first: Int) throws(PostgresError) -> Recording {
        Recording(
            reason: try row.decode(column: first, as: String?.self),
            contentType: try row.decode(column: first + 1, as: String?.self),
            bytes: try row.decode(column: first + 2, as: Int64?.self),
            durationSeconds: try row.decode(column: first + 3, as: Double?.self),
            storedAt: try row.decode(column: first + 4, as: Date?.self))
    }

    private static func followUp(_ row: PostgresRow, from first: Int) throws(PostgresError) -> FollowUp {
        FollowUp(
            assignedAt: try row.decode(column: first, as: Date?.self),
            dueAt: try row.decode(column: first + 1, as: Date?.self),
            remindedAt: try row.decode(column: first + 2, as: Date?.self),
            reassignedAt: try row.decode(column: first + 3, as: Date?.self),
            escalatedAt: try row.decode(column: first + 4, as: Date?.self),
            firstOpenedAt: try row.decode(column: first + 5, as: Date?.self))
    }
}

/// Why the call is whose it is.
struct ReadCallAssignment: PostgresStatement {
    static let sql = """
        SELECT a.rule, a.decision, a.decided_at, a.agent_id, agents.name
        FROM assignments a LEFT JOIN agents ON agents.id = a.agent_id WHERE a.call_id = $1
        """

    struct Row: Sendable {
        /// Of `assignments.rule`.
        var rule: String
        /// `{"rule", "actor"?, "candidates": [{"agent_id", "name", "result", "reason"}]}`
        var decision: JSONB
        var decidedAt: Date
        var agentID: UUID?
        var agentName: String?
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (rule, decision, at, agent, name) = try row.decode((String, JSONB, Date, UUID?, String?).self)
        return Row(rule: rule, decision: decision, decidedAt: at, agentID: agent, agentName: name)
    }
}

/// What people have written about the call, the oldest first.
struct ListCallNotes: PostgresStatement {
    static let sql = """
        SELECT id, account_id, author, body, created_at, updated_at FROM call_notes WHERE call_id = $1
        ORDER BY created_at, id LIMIT 200
        """

    struct Row: Sendable {
        var id: UUID
        var accountID: UUID
        var author: String
        var body: String
        var createdAt: Date
        var updatedAt: Date
    }

    let callID: UUID
    var parameters: [PostgresParameter] { [.init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, account, author, body, created, updated) = try row.decode(
            (UUID, UUID, String, String, Date, Date).self)
        return Row(id: id, accountID: account, author: author, body: body, createdAt: created, updatedAt: updated)
    }
}
