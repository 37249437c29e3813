/// Why an address gets no messages any more, as `suppressions.cause` has it.
enum SuppressionCause: String, StoredWord, Sendable, CaseIterable {
    case bounced, complained, suppressed, invalid, blocked, stop

    /// As a part of a sentence.
    var label: Phrase {
        switch self {
        case .bounced: Phrase("the address does not take messages", es: "la dirección no recibe mensajes")
        case .complained: Phrase("they marked a message as unwanted", es: "marcó un mensaje como no deseado")
        case .suppressed: Phrase("the provider sends nothing there", es: "el proveedor no envía nada ahí")
        case .invalid: Phrase("the address is not valid", es: "la dirección no es válida")
        case .blocked: Phrase("they have blocked the sender", es: "ha bloqueado al remitente")
        case .stop: Phrase("they wrote STOP", es: "escribió STOP")
        }
    }
}
