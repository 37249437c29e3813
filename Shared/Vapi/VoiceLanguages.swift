internal import FoundationEssentials

/// How a call is held in a language: what listens, what speaks, and what is said first.
package struct VoiceLanguage: Sendable, Equatable {
    /// BCP 47.
    package let tag: String
    package let transcriber: Transcriber
    package let voice: Voice

    package struct Transcriber: Codable, Sendable, Equatable {
        package var provider: String
        package var model: String?
        package var language: String
    }

    package struct Voice: Codable, Sendable, Equatable {
        package var provider: String
        package var voiceId: String
        /// Of Vapi's own voices, whose second generation is asked for as `"2"`.
        package var version: String?
        package var language: String?
    }

    /// `de` of `de-CH`.
    package var primary: String { tag.split(separator: "-").first.map { $0.lowercased() } ?? tag }
}

/// Chooses transcriber and voice for a language, from what Vapi's API description lists (state of 2026-08-19).
///
/// The rule: the transcriber with the best accuracy that has the language (Deepgram's nova-3 for those it knows well, else
/// Azure by locale, which has the most); Vapi's own voices where they speak it, else Azure's multilingual voice.
package struct VoiceLanguages: Sendable {
    private let deepgram: Set<String>
    private let azure: Set<String>
    private let vapi: Set<String>

    private struct Lists: Decodable {
        var deepgram: Set<String>
        var azure: Set<String>
        var vapi: Set<String>

        private enum CodingKeys: String, CodingKey {
            case deepgram = "deepgram_transcriber"
            case azure = "azure_transcriber"
            case vapi = "vapi_voice"
        }
    }

    /// - Throws: ``UnknownLanguages`` when this program would ask for something that is not in the lists; then the service does
    ///   not start.
    package init() throws {
        try self.init(lists: PackageResources.languages_json)
    }

    init(lists: [UInt8]) throws {
        let lists = try JSONDecoder().decode(Lists.self, from: Data(lists))
        deepgram = lists.deepgram
        azure = lists.azure
        vapi = lists.vapi
        let strangers =
            Self.nova3.subtracting(deepgram).map { "Deepgram: \($0)" }
            + Set(Self.regions.map { "\($0.key)-\($0.value)" }).subtracting(azure).map { "Azure: \($0)" }
        guard strangers.isEmpty else { throw UnknownLanguages(names: strangers.sorted()) }
    }

    /// Everything that can be chosen, as primary subtags.
    package var all: Set<String> {
        Set((azure.union(Self.nova3)).map { String($0.split(separator: "-")[0]) })
    }

    /// - Parameter tag: BCP 47, in any case. A region that is not offered is left out.
    /// - Returns: nil when the language cannot be held.
    package func choice(for tag: String) -> VoiceLanguage? {
        let parts = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).map(String.init)
        guard let first = parts.first?.lowercased(), (2...3).contains(first.count) else { return nil }
        let primary = Self.synonyms[first] ?? first
        let region = parts.dropFirst().first { $0.count == 2 || $0.count == 3 && $0.allSatisfy(\.isNumber) }?
            .uppercased()
        let exact = region.map { "\(primary)-\($0)" } ?? primary
        guard let transcriber = transcriber(exact, primary) else { return nil }
        return VoiceLanguage(tag: exact, transcriber: transcriber, voice: voice(exact, primary))
    }

    private func transcriber(_ exact: String, _ primary: String) -> VoiceLanguage.Transcriber? {
        for code in [exact, primary] where Self.nova3.contains(code) {
            return .init(provider: "deepgram", model: "nova-3", language: code)
        }
        let usual = Self.regions[primary].map { "\(primary)-\($0)" }
        let candidates = [exact, usual].compactMap { $0 } + azure.sorted().filter { $0.hasPrefix("\(primary)-") }
        return candidates.first(where: azure.contains).map { .init(provider: "azure", model: nil, language: $0) }
    }

    private func voice(_ exact: String, _ primary: String) -> VoiceLanguage.Voice {
        let spoken = primary == "nb" ? "no" : primary
        for code in [exact, spoken] where vapi.contains(code) {
            return .init(provider: "vapi", voiceId: "Elliot", version: "2", language: code)
        }
        // Speaks some ninety languages by what it is given to say.
        return .init(provider: "azure", voiceId: "en-US-EmmaMultilingualNeural", version: nil, language: nil)
    }

    /// What nova-3 is good at; a pair it does not have would end the call.
    private static let nova3: Set = [
        "en", "en-US", "en-GB", "en-AU", "en-NZ", "en-IN", "es", "es-419", "fr", "fr-CA", "de", "pt", "pt-BR", "pt-PT",
        "it",
        "nl", "ja", "hi", "ru",
    ]

    /// Old and other names of the same language.
    private static let synonyms = [
        "iw": "he", "in": "id", "no": "nb", "nn": "nb", "tl": "fil", "ji": "yi", "cmn": "zh",
    ]

    /// The region that is meant when none is named and there are several.
    private static let regions = [
        "ar": "EG", "bn": "IN", "de": "DE", "en": "US", "es": "ES", "fr": "FR", "it": "IT", "nl": "NL", "pt": "BR",
        "sw": "KE", "ta": "IN", "zh": "CN",
    ]
}

/// The committed list does not have what the table asks for.
package struct UnknownLanguages: Error, CustomStringConvertible {
    let names: [String]
    package var description: String { "the voice platform's list does not have \(names.joined(separator: ", "))" }
}
