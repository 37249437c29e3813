internal import Contracts
internal import FoundationEssentials
internal import LenientJSON

/// One server message of Vapi, whatever its shape: `{"message": {…}}`, the bare message, or `call` beside `message`.
struct VapiMessage: Sendable {
    let document: JSONDocument
    let type: String
    let callID: String?

    /// - Throws: `JSONParseError` when the body is not JSON.
    init(parsing body: [UInt8]) throws(JSONParseError) {
        document = try JSONDocument(parsing: body)
        let message = document.root["message"] ?? document.root
        // A filter can be part of the subscribed name, and then of the type: transcript[transcriptType="final"].
        let name = message["type"]?.nonEmptyString ?? "unknown"
        type = String(name.prefix { $0 != "[" }).cleaned(limit: 100) ?? "unknown"
        callID = Self.callID(of: message, document.root)?.cleaned(limit: 200)
    }

    /// Vapi's own messages have `call.id`; those that others pass on have been seen with less.
    private static func callID(of message: JSONNode, _ root: JSONNode) -> String? {
        let places = [
            message["call"]?["id"], root["call"]?["id"], message["callId"], message["call_id"], root["callId"],
        ]
        return places.lazy.compactMap { $0 }.compactMap { node in
            node.nonEmptyString ?? node.int.map(String.init)
        }.first
    }

    /// Whether this is about one call, but does not say about which.
    var isAboutUnknownCall: Bool { callID == nil && stage != nil }

    var message: JSONNode { document.root["message"] ?? document.root }
    var call: JSONNode? { message["call"] ?? document.root["call"] }

    /// Sent many times a turn, each repeating the whole conversation, and of no use once the report is there.
    var isChatter: Bool {
        [
            "conversation-update", "speech-update", "model-output", "voice-input", "user-interrupted",
            "assistant.speechStarted",
        ].contains(type)
    }

    /// Whether Vapi holds up a caller until it is answered.
    var wantsAnswer: Bool {
        [
            "tool-calls", "function-call", "assistant-request", "transfer-destination-request",
            "handoff-destination-request", "knowledge-base-request", "campaign.predial", "call.endpointing.request",
        ].contains(type)
    }

    /// Whose share of the rate this message counts against, as far as it can be told before looking anything up.
    var rateKey: String {
        (call?["phoneNumberId"] ?? message["phoneNumber"]?["id"] ?? call?["assistantId"])?.nonEmptyString ?? "unknown"
    }

    /// The body as it came, with the values of what must not be stored replaced.
    var withoutSecrets: [UInt8] {
        document.redacted(keys: VapiSecrets.keys, inObjectsNamed: VapiSecrets.keysInObjects)
    }

    /// What the message says about its call; nil when it says nothing that `call_logs` keeps.
    var facts: CallFacts? {
        guard let callID, let stage else { return nil }
        var facts = CallFacts(vapiCallID: callID, stage: stage)
        readCall(into: &facts)
        switch stage {
        case .progress:
            facts.language =
                type.hasPrefix("language-change")
                ? [message].firstText("language").flatMap(LanguageTag.normalized) : nil
        case .ended, .report: readEnd(into: &facts)
        }
        readOwnIDs(into: &facts)
        return facts
    }

    private var stage: CallFacts.Stage? {
        switch type {
        case "end-of-call-report": .report
        case "status-update": Self.stage(ofStatus: message["status"]?.nonEmptyString)
        case "assistant-request": .progress(.ringing)
        case "language-change-detected", "language-changed": .progress(.inProgress)
        default: nil
        }
    }

    private static func stage(ofStatus status: String?) -> CallFacts.Stage? {
        switch status {
        case "ended": .ended
        case "scheduled", "queued": .progress(.queued)
        case "ringing": .progress(.ringing)
        case "in-progress", "forwarding": .progress(.inProgress)
        default: nil
        }
    }

    private func readCall(into facts: inout CallFacts) {
        let customer = [message["customer"], call?["customer"]].compactMap { $0 }
        facts.customerNumber = customer.firstText("number").flatMap(PhoneNumber.normalized)
        facts.customerName = customer.firstText("name")?.cleaned(limit: 200)
        facts.phoneNumberID = (call?["phoneNumberId"] ?? message["phoneNumber"]?["id"])?.nonEmptyString?.cleaned(
            limit: 200)
        facts.assistantID = (call?["assistantId"] ?? message["assistant"]?["id"])?.nonEmptyString?.cleaned(limit: 200)
        switch call?["type"]?.string {
        case "inboundPhoneCall": facts.direction = .inbound
        case "outboundPhoneCall": facts.direction = .outbound
        case "webCall", "vapi.websocketCall": facts.direction = .web
        default: break
        }
    }

    private func readEnd(into facts: inout CallFacts) {
        let artifact = message["artifact"]
        let analyses = [message["analysis"], call?["analysis"]].compactMap { $0 }
        let places = [artifact, message, call].compactMap { $0 }
        facts.endedReason = [message, call].compactMap { $0 }.firstText("endedReason")?.cleaned(limit: 300)
        facts.startedAt = [message, call].compactMap { $0 }.firstDate("startedAt")
        facts.endedAt = [message, call].compactMap { $0 }.firstDate("endedAt")
        facts.durationSeconds = duration
        facts.transcript = Transcript.text(in: places)
        facts.customerSpoke = Transcript.customerSpoke(in: places, transcript: facts.transcript)
        let summary = analyses.firstText("summary") ?? [message, call].compactMap { $0 }.firstText("summary")
        // On a machine the summary is often made up from nothing.
        facts.summary =
            facts.endedReason == "voicemail" ? nil : (summary ?? structuredOutput("summary")?.nonEmptyString)?.cleaned()
        facts.recordingURL = RecordingReference.url(in: places, callID: facts.vapiCallID)
        facts.language = language
        facts.optedOut = optedOut(analyses)
        facts.metadata = keptMetadata(analyses)
    }

    private var duration: Double? {
        if let seconds = message["durationSeconds"]?.lenientNumber { return seconds }
        if let milliseconds = message["durationMs"]?.lenientNumber { return milliseconds / 1000 }
        return message["durationMinutes"]?.lenientNumber.map { $0 * 60 }
    }

    private var language: String? {
        let transcriber = message["assistant"]?["transcriber"] ?? call?["assistant"]?["transcriber"]
        let overridden = call?["assistantOverrides"]?["transcriber"]
        return [overridden, transcriber].compactMap { $0 }.firstText("language").flatMap(LanguageTag.normalized)
    }

    /// Where what we put into the call when we placed it comes back, in the order of how surely it does.
    private var metadataPlaces: [JSONNode] {
        let overrides = call?["assistantOverrides"]
        return [
            overrides?["metadata"], overrides?["variableValues"], message["artifact"]?["variableValues"],
            message["assistant"]?["metadata"], call?["metadata"],
        ].compactMap { $0 }
    }

    private func readOwnIDs(into facts: inout CallFacts) {
        let places = metadataPlaces
        facts.claimedAgencyID = (places.firstText("agency_id") ?? places.firstText("agencyId")).flatMap { AgencyID($0) }
        facts.claimedLeadID = (places.firstText("lead_id") ?? places.firstText("leadId")).flatMap { LeadID($0) }
    }

    private func structuredOutput(_ name: String) -> JSONNode? {
        message["artifact"]?["structuredOutputs"]?.members.lazy.map(\.value)
            .first { $0["name"]?.string?.lowercased() == name }?["result"]
    }

    private func optedOut(_ analyses: [JSONNode]) -> Bool {
        let outputs = message["artifact"]?["structuredOutputs"]?.members.map(\.value) ?? []
        let named = outputs.contains { OptOut.isName($0["name"]?.string) && OptOut.isSaid($0["result"]) }
        let nested = (analyses.compactMap { $0["structuredData"] } + outputs.compactMap { $0["result"] })
            .contains { $0.members.contains { OptOut.isName($0.key) && OptOut.isSaid($0.value) } }
        return named || nested
    }

    private func keptMetadata(_ analyses: [JSONNode]) -> String {
        var kept = KeptJSON()
        kept.add("metadata", metadataPlaces.first { $0.hasMembers })
        kept.add("structured_data", analyses.lazy.compactMap { $0["structuredData"] }.first { $0.hasMembers })
        kept.add("structured_outputs", message["artifact"]?["structuredOutputs"])
        kept.add("success_evaluation", analyses.lazy.compactMap { $0["successEvaluation"] }.first)
        kept.add("cost", message["cost"])
        kept.add("destination", message["destination"])
        return kept.text
    }
}

extension JSONNode {
    /// The elements of the array under `key`; none when there is no array.
    func list(_ key: String) -> [JSONNode] { self[key].map { Array($0.elements) } ?? [] }

    var hasMembers: Bool { members.contains { _ in true } }
}

extension [JSONNode] {
    /// The first text that is not blank under `key`.
    func firstText(_ key: String) -> String? {
        for node in self { if let text = node[key]?.nonEmptyString { return text } }
        return nil
    }

    func firstDate(_ key: String) -> Date? {
        for node in self { if let date = node[key].flatMap(ProviderTime.date) { return date } }
        return nil
    }
}

extension String {
    /// Without NUL, which PostgreSQL's text cannot hold, and cut to `limit` bytes of UTF-8 between two scalars.
    func cleaned(limit: Int = .max) -> String? {
        guard utf8.contains(0) || utf8.count > limit else { return isEmpty ? nil : self }
        var text = String.UnicodeScalarView()
        var bytes = 0
        for scalar in unicodeScalars where scalar.value != 0 {
            bytes += UTF8.width(scalar)
            guard bytes <= limit else { break }
            text.append(scalar)
        }
        return text.isEmpty ? nil : String(text)
    }
}
