internal import Contracts
internal import Deadlines
internal import Foundation
internal import LenientJSON
internal import Logging
internal import Messaging
internal import Postgres
internal import Vapi

/// Answers the messages for which Vapi holds a caller on the line. What has to be looked up for the
/// answer is waited for a second at most: a sane default beats silence.
struct AnswerDesk: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay
    let languages: VoiceLanguages
    let booking: BookingTools
    let lines: KnownLines
    /// Answers inbound calls whose agency has no assistant of its own (`VAPI_ASSISTANT_ID`).
    let defaultAssistantID: String?
    let logger: Logger

    static let sorry = "I cannot do that right now. A colleague will get back to you about it."

    /// - Throws: ``NotWrittenDown`` when what was asked for must not be lost, and could not be kept.
    func answer(_ message: VapiMessage) async throws(NotWrittenDown) -> VapiAnswer {
        switch message.type {
        case "assistant-request": await assistant(for: message)
        case "transfer-destination-request", "handoff-destination-request": await destination(for: message)
        case "tool-calls": .toolResults(try await results(of: message))
        case "function-call": .functionResult(try await functionResult(of: message))
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
        case "assistant-request": fallback(message)
        default: .nothing
        }
    }

    private static func unknownTool(_ call: ToolCall) -> VapiAnswer.ToolResult {
        VapiAnswer.ToolResult(toolCallId: call.id, name: call.name, result: nil, error: sorry)
    }

    /// The agency's assistant, told who calls and in which language to answer.
    func assistant(for message: VapiMessage) async -> VapiAnswer {
        let fallback = fallback(message)
        guard let facts = message.facts, let line = facts.phoneNumberID else { return fallback }
        let languages = languages
        return await withinASecond(fallback) { [pool, defaultAssistantID] in
            let find = FindAssistant(phoneNumberID: line, callerNumber: facts.customerNumber)
            guard let found = try await pool.execute(find).first, let id = found.assistantID ?? defaultAssistantID
            else {
                return nil
            }
            return .assistant(id: id, overrides: found.overrides(languages, number: facts.customerNumber))
        }
    }

    /// Who answers when nothing can be looked up: the line's own assistant, as last known.
    private func fallback(_ message: VapiMessage) -> VapiAnswer {
        let known = message.facts?.phoneNumberID.flatMap(lines.assistant(line:))
        guard let id = known ?? defaultAssistantID else { return .error(Self.sorry) }
        return .assistant(id: id, overrides: nil)
    }

    // MARK: Tools

    /// The database did not take what must not be lost; the sender has to send it again.
    struct NotWrittenDown: Error {}

    private func results(of message: VapiMessage) async throws(NotWrittenDown) -> [VapiAnswer.ToolResult] {
        var results: [VapiAnswer.ToolResult] = []
        for call in ToolCall.all(in: message.message) {
            switch try await answer(call, of: message) {
            case .done(let text): results.append(.init(toolCallId: call.id, name: call.name, result: text))
            case .failed(let text): results.append(.init(toolCallId: call.id, name: call.name, error: text))
            }
        }
        return results
    }

    private func functionResult(of message: VapiMessage) async throws(NotWrittenDown) -> String {
        guard let call = ToolCall.legacy(in: message.message) else { return Self.sorry }
        switch try await answer(call, of: message) {
        case .done(let text), .failed(let text): return text
        }
    }

    private func answer(_ call: ToolCall, of message: VapiMessage) async throws(NotWrittenDown) -> Spoken {
        if OptOut.isName(call.name) { return try await optOut(message) ? .done(Self.optedOut) : .failed(Self.sorry) }
        guard let tool = BookingTool(name: call.name), let callID = message.callID else { return .failed(Self.sorry) }
        let line = BookingTools.Line(
            vapiCallID: callID, number: number(of: message), resources: resources(of: message))
        return await booking.answer(tool, call, line)
    }

    private func number(of message: VapiMessage) -> String? {
        [message.message["customer"], message.call?["customer"]].compactMap { $0 }.firstText("number")
            .flatMap(PhoneNumber.normalized)
    }

    private func resources(of message: VapiMessage) -> [String] {
        ["phoneNumberId", "assistantId"].compactMap { message.call?[$0]?.nonEmptyString }
    }

    static let optedOut = "Noted: this number will not be called again. Confirm it to the customer and say goodbye."

    /// Publishes that the other side does not want to be called; false when nobody can tell which number that is.
    private func optOut(_ message: VapiMessage) async throws(NotWrittenDown) -> Bool {
        guard let callID = message.callID else { return false }
        let find = FindOptingOut(
            vapiCallID: callID, number: number(of: message), resources: resources(of: message))
        do {
            return try await withDeadline(.seconds(2)) { [pool, relay] in
                let handover: OutboxHandover? = try await pool.transaction { transaction in
                    guard let found = try await transaction.execute(find).first, let phone = found.phone else {
                        return nil
                    }
                    let event = try OutgoingEvent(
                        from: WebhookIngest.name, about: found.leadID?.description ?? phone, agencyID: found.agencyID,
                        LeadOptedOut(leadID: found.leadID, phone: phone, source: "call", callID: found.callID))
                    return try await transaction.commit(publishing: [event])
                }
                guard let handover else { return false }
                relay.publish(handover)
                return true
            }
        } catch {
            logger.error("an opt-out could not be written down, the sender is asked to try again", error: error)
            throw NotWrittenDown()
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

/// Who answers on a number, and what is known about who calls.
struct FindAssistant: PostgresStatement {
    static let sql = """
        SELECT agencies.id, agencies.name, agencies.default_language, leads.id, leads.name,
            coalesce(leads.preferred_language, agencies.default_language),
            (SELECT vapi_id FROM agency_vapi_resources assistant
                WHERE assistant.agency_id = line.agency_id AND assistant.kind = 'assistant'
                ORDER BY created_at, vapi_id LIMIT 1)
        FROM agency_vapi_resources line
        JOIN agencies ON agencies.id = line.agency_id
        LEFT JOIN leads ON leads.agency_id = line.agency_id AND leads.phone = $2
        WHERE line.vapi_id = $1 AND line.kind = 'phone_number'
        """

    struct Row: Sendable {
        var agencyID: AgencyID
        var agencyName: String
        var agencyLanguage: String
        var leadID: LeadID?
        var leadName: String?
        var language: String
        var assistantID: String?
    }

    let phoneNumberID: String
    let callerNumber: String?
    var parameters: [PostgresParameter] { [.init(phoneNumberID), .init(callerNumber)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, name, agencyLanguage, lead, leadName, language, assistant) = try row.decode(
            (UUID, String, String, UUID?, String?, String, String?).self)
        return Row(
            agencyID: AgencyID(rawValue: agency), agencyName: name, agencyLanguage: agencyLanguage,
            leadID: lead.map(LeadID.init(rawValue:)), leadName: leadName, language: language, assistantID: assistant)
    }
}

extension FindAssistant.Row {
    /// What the assistant is told. Its own words stay as they are unless the caller speaks another language than the agency.
    func overrides(_ languages: VoiceLanguages, number: String?) -> AssistantOverrides {
        var overrides = AssistantOverrides(
            metadata: ["agency_id": agencyID.description],
            variableValues: [
                "agency_name": CallTexts.plain(agencyName), "lead_name": leadName.map(CallTexts.plain) ?? "",
                "lead_number": number ?? "",
            ])
        overrides.metadata["lead_id"] = leadID?.description
        guard let wanted = languages.choice(for: language) else { return overrides }
        let english = Locale(identifier: "en").localizedString(forLanguageCode: wanted.primary)
        if wanted.primary == languages.choice(for: agencyLanguage)?.primary {
            overrides.variableValues["language"] = wanted.tag
            overrides.variableValues["language_instruction"] = CallTexts.instruction(for: wanted.tag, name: english)
        } else {
            // Whoever calls is greeted, not asked whether they are who they are.
            let texts = CallTexts(language: wanted.primary, agency: agencyName, lead: nil)
            overrides.speak(wanted, texts: nil, name: english)
            overrides.voicemailMessage = texts?.voicemailMessage
        }
        return overrides
    }
}

/// Whose number it is that does not want to be called: the call's, else the one that the message names.
struct FindOptingOut: PostgresStatement {
    static let sql = """
        SELECT * FROM (
        SELECT call_logs.id, call_logs.agency_id, call_logs.lead_id, coalesce(call_logs.customer_number, leads.phone, $2) AS phone
        FROM call_logs LEFT JOIN leads ON leads.id = call_logs.lead_id
        WHERE vapi_call_id = $1 AND call_logs.agency_id IS NOT NULL
        UNION ALL
        SELECT NULL, attempt.agency_id, attempt.lead_id, attempt.phone FROM call_attempts attempt WHERE vapi_call_id = $1
        UNION ALL
        SELECT NULL, resource.agency_id, leads.id, $2 FROM agency_vapi_resources resource
        LEFT JOIN leads ON leads.agency_id = resource.agency_id AND leads.phone = $2
        WHERE resource.vapi_id = ANY($3) AND $2 IS NOT NULL
        ) found WHERE phone IS NOT NULL LIMIT 1
        """

    struct Row: Sendable {
        var callID: CallID?
        var agencyID: AgencyID
        var leadID: LeadID?
        var phone: String?
    }

    let vapiCallID: String
    let number: String?
    /// The number and the assistant at Vapi, should this be the first that is heard of the call.
    let resources: [String]
    var parameters: [PostgresParameter] { [.init(vapiCallID), .init(number), .init(resources)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, agency, lead, phone) = try row.decode((UUID?, UUID, UUID?, String?).self)
        return Row(
            callID: call.map(CallID.init(rawValue:)), agencyID: AgencyID(rawValue: agency),
            leadID: lead.map(LeadID.init(rawValue:)), phone: phone)
    }
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
