import Foundation
import Testing

@testable import Notices

@Suite struct LanguageTests {
    static let languages = ["en", "es", "fr", "de", "pt", "it"]

    @Test(arguments: NoticeKind.allCases, NoticeRecipient.Role.allCases)
    func languagesSayItDifferently(kind: NoticeKind, role: NoticeRecipient.Role) throws {
        let renderer = try Samples.renderer()
        for isTheirs in [true, false] {
            let all = try Self.languages.map {
                try renderer.render(SampleFacts.plain.notice(kind, to: role, in: $0, isRecipients: isTheirs))
            }
            #expect(Set(all.map(\.subject)).count == 6, "\(all.map(\.subject))")
            #expect(Set(all.map(\.text)).count == 6)
            #expect(Set(all.map(\.preheader)).count == (kind.hasSummary ? 1 : 6), "\(all.map(\.preheader))")
            #expect(Set(all.map(\.short)).count == 6, "\(all.map(\.short))")
            #expect(all.map(\.language) == Self.languages && all.allSatisfy { !$0.isFallbackLanguage })
        }
    }

    /// Words that no other of the languages has, whatever the notice is about.
    @Test(arguments: NoticeKind.allCases)
    func thereIsNoEnglishInOtherLanguages(kind: NoticeKind) throws {
        let english: Set<Substring> = [
            "the", "your", "you", "with", "is", "call", "and", "appointment", "not", "has", "open", "name", "by",
        ]
        var facts = SampleFacts.plain
        (facts.summary, facts.reason, facts.place) = (nil, nil, nil)
        let renderer = try Samples.renderer()
        func words(_ language: String, _ role: NoticeRecipient.Role) throws -> Set<Substring> {
            let rendered = try renderer.render(facts.notice(kind, to: role, in: language))
            let texts = [rendered.subject, rendered.preheader, rendered.text, rendered.short].joined(separator: " ")
            return Set(texts.lowercased().split { !$0.isLetter })
        }
        for role in NoticeRecipient.Role.allCases {
            #expect(!english.isDisjoint(with: try words("en", role)))
            for language in Self.languages.dropFirst() {
                // A German says "Name" as well.
                let shared = english.intersection(try words(language, role)).subtracting(
                    language == "de" ? ["name"] : [])
                #expect(shared.isEmpty, "\(language): \(shared)")
            }
        }
    }

    @Test(arguments: [
        ("nl", "de", "de", true), ("nl", "sv", "en", true), ("", "", "en", true), ("xx-😀", "it-IT", "it-IT", true),
        ("fr", "de", "fr", false), ("PT_br", "en", "pt-BR", false), ("es-419", "en", "es-419", false),
        ("de-Latn-AT", "en", "de-AT", false), ("en-u-rg-dezzzz", "de", "en", false), ("eng", "de", "de", true),
        ("de_DE.UTF-8", "en", "de-DE", false), ("zh-Hant-TW", "es", "es", true), ("-en", "de", "en", false),
    ])
    func whatIsNotSpokenFallsBack(tag: String, agency: String, used: String, isFallback: Bool) throws {
        let notice = SampleFacts.plain.notice(.callMissed, in: tag, agencyLanguage: agency)
        let rendered = try Samples.renderer().render(notice)
        #expect(rendered.language == used)
        #expect(rendered.isFallbackLanguage == isFallback)
        let direct = try Samples.renderer().render(SampleFacts.plain.notice(.callMissed, in: used))
        #expect(rendered.text == direct.text)
    }

    @Test func aRegionHasItsOwnDatesAndTheWordsOfItsLanguage() throws {
        let renderer = try Samples.renderer()
        func text(_ language: String) throws -> String {
            try renderer.render(SampleFacts.plain.notice(.callCompleted, in: language)).text
        }
        #expect(try text("en-US").contains("When: Thursday, August 27, 2026 at 4:30 PM"))
        #expect(try text("en-GB").contains("When: Thursday, 27 August 2026 at 16:30"))
        #expect(try text("es").contains("Cuándo: jueves, 27 de agosto de 2026, 16:30"))
        #expect(try text("es-MX").contains("Cuándo: jueves, 27 de agosto de 2026, 4:30 p.m."))
        #expect(try text("pt-BR").contains("Quando: quinta-feira, 27 de agosto de 2026, às 16:30"))
        #expect(try text("de").contains("Wann: Donnerstag, 27. August 2026, 16:30 Uhr"))
    }
}

extension NoticeKind {
    fileprivate var hasSummary: Bool { variables.contains(.summary) }
}
