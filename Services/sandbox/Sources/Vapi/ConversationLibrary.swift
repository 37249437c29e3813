internal import DemoCalls

/// What people talk about in the calls that the sandbox plays.
enum ConversationLibrary: String, Sendable, CaseIterable {
    /// One conversation in English about insuring a home, as long as the call.
    case insurance
    /// Those of the demo agency, in the language of the call; a call is then as long as its conversation.
    case agency

    /// Which conversation a call has; nil for the one about insurance.
    func key(for order: CallOrder, callID: String) -> DemoConversationKey? {
        guard self == .agency, let language = order.language else { return nil }
        return DemoLibrary.choose(language: language, callID: callID)
    }
}

extension CallOrder {
    /// What is to be spoken, as the order says it, else what is spoken where the number is from. Nil when nobody has written
    /// a conversation in it.
    var language: String? {
        let overrides = json["assistantOverrides"]
        let named = [
            overrides?.at("transcriber", "language"), overrides?.at("variableValues", "language"),
            overrides?.at("metadata", "language"), json.at("assistant", "transcriber", "language"),
        ]
        let primary = named.lazy.compactMap { $0?.string?.split(separator: "-").first?.lowercased() }
        let written = primary.first { DemoLibrary.languages.contains($0) }
        return written ?? DemoLibrary.language(ofNumber: number)
    }
}
