/// All conversations of the demo agency.
package enum DemoLibrary {
    /// Primary language subtags in which there are any.
    package static let languages = DemoTexts.all.map(\.language)

    private static let all = Dictionary(
        uniqueKeysWithValues: DemoTexts.all.map { texts in
            let conversations = texts.conversations.enumerated().map { index, text in
                DemoConversation(key: DemoConversationKey(language: texts.language, number: index + 1), text: text)
            }
            return (texts.language, conversations)
        })

    /// In their order; none in a language that nobody has written any in.
    package static func conversations(in language: String) -> [DemoConversation] { all[language] ?? [] }

    package static func conversation(_ key: DemoConversationKey) -> DemoConversation? {
        let conversations = conversations(in: key.language)
        return conversations.indices.contains(key.number - 1) ? conversations[key.number - 1] : nil
    }

    /// One of the conversations in a language, always the same for the same call.
    ///
    /// - Parameter callID: the provider's.
    package static func choose(language: String, callID: String) -> DemoConversationKey? {
        let count = conversations(in: language).count
        guard count > 0 else { return nil }
        // FNV-1a, since Swift's own hashes differ from run to run.
        let hash = callID.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return DemoConversationKey(language: language, number: Int((hash >> 20) % UInt64(count)) + 1)
    }

    /// The language that is most likely spoken where a number is from; nil where there is no conversation in it.
    ///
    /// - Parameter number: E.164.
    package static func language(ofNumber number: String) -> String? {
        let digits = number.drop { $0 == "+" }
        return prefixes.first { digits.hasPrefix($0.prefix) }?.language
    }

    private static let prefixes: [(prefix: String, language: String)] = [
        ("49", "de"), ("43", "de"), ("41", "de"), ("33", "fr"), ("32", "fr"), ("34", "es"), ("52", "es"), ("54", "es"),
        ("90", "tr"), ("46", "sv"), ("44", "en"), ("353", "en"), ("61", "en"), ("64", "en"), ("1", "en"),
    ]

    /// What an answering machine says after the assistant's greeting, and the summary of a conversation that never was.
    package static func machine(in language: String) -> (lines: [DemoConversation.Line], summary: String)? {
        guard let texts = DemoTexts.all.first(where: { $0.language == language }) else { return nil }
        return (
            [.init(speaker: .assistant, text: texts.greeting), .init(speaker: .lead, text: texts.machine)],
            texts.machineSummary
        )
    }

    /// How the assistant begins.
    package static func greeting(in language: String) -> DemoConversation.Line? {
        DemoTexts.all.first { $0.language == language }.map { .init(speaker: .assistant, text: $0.greeting) }
    }
}
