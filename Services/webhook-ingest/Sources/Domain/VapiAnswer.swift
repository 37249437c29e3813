internal import FoundationEssentials
internal import Vapi

/// What Vapi is told in the body of the 200. Most messages want nothing; some hold up a caller until they are answered.
enum VapiAnswer: Sendable, Equatable {
    case nothing
    case assistant(id: String, overrides: AssistantOverrides?)
    case toolResults([ToolResult])
    /// The older form of one tool result, for `function-call`.
    case functionResult(String)
    case transfer(number: String)
    case documents
    case eligible(Bool)
    case endpointing(seconds: Double)
    /// Spoken to the caller; the call ends or goes on without what was asked for.
    case error(String)

    struct ToolResult: Encodable, Sendable, Equatable {
        var toolCallId: String
        var name: String?
        /// One line; what the assistant may go by.
        var result: String? = nil
        /// One line that can be spoken.
        var error: String? = nil
    }

    private struct Assistant: Encodable {
        var assistantId: String
        var assistantOverrides: AssistantOverrides?
    }

    var json: [UInt8] {
        switch self {
        case .nothing: Array("{}".utf8)
        case .assistant(let id, let overrides): encode(Assistant(assistantId: id, assistantOverrides: overrides))
        case .toolResults(let results): encode(["results": results])
        case .functionResult(let text): encode(["result": text])
        case .transfer(let number): encode(["destination": ["type": "number", "number": number]])
        case .documents: Array("{\"documents\":[]}".utf8)
        case .eligible(let isEligible): encode(["eligible": isEligible])
        case .endpointing(let seconds): encode(["timeoutSeconds": seconds])
        case .error(let text): encode(["error": text])
        }
    }

    private func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map(Array.init) ?? Array("{}".utf8)
    }
}
