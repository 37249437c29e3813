internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import LenientJSON
internal import Logging
internal import Postgres

/// Answers the messages for which Vapi holds a caller on the line. What has to be looked up for the
/// answer is waited for a second at most: a sane default beats silence.
struct AnswerDesk: Sendable {
    let pool: PostgresPool
    /// Answers inbound calls whose agency has no assistant of its own (`VAPI_ASSISTANT_ID`).
    let defaultAssistantID: String?
    let logger: Logger

    static let sorry = "I cannot do that right now. A colleague will get back to you about it."

    func answer(_ message: VapiMessage) async -> VapiAnswer {
        switch message.type {
        case "assistant-request": await assistant(for: message)
        case "transfer-destination-request", "handoff-destination-request": await destination(for: message)
        case "tool-calls": .toolResults(ToolCall.all(in: message.message).map(Self.unknownTool))
        case "function-call": .functionResult(Self.sorry)
        case "knowledge-base-request": .documents
        // Campaigns dial past our gate (do-not-call list, hours, caps), so nobody is eligible.
        case "campaign.predial": .eligible(false)
        case "call.endpointing.request": .endpointing(seconds: 0.5)
        default: .nothing
        }
    }

    /// What can be said while the database is away.
    func whileAway(_ message: VapiMessage) -> VapiAnswer {
        switch message.type {
        case "tool-calls": .toolResults(ToolCall.all(in: message.message).map(Self.unknownTool))
        case "function-call": .functionResult(Self.sorry)
        case "assistant-request": defaultAssistantID.map(VapiAnswer.assistant) ?? .nothing
        default: .nothing
        }
    }

    private static func unknownTool(_ call: ToolCall) -> VapiAnswer.ToolResult {
        VapiAnswer.ToolResult(toolCallId: call.id, name: call.name, error: sorry)
    }

    private func assistant(for message: VapiMessage) async -> VapiAnswer {
        let fallback = defaultAssistantID.map(VapiAnswer.assistant) ?? .error(Self.sorry)
        guard let number = message.facts?.phoneNumberID else { return fallback }
        return await withinASecond(fallback) {
            try await pool.execute(FindAssistant(phoneNumberID: number)).first.map(VapiAnswer.assistant)
        }
    }

    private func destination(for message: VapiMessage) async -> VapiAnswer {
        guard let callID = message.callID else { return .error(Self.sorry) }
        return await withinASecond(.error(Self.sorry)) {
            try await pool.execute(FindTransferNumber(vapiCallID: callID)).first.map(VapiAnswer.transfer)
        }
    }

    private func withinASecond(
        _ fallback: VapiAnswer, _ find: @escaping @Sendable () async throws -> VapiAnswer?
    ) async -> VapiAnswer {
        do {
            return try await withDeadline(.seconds(1), find) ?? fallback
        } catch {
            logger.warning("a waiting caller got the default answer", error: error)
            return fallback
        }
    }
}

/// The assistant of the agency that owns a phone number at Vapi.
struct FindAssistant: PostgresStatement {
    static let sql = """
        SELECT assistant.vapi_id
        FROM agency_vapi_resources line
        JOIN agency_vapi_resources assistant USING (agency_id)
        WHERE line.vapi_id = $1 AND line.kind = 'phone_number' AND assistant.kind = 'assistant'
        ORDER BY assistant.created_at, assistant.vapi_id LIMIT 1
        """

    let phoneNumberID: String
    var parameters: [PostgresParameter] { [.init(phoneNumberID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Whom a running call can be passed to: the lead's owner, else an available agent of the agency.
struct FindTransferNumber: PostgresStatement {
    static let sql = """
        SELECT agents.phone
        FROM call_logs
        JOIN agents ON agents.agency_id = call_logs.agency_id
        LEFT JOIN leads ON leads.id = call_logs.lead_id
        WHERE call_logs.vapi_call_id = $1 AND agents.active AND agents.availability = 'available'
            AND agents.phone IS NOT NULL
        ORDER BY agents.id = leads.owner_agent_id DESC NULLS LAST, agents.weight DESC, agents.id LIMIT 1
        """

    let vapiCallID: String
    var parameters: [PostgresParameter] { [.init(vapiCallID)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
