internal import Contracts
internal import Foundation
internal import Postgres

/// A call with all that the provider has said about it. None when the viewer may not see it.
struct ReadCall: PostgresStatement {
    struct Call: Sendable {
        var id: UUID
        var leadID: LeadID?
        var agentID: AgentID?
        var agentName: String?
        var vapiCallID: String
        var status: String
        var outcome: String?
        var endedReason: String?
        var direction: String?
        var customerNumber: String?
        var customerName: String?
        var durationSeconds: Int?
        var transcript: String?
        var summary: String?
        var language: String?
        var metadata: JSONB
        var startedAt: Date?
        var endedAt: Date?
        var reportReceivedAt: Date?
        var createdAt: Date

        var group: CallGroup { CallGroup(status: status, outcome: outcome) }
        var isOver: Bool { CallStatus(rawValue: status)?.isFinal ?? true }
        var path: String { "/calls/\(id.uuidString.lowercased())" }
    }

    static let sql = """
        SELECT c.id, c.lead_id, c.agent_id, a.name, c.vapi_call_id, c.status, c.outcome, c.ended_reason, c.direction,
            c.customer_number, c.customer_name, c.duration_seconds::int8, c.transcript, c.summary, c.language, c.metadata,
            c.started_at, c.ended_at, c.report_received_at, c.created_at
        FROM call_logs c LEFT JOIN agents a ON a.id = c.agent_id WHERE c.id = $1
        """

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Call {
        let (
            id, lead, agent, agentName, vapi, status, outcome, ended, direction, number, name, duration, transcript,
            summary, language, metadata, startedAt, endedAt, reportedAt, createdAt
        ) = try row.decode(
            (
                UUID, LeadID?, AgentID?, String?, String, String, String?, String?, String?, String?, String?, Int?,
                String?, String?, String?, JSONB, Date?, Date?, Date?, Date
            ).self)
        return Call(
            id: id, leadID: lead, agentID: agent, agentName: agentName, vapiCallID: vapi, status: status,
            outcome: outcome, endedReason: ended, direction: direction, customerNumber: number, customerName: name,
            durationSeconds: duration, transcript: transcript, summary: summary, language: language,
            metadata: metadata, startedAt: startedAt, endedAt: endedAt, reportReceivedAt: reportedAt,
            createdAt: createdAt)
    }
}

/// For the rest of a transaction in which rows are found by their ids alone: one plan is as good as another then, and making
/// one takes ten times as long as carrying it out, because of all that the policies say.
struct UseGenericPlans: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"
}

/// Whether the viewer may see the call, and whose lead it is about: for what is done about it.
struct FindCall: PostgresStatement {
    static let sql = "SELECT id, lead_id FROM call_logs WHERE id = $1"

    var id: UUID
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> (id: UUID, leadID: LeadID?) {
        let (id, leadID) = try row.decode((UUID, LeadID?).self)
        return (id, leadID)
    }
}

/// The lead that a call was with, and whether they may be called.
struct ReadCallLead: PostgresStatement {
    struct Lead: Sendable {
        var id: UUID
        var name: String?
        var phone: String?
        var email: String?
        var postcode: String?
        var country: String?
        var language: String?
        var timeZone: TimeZone?
        var source: String
        var ownerName: String?
        /// Since when nobody may call them; nil: they may be called.
        var optedOutAt: Date?
        /// Up to 1,000.
        var calls: Int
    }

    static let sql = """
        SELECT l.id, l.name, coalesce(l.phone, l.phone_given), l.email, l.postcode, l.country, l.preferred_language,
            l.time_zone, l.source, a.name, d.created_at,
            (SELECT count(*) FROM (SELECT FROM call_logs c WHERE c.lead_id = l.id LIMIT 1000) AS calls)
        FROM leads l LEFT JOIN agents a ON a.id = l.owner_agent_id
        LEFT JOIN do_not_call d ON d.agency_id = l.agency_id AND d.phone = l.phone
        WHERE l.id = $1
        """

    var id: LeadID?
    var parameters: [PostgresParameter] { [.init(id)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Lead {
        let (id, name, phone, email, postcode, country, language, zone, source, owner, optedOut, calls) =
            try row.decode(
                (
                    UUID, String?, String?, String?, String?, String?, String?, String?, String, String?, Date?, Int
                ).self)
        return Lead(
            id: id, name: name, phone: phone, email: email, postcode: postcode, country: country, language: language,
            timeZone: zone.flatMap { TimeZone(identifier: $0) }, source: source, ownerName: owner,
            optedOutAt: optedOut, calls: calls)
    }
}

/// The latest other calls with the same lead.
struct ListOtherCalls: PostgresStatement {
    struct Call: Sendable {
        var id: UUID
        var createdAt: Date
        var group: CallGroup
        var durationSeconds: Int?
        var summary: String?
    }

    static let sql = """
        SELECT id, created_at, status, outcome, duration_seconds::int8, left(summary, 200) FROM call_logs
        WHERE lead_id = $1 AND id <> $2 ORDER BY created_at DESC, id LIMIT 10
        """

    var leadID: LeadID?
    var callID: UUID
    var parameters: [PostgresParameter] { [.init(leadID), .init(callID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Call {
        let (id, createdAt, status, outcome, duration, summary) =
            try row.decode((UUID, Date, String, String?, Int?, String?).self)
        return Call(
            id: id, createdAt: createdAt, group: CallGroup(status: status, outcome: outcome),
            durationSeconds: duration, summary: summary)
    }
}
