import Foundation
import Testing

@testable import Sandbox

/// Holds the lists of names in the code against the publishers' descriptions, where they are at hand.
@Suite struct SpecificationTests {
    static func document(_ path: String) throws -> JSON {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let shared =
            ProcessInfo.processInfo.environment["THAVON_SHARED"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared")
        let file = shared.appending(path: path)
        guard FileManager.default.fileExists(atPath: file.path()) else {
            try Test.cancel("\(path) is not at hand; set THAVON_SHARED to the folder with the descriptions")
        }
        return try JSON(parsing: Array(try Data(contentsOf: file)))
    }

    private static func names(_ schema: String, in document: JSON) throws -> Set<String> {
        Set(try #require(document.at("components", "schemas", schema, "properties")?.members).keys)
    }

    @Test func resendsFieldsAreThoseOfItsDescription() throws {
        let document = try Self.document("specs/resend/resend-openapi.json")
        #expect(try Self.names("SendEmailRequest", in: document) == MailDraft.fields)
        #expect(try Self.names("Attachment", in: document) == MailDraft.attachmentFields)
        #expect(try Self.names("Tag", in: document) == MailDraft.tagFields)
        #expect(try Self.names("EmailTemplateInput", in: document) == MailDraft.templateFields)
    }

    @Test func vapisFieldsAreThoseOfItsDescription() throws {
        let document = try Self.document("specs/vapi/openapi.json")
        #expect(try Self.names("CreateCallDTO", in: document) == CreateCallRules.fields)
        #expect(try Self.names("CreateCustomerDTO", in: document) == CreateCallRules.customerFields)
        #expect(try Self.names("AssistantOverrides", in: document) == CreateCallRules.overrideFields)
        #expect(try Self.names("Server", in: document) == CreateCallRules.serverFields)
        let reasons = try #require(
            document.at("components", "schemas", "ServerMessageEndOfCallReport", "properties", "endedReason", "enum")?
                .elements)
        for outcome in CallOutcome.allCases { #expect(reasons.contains(.string(outcome.endedReason))) }
    }

    @Test func aReportHasEverythingThatItsDescriptionRequires() throws {
        let document = try Self.document("specs/vapi/openapi.json")
        let required = try #require(
            document.at("components", "schemas", "ServerMessageEndOfCallReport", "required")?.elements)
        for outcome in CallOutcome.allCases {
            let sample = SampleRequest(outcome: outcome, phoneNumberID: "pn")
            let report = sample.call(endedAt: .now, chance: { 0.5 }).report(at: .now)
            for name in required.compactMap(\.string) { #expect(report.at("message", name) != nil, "\(name)") }
        }
    }
}
