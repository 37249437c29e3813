/// What a call changes about its assistant (`AssistantOverrides` of Vapi's API description). Members left out keep the
/// assistant's own.
package struct AssistantOverrides: Encodable, Sendable, Equatable {
    /// Our own ids: they come back with every message about the call.
    package var metadata: [String: String]
    /// Fill in the assistant's `{{…}}`.
    package var variableValues: [String: String]
    package var transcriber: VoiceLanguage.Transcriber?
    package var voice: VoiceLanguage.Voice?
    package var firstMessage: String?
    package var firstMessageMode: String?
    package var voicemailMessage: String?
    package var server: ServerObject?
    package var serverMessages: [String]?

    package init(metadata: [String: String], variableValues: [String: String]) {
        self.metadata = metadata
        self.variableValues = variableValues
    }

    /// Has the call held in a language.
    ///
    /// - Parameters:
    ///   - texts: nil when there are none in the language: then the model greets, in the language that the instruction names.
    ///   - name: the language's English name.
    package mutating func speak(_ language: VoiceLanguage, texts: CallTexts?, name: String?) {
        transcriber = language.transcriber
        voice = language.voice
        variableValues["language"] = language.tag
        variableValues["language_instruction"] = CallTexts.instruction(for: language.tag, name: name)
        if let texts {
            firstMessage = texts.firstMessage
            voicemailMessage = texts.voicemailMessage
        } else {
            firstMessageMode = "assistant-speaks-first-with-model-generated-message"
        }
    }

    /// What this system has a use for. The default list repeats the whole conversation on every turn.
    package static let serverMessages = [
        "status-update", "end-of-call-report", "tool-calls", "transfer-destination-request", "language-change-detected",
    ]
}

/// Where Vapi sends server messages, and how often it tries (`Server` of the API description).
package struct ServerObject: Codable, Sendable, Equatable {
    package var url: String
    package var timeoutSeconds: Int
    package var headers: [String: String]
    package var backoffPlan: BackoffPlan

    package struct BackoffPlan: Codable, Sendable, Equatable {
        package var type: String
        package var maxRetries: Int
        package var baseDelaySeconds: Int
        package var excludedStatusCodes: [Int]
    }

    /// - Parameter secret: travels as a static header. `server.secret`, which does the same, has left the description.
    package init(url: String, secret: String) {
        self.url = url
        timeoutSeconds = 20
        headers = ["X-Vapi-Secret": secret]
        // Without a plan a failed delivery is lost for good. What will not get better is not repeated.
        backoffPlan = BackoffPlan(
            type: "exponential", maxRetries: 8, baseDelaySeconds: 1,
            excludedStatusCodes: [400, 401, 403, 404, 413, 422])
    }
}
