internal import Synchronization

/// The assistants and numbers of the organisation: `GET` and `PATCH` of `/assistant` and `/phone-number`.
final class VapiResources: Sendable {
    enum Kind: String, Sendable {
        case assistant
        case phoneNumber = "phone-number"
        case tool

        /// What may be changed: the names of Vapi's API description of 2026-08-19; a test holds them against it.
        var fields: Set<String> {
            switch self {
            case .assistant:
                [
                    "analysisPlan", "artifactPlan", "backgroundSound", "backgroundSpeechDenoisingPlan",
                    "clientMessages",
                    "compliancePlan", "credentialIds", "credentials", "endCallMessage", "endCallPhrases",
                    "firstMessage",
                    "firstMessageInterruptionsEnabled", "firstMessageMode", "hooks", "keypadInputPlan",
                    "maxDurationSeconds", "metadata", "model", "modelOutputInMessagesEnabled", "monitorPlan", "name",
                    "observabilityPlan", "server", "serverMessages", "startSpeakingPlan", "stopSpeakingPlan",
                    "transcriber", "transportConfigurations", "voice", "voicemailDetection", "voicemailMessage",
                ]
            case .tool:
                [
                    "async", "function", "messages", "parameters", "rejectionPlan", "server", "type",
                    "variableExtractionPlan",
                ]
            case .phoneNumber:
                [
                    "assistantId", "authentication", "credentialId", "fallbackDestination", "hooks", "name", "number",
                    "numberE164CheckEnabled", "provider", "server", "sipUri", "smsEnabled", "squadId",
                    "twilioAccountSid", "twilioApiKey", "twilioApiSecret", "twilioAuthToken", "workflowId",
                ]
            }
        }
    }

    private let resources: Mutex<[String: JSON]>

    init(phoneNumberID: String) {
        resources = Mutex([
            "assistant/asst_demo": [
                "id": "asst_demo", "orgId": .string(CallSnapshot.organisation), "name": "Receptionist",
                "firstMessage": "Hello, this is Ava.", "model": ["provider": "openai", "model": "gpt-4o"],
                "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
            ],
            "phone-number/\(phoneNumberID)": [
                "id": .string(phoneNumberID), "orgId": .string(CallSnapshot.organisation), "provider": "twilio",
                "number": "+15125550100", "name": "Main line", "status": "active",
                "createdAt": "2026-01-01T00:00:00.000Z", "updatedAt": "2026-01-01T00:00:00.000Z",
            ],
        ])
    }

    func read(_ kind: Kind, _ id: String) throws(VapiProblem) -> Answer {
        guard let resource = resources.withLock({ $0["\(kind.rawValue)/\(id)"] }) else {
            throw VapiProblem(404, "Not Found", "Couldn't find the \(kind.rawValue).")
        }
        return Answer(json: resource)
    }

    /// All of a kind, in the order of their ids.
    func list(_ kind: Kind) -> Answer {
        let found = resources.withLock { resources in
            resources.filter { $0.key.hasPrefix("\(kind.rawValue)/") }.sorted { $0.key < $1.key }.map(\.value)
        }
        return Answer(json: .array(found))
    }

    /// Takes a new one in.
    func create(_ kind: Kind, _ id: String, _ body: [UInt8], at time: String) throws(VapiProblem) -> Answer {
        guard let given = try? JSON(parsing: body), let members = given.members, members["type"]?.string != nil else {
            throw .badRequest("type must be a string")
        }
        let key = "\(kind.rawValue)/\(id)"
        resources.withLock {
            $0[key] = [
                "id": .string(id), "orgId": .string(CallSnapshot.organisation), "createdAt": .string(time),
                "updatedAt": .string(time),
            ]
        }
        do throws(VapiProblem) {
            var answer = try change(kind, id, body)
            answer.status = 201
            return answer
        } catch {
            resources.withLock { _ = $0.removeValue(forKey: key) }
            throw error
        }
    }

    /// Members that are given replace those that are there.
    func change(_ kind: Kind, _ id: String, _ body: [UInt8]) throws(VapiProblem) -> Answer {
        guard let change = (try? JSON(parsing: body)), let members = change.members else {
            throw .badRequest("The body must be an object")
        }
        let strangers =
            members.keys.sorted().filter { !kind.fields.contains($0) }.map { "property \($0) should not exist" }
            + (change["server"]?.members?.keys.sorted() ?? [])
            .filter {
                !CreateCallRules.serverFields.contains($0) && !CreateCallRules.undescribedServerFields.contains($0)
            }
            .map { "server.property \($0) should not exist" }
        guard strangers.isEmpty else {
            throw VapiProblem(400, "Bad Request", message: .array(strangers.map { .string($0) }))
        }
        let key = "\(kind.rawValue)/\(id)"
        let changed: JSON? = resources.withLock { resources in
            guard var resource = resources[key] else { return nil }
            for (name, value) in members { resource[name] = value }
            resources[key] = resource
            return resource
        }
        guard let changed else { throw VapiProblem(404, "Not Found", "Couldn't find the \(kind.rawValue).") }
        return Answer(json: changed)
    }
}
