/// What Vapi refuses at `POST /call`. The names are those of its API description of 2026-08-19; a test holds them
/// against it.
enum CreateCallRules {
    static let fields: Set = [
        "assistantVersion", "transport", "customers", "name", "schedulePlan", "assistantId", "assistant",
        "assistantOverrides", "squadId", "squad", "squadOverrides", "workflowId", "workflow", "workflowOverrides",
        "phoneNumberId", "phoneNumber", "customerId", "customer",
    ]
    static let customerFields: Set = [
        "numberE164CheckEnabled", "extension", "assistantOverrides", "squadOverrides", "number", "sipUri", "name",
        "email",
        "externalId",
    ]
    static let overrideFields: Set = [
        "transcriber", "model", "voice", "firstMessage", "firstMessageInterruptionsEnabled", "firstMessageMode",
        "voicemailDetection", "clientMessages", "serverMessages", "maxDurationSeconds", "backgroundSound",
        "modelOutputInMessagesEnabled", "transportConfigurations", "observabilityPlan", "credentials", "hooks",
        "tools:append", "variableValues", "name", "voicemailMessage", "endCallMessage", "endCallPhrases",
        "compliancePlan", "metadata", "backgroundSpeechDenoisingPlan", "analysisPlan", "artifactPlan",
        "startSpeakingPlan", "stopSpeakingPlan", "monitorPlan", "credentialIds", "server", "keypadInputPlan",
    ]
    static let serverFields: Set = [
        "timeoutSeconds", "credentialId", "staticIpAddressesEnabled", "encryptedPaths", "url", "headers", "backoffPlan",
    ]
    /// No longer described, still honoured.
    static let undescribedServerFields: Set = ["secret"]

    private static let speakers = ["assistantId", "assistant", "squadId", "squad", "workflowId", "workflow"]

    /// Everything that is wrong with the body, in Vapi's words; nothing when it is accepted.
    static func problems(with body: JSON) -> [String] {
        var problems = unknown(body, known: fields, path: "")
        problems += unknown(body["customer"], known: customerFields, path: "customer.")
        problems += unknown(body["assistantOverrides"], known: overrideFields, path: "assistantOverrides.")
        problems += unknown(
            body.at("assistantOverrides", "server"), known: serverFields.union(undescribedServerFields),
            path: "assistantOverrides.server.")
        problems += types(body)
        problems += lengths(body)
        return problems + choices(body) + number(body["customer"])
    }

    private static func unknown(_ json: JSON?, known: Set<String>, path: String) -> [String] {
        (json?.members?.keys.sorted() ?? []).filter { !known.contains($0) }.map {
            "\(path)property \($0) should not exist"
        }
    }

    private static func types(_ body: JSON) -> [String] {
        let strings = ["assistantId", "squadId", "workflowId", "phoneNumberId", "customerId", "name"]
        let objects = ["assistant", "squad", "workflow", "assistantOverrides", "phoneNumber", "customer"]
        return strings.filter { body[$0] != nil && body[$0]?.string == nil }.map { "\($0) must be a string" }
            + objects.filter { body[$0] != nil && body[$0]?.members == nil }.map { "\($0) must be an object" }
    }

    private static func lengths(_ body: JSON) -> [String] {
        let limits = [("name", 40)]
        let customerLimits = [("name", 40), ("email", 40), ("externalId", 40), ("extension", 10)]
        func tooLong(_ json: JSON?, _ name: String, _ limit: Int) -> Bool {
            (json?[name]?.string?.utf16.count ?? 0) > limit
        }
        return limits.filter { tooLong(body, $0, $1) }
            .map { "\($0) must be shorter than or equal to \($1) characters" }
            + customerLimits.filter { tooLong(body["customer"], $0, $1) }
            .map { "customer.\($0) must be shorter than or equal to \($1) characters" }
    }

    private static func choices(_ body: JSON) -> [String] {
        var problems: [String] = []
        let given = speakers.filter { body[$0] != nil }
        if given.isEmpty {
            problems.append("Couldn't Get Assistant. Need Either `assistant`, `assistantId`, `squad`, Or `squadId`.")
        } else if given.count > 1 {
            problems.append("Only one of \(given.joined(separator: ", ")) may be given")
        }
        if body["assistantVersion"] != nil && body["assistantId"] == nil {
            problems.append("assistantVersion is supported only with assistantId")
        }
        switch (body["phoneNumberId"], body["phoneNumber"]) {
        case (nil, nil): problems.append("Couldn't Get Phone Number. Need Either `phoneNumber` Or `phoneNumberId`.")
        case (.some, .some): problems.append("Only one of phoneNumberId, phoneNumber may be given")
        default: break
        }
        if body["customer"] == nil && body["customerId"] == nil {
            problems.append("Couldn't Get Customer. Need Either `customerId` Or `customer`.")
        }
        return problems
    }

    private static func number(_ customer: JSON?) -> [String] {
        guard let customer, customer.members != nil else { return [] }
        guard let number = customer["number"] else {
            return customer["sipUri"] == nil ? ["customer.number must be a string"] : []
        }
        guard let text = number.string else { return ["customer.number must be a string"] }
        guard (3...40).contains(text.utf16.count) else {
            return ["customer.number must be longer than or equal to 3 and shorter than or equal to 40 characters"]
        }
        let isChecked = customer["numberE164CheckEnabled"]?.bool ?? true
        guard isChecked ? isE164(text) : isLoose(text) else {
            return [
                "customer.number must be a valid phone number in the E.164 format. Hot tip, you may be missing the "
                    + "country code (Eg. US: +1)."
            ]
        }
        return []
    }

    /// `^\+[1-9]\d{1,14}$`
    private static func isE164(_ text: String) -> Bool {
        guard text.first == "+", let first = text.utf8.dropFirst().first, first != UInt8(ascii: "0") else {
            return false
        }
        return (3...16).contains(text.utf8.count) && text.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
    }

    /// `^\+?[a-zA-Z0-9]+$`
    private static func isLoose(_ text: String) -> Bool {
        let rest = text.first == "+" ? text.dropFirst() : text[...]
        return !rest.isEmpty && rest.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}

extension CallOrder {
    /// - Throws: Vapi's refusal, or that the sandbox does not play it.
    init(checking body: JSON) throws(VapiProblem) {
        guard body.members != nil else { throw .badRequest("The body must be an object") }
        if body["customers"] != nil { throw .notPlayed("batches of calls") }
        if body["schedulePlan"] != nil { throw .notPlayed("scheduled calls") }
        let problems = CreateCallRules.problems(with: body)
        guard problems.isEmpty else {
            throw VapiProblem(400, "Bad Request", message: .array(problems.map { .string($0) }))
        }
        json = body
    }
}
