import Foundation
import TestSupport
import Testing

@testable import Vapi

@Suite struct VoiceLanguagesTests {
    static let languages = Result { try VoiceLanguages() }

    @Test(
        arguments: [
            ("de", "deepgram", "de", "vapi", "de"), ("de-CH", "deepgram", "de", "vapi", "de"),
            ("en-gb", "deepgram", "en-GB", "vapi", "en-GB"), ("pt_BR", "deepgram", "pt-BR", "vapi", "pt-BR"),
            ("pl", "azure", "pl-PL", "vapi", "pl"), ("sv-SE", "azure", "sv-SE", "vapi", "sv"),
            ("no", "azure", "nb-NO", "vapi", "no"), ("iw", "azure", "he-IL", "vapi", "he"),
            ("ar", "azure", "ar-EG", "vapi", "ar"),
            ("ar-MA", "azure", "ar-MA", "vapi", "ar"), ("sw", "azure", "sw-KE", "azure", nil),
            ("zh-TW", "azure", "zh-TW", "vapi", "zh"), ("zh-Hans-CN", "azure", "zh-CN", "vapi", "zh"),
            ("es-419", "deepgram", "es-419", "vapi", "es"),
        ] as [(String, String, String, String, String?)])
    func transcriberAndVoiceAreChosen(
        tag: String, transcriber: String, language: String, voice: String, spoken: String?
    ) throws {
        let choice = try #require(try Self.languages.get().choice(for: tag))
        #expect(choice.transcriber.provider == transcriber)
        #expect(choice.transcriber.language == language)
        #expect(choice.voice.provider == voice)
        #expect(choice.voice.language == spoken)
    }

    @Test(arguments: ["", "x", "xx", "klingon", "qq-QQ", "multi", "auto"])
    func whatIsNoLanguageIsNone(tag: String) throws {
        #expect(try Self.languages.get().choice(for: tag) == nil)
    }

    @Test func aTableThatAsksForMoreThanTheListHasDoesNotStart() {
        let lists = Data(#"{"deepgram_transcriber":["en"],"azure_transcriber":[],"vapi_voice":[]}"#.utf8)
        let error = #expect(throws: UnknownLanguages.self) { try VoiceLanguages(lists: Array(lists)) }
        #expect(error?.description.contains("Deepgram: de") == true)
    }

    @Test func thereAreManyLanguages() throws {
        #expect(try Self.languages.get().all.count >= 70)
    }

    /// The committed list is what the published description says.
    @Test(.needsSharedMaterial) func theListIsThePublishedOne() throws {
        let description = try #require(
            try JSONSerialization.jsonObject(with: SharedMaterial.data("specs/vapi/openapi.json")) as? [String: Any])
        let schemas = ((description["components"] as? [String: Any])?["schemas"] as? [String: Any]) ?? [:]
        func published(_ name: String) -> Set<String> {
            let properties = (schemas[name] as? [String: Any])?["properties"] as? [String: Any]
            return Set((properties?["language"] as? [String: Any])?["enum"] as? [String] ?? [])
        }
        let committed = try #require(
            try JSONSerialization.jsonObject(with: Data(PackageResources.languages_json)) as? [String: [String]])
        #expect(Set(committed["deepgram_transcriber"] ?? []) == published("DeepgramTranscriber"))
        #expect(Set(committed["azure_transcriber"] ?? []) == published("AzureSpeechTranscriber"))
        #expect(Set(committed["vapi_voice"] ?? []) == published("VapiVoice"))
    }

    @Test(arguments: ["en", "de", "es", "fr", "pt", "it"])
    func textsSayWhoCallsAndWhom(language: String) throws {
        let texts = try #require(CallTexts(language: language, agency: "Nordlicht", lead: "Zoë"))
        #expect(texts.firstMessage.contains("Nordlicht") && texts.firstMessage.contains("Zoë"))
        let nameless = try #require(CallTexts(language: language, agency: "Nordlicht", lead: nil))
        #expect(nameless.firstMessage.contains("Nordlicht"))
        for text in [texts.firstMessage, texts.voicemailMessage, nameless.firstMessage] {
            #expect(!text.contains("{") && !text.contains("}"))
        }
        #expect(texts.voicemailMessage.utf16.count <= 1000)
    }

    @Test func aNameCannotBringATemplateAlong() {
        let texts = CallTexts(language: "en", agency: "A", lead: "{{ 'x' | append: secret }} {% raw %}")
        #expect(texts?.firstMessage.contains("{") == false)
        #expect(texts?.firstMessage.contains("%") == false)
    }
}
