/// Whom a message is for, as `notifications.recipient_kind` has it.
enum MessageRecipient: String, StoredWord, Sendable, CaseIterable {
    case owner, agent, lead

    /// After the channel.
    var label: Phrase {
        switch self {
        case .owner: Phrase("to the owner", es: "al propietario")
        case .agent: Phrase("to the agent", es: "al agente")
        case .lead: Phrase("to the lead", es: "al contacto")
        }
    }
}
