/// What is said first, what is left on a machine, and what the assistant is told about the language. Vapi translates none of
/// it.
package struct CallTexts: Sendable, Equatable {
    package let firstMessage: String
    package let voicemailMessage: String

    /// In the languages that this product is written in.
    ///
    /// - Parameters:
    ///   - language: a primary subtag.
    ///   - lead: whom to ask for; nil when the name is not known.
    /// - Returns: nil for other languages: the assistant then finds its own words.
    package init?(language: String, agency: String, lead: String?) {
        guard let texts = Self.texts[language] else { return nil }
        let agency = Self.plain(agency)
        let name = lead.map(Self.plain)
        let greeting = name.map { texts.greetingByName.replacing("{lead}", with: $0) } ?? texts.greeting
        firstMessage = greeting.replacing("{agency}", with: agency)
        voicemailMessage = texts.voicemail.replacing("{agency}", with: agency)
    }

    /// Vapi fills in Liquid templates, and names come from outside: no braces.
    package static func plain(_ text: String) -> String {
        String(text.filter { !"{}%".contains($0) }.map { $0.isNewline ? " " : $0 }.prefix(80))
    }

    /// For the assistant's prompt, where `{{language_instruction}}` stands; in English, which every model reads.
    package static func instruction(for tag: String, name: String?) -> String {
        "Speak \(name.map { "\($0) (\(tag))" } ?? tag) with the customer, unless they change to another language."
    }

    private struct Texts {
        var greetingByName: String
        var greeting: String
        var voicemail: String
    }

    private static let texts: [String: Texts] = [
        "en": Texts(
            greetingByName: "Hello, this is the assistant of {agency}. Am I speaking with {lead}?",
            greeting: "Hello, this is the assistant of {agency}. You had asked us to call. Is this a good moment?",
            voicemail: "Hello, this is the assistant of {agency}. You had asked us to call. We will try again. Goodbye."
        ),
        "de": Texts(
            greetingByName: "Guten Tag, hier ist die Assistenz von {agency}. Spreche ich mit {lead}?",
            greeting:
                "Guten Tag, hier ist die Assistenz von {agency}. Sie hatten um einen Anruf gebeten. Passt es gerade?",
            voicemail:
                "Guten Tag, hier ist die Assistenz von {agency}. Sie hatten um einen Anruf gebeten. Wir versuchen es wieder. Auf Wiederhören."
        ),
        "es": Texts(
            greetingByName: "Hola, le habla la asistente de {agency}. ¿Hablo con {lead}?",
            greeting:
                "Hola, le habla la asistente de {agency}. Usted nos pidió que le llamáramos. ¿Es un buen momento?",
            voicemail:
                "Hola, le habla la asistente de {agency}. Usted nos pidió que le llamáramos. Volveremos a intentarlo. Hasta luego."
        ),
        "fr": Texts(
            greetingByName: "Bonjour, ici l'assistante de {agency}. Est-ce que je parle à {lead} ?",
            greeting:
                "Bonjour, ici l'assistante de {agency}. Vous nous aviez demandé de vous appeler. Est-ce le bon moment ?",
            voicemail:
                "Bonjour, ici l'assistante de {agency}. Vous nous aviez demandé de vous appeler. Nous réessaierons. Au revoir."
        ),
        "pt": Texts(
            greetingByName: "Olá, aqui é a assistente de {agency}. Falo com {lead}?",
            greeting: "Olá, aqui é a assistente de {agency}. Pediu que ligássemos. É um bom momento?",
            voicemail:
                "Olá, aqui é a assistente de {agency}. Pediu que ligássemos. Tentaremos de novo mais tarde. Até logo."),
        "it": Texts(
            greetingByName: "Buongiorno, sono l'assistente di {agency}. Parlo con {lead}?",
            greeting: "Buongiorno, sono l'assistente di {agency}. Ci aveva chiesto di chiamare. È un buon momento?",
            voicemail:
                "Buongiorno, sono l'assistente di {agency}. Ci aveva chiesto di chiamare. Riproveremo più tardi. Arrivederci."
        ),
    ]
}
