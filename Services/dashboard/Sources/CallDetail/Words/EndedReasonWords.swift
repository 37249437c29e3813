/// Why a call ended, in words. The provider has hundreds of reasons and adds to them, so they are told by their parts; the raw
/// one is shown beside the words.
enum EndedReasonWords {
    /// Nil: there are no better words than its own.
    static func phrase(_ reason: String) -> Phrase? {
        named[reason] ?? kinds.first { $0.parts.contains { reason.contains($0) } }?.phrase
    }

    private static let assistant = Phrase("The assistant ended the call", es: "El asistente terminó la llamada")
    private static let passedOn = Phrase("Passed on to a person", es: "Se pasó a una persona")

    private static let named: [String: Phrase] = [
        "customer-ended-call": Phrase("The lead hung up", es: "El contacto colgó"),
        "hangup": Phrase("Somebody hung up", es: "Alguien colgó"),
        "customer-ended-call-before-warm-transfer": Phrase(
            "The lead hung up before being passed on", es: "El contacto colgó antes de que se pasara la llamada"),
        "customer-did-not-answer": Phrase("Nobody answered", es: "Nadie contestó"),
        "customer-busy": Phrase("The line was busy", es: "La línea estaba ocupada"),
        "voicemail": Phrase("A voicemail answered", es: "Contestó un buzón de voz"),
        "silence-timed-out": Phrase("Nobody said anything any more", es: "Nadie dijo nada más"),
        "exceeded-max-duration": Phrase(
            "The call was as long as calls may be", es: "La llamada alcanzó la duración máxima"),
        "manually-canceled": Phrase("Cancelled by hand", es: "Se canceló a mano"),
        "scheduled-call-deleted": Phrase("Cancelled before it began", es: "Se canceló antes de empezar"),
        "twilio-reported-customer-misdialed": Phrase("The number does not exist", es: "El número no existe"),
        "vonage-rejected": Phrase("The network refused the call", es: "La red rechazó la llamada"),
        "assistant-forwarded-call": passedOn,
        "assistant-request-returned-forwarding-phone-number": passedOn,
        "customer-did-not-give-microphone-permission": Phrase(
            "The browser was not given the microphone", es: "No se dio acceso al micrófono"),
    ]

    private static let kinds: [(parts: [String], phrase: Phrase)] = [
        (["outbound-sip-486", "outbound-sip-600"], Phrase("The line was busy", es: "La línea estaba ocupada")),
        (["outbound-sip-408", "outbound-sip-480"], Phrase("Nobody answered", es: "Nadie contestó")),
        (["inbound-caller-hungup"], Phrase("The caller hung up while it rang", es: "Colgaron mientras sonaba")),
        (["hook-executed-transfer"], passedOn),
        (
            ["transfer", "forwarding"],
            Phrase("Passing the call on failed", es: "No se pudo pasar la llamada")
        ),
        (["assistant-ended", "assistant-said", "hook-executed-say"], assistant),
        (["customer-ended"], Phrase("The lead hung up", es: "El contacto colgó")),
        (["completed"], Phrase("The line was closed", es: "Se cerró la línea")),
        (
            ["assistant-not", "assistant-request", "call-start-error", "license", "not-allowed", "invalid", "api-key"],
            Phrase("Something is set up wrongly", es: "Algo está mal configurado")
        ),
        (["call.start."], Phrase("The call could not begin", es: "La llamada no pudo empezar")),
        (["sip", "twilio", "vonage", "telnyx"], Phrase("The telephone network failed", es: "Falló la red telefónica")),
        (
            ["error", "fault", "failed", "pipeline", "worker", "websocket", "database"],
            Phrase("The voice platform failed", es: "Falló la plataforma de voz")
        ),
    ]
}
