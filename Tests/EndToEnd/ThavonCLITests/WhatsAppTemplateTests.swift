import Foundation
import Notices
import Testing

@testable import ThavonCLI

struct WhatsAppTemplateTests {
    private let kinds = NoticeKind.allCases.filter(\.isChoosable)

    @Test func everyKindHasATextInEveryLanguage() {
        let pairs = Set(WhatsAppTemplate.all.map { "\($0.kind.rawValue)/\($0.language.rawValue)" })
        let wanted = kinds.flatMap { kind in WordLanguage.allCases.map { "\(kind.rawValue)/\($0.rawValue)" } }
        #expect(pairs == Set(wanted) && WhatsAppTemplate.all.count == wanted.count)
        #expect(WordLanguage.allCases.allSatisfy { WhatsAppTemplate(.optedOutConfirmation, $0) == nil })
    }

    /// Meta refuses numbers that are left out or out of order, and texts that begin or end with a variable.
    @Test func aTextHasEachVariableOnceAndInOrder() {
        for template in WhatsAppTemplate.all {
            let place = "\(template.kind.rawValue) \(template.language.rawValue)"
            let numbers = template.text.matches(of: /\{\{(.*?)\}\}/).map { String($0.output.1) }
            #expect(numbers == template.kind.templateVariables.indices.map { "\($0 + 1)" }, "\(place)")
            #expect(!template.text.hasPrefix("{{") && !template.text.hasSuffix("}}"), "\(place)")
            #expect(!template.text.contains("}}{{") && !template.text.contains("}} {{"), "\(place)")
            // Meta's limit for a body (https://developers.facebook.com/docs/whatsapp/message-templates).
            #expect(template.text.count <= 1024, "\(place)")
        }
    }

    @Test func idsAreAlwaysTheSameAndDifferFromEachOther() throws {
        let ids = WhatsAppTemplate.all.map(\.sandboxSID)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.wholeMatch(of: /HX[0-9a-f]{32}/) != nil })
        let first = try #require(WhatsAppTemplate(.callCompleted, .german))
        #expect(WhatsAppTemplate.all.contains { $0.sandboxSID == first.sandboxSID && $0.language == .german })
    }

    @Test func bothSettingsNameTheSameIds() throws {
        let contents = try JSONDecoder().decode(
            [String: [String: String]].self, from: Data(WhatsAppTemplate.all.sandboxContentTemplates.utf8))
        let texts = try JSONDecoder().decode(
            [String: String].self, from: Data(WhatsAppTemplate.all.sandboxTexts.utf8))
        #expect(Set(contents.keys) == Set(kinds.map(\.rawValue)))
        #expect(Set(contents.values.flatMap(\.values)) == Set(texts.keys))
        let german = try #require(contents["call.completed"]?["de"])
        #expect(texts[german]?.hasPrefix("Ein Gespräch mit {{1}} ist beendet.") == true)
        // They stand in an environment file, and come back out of it as they were.
        let all = WhatsAppTemplate.all.sandboxTexts
        #expect(try EnvironmentFile.parse("T='\(all)'", name: "x")["T"] == all)
    }

    @Test func everyVariableHasASample() {
        for template in WhatsAppTemplate.all { #expect(template.variables.allSatisfy { $0.sample != "–" }) }
    }
}
