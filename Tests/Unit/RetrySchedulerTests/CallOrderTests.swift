import Contracts
import Foundation
import TestSupport
import Testing
import Vapi

@testable import RetryScheduler

/// What is asked of Vapi is what its published description allows.
@Suite struct CallOrderTests {
    private static func order(_ language: String, name: String? = "Zoë {{evil}} O'Neil") -> CallOrder {
        CallOrder(
            attemptID: .new(), retryID: .new(), agencyID: TestAgency.id, leadID: TestAgency.texanLead,
            agencyName: "Nordlicht \"Estates\"", number: "+14065550120", leadName: name, language: language,
            agencyLanguage: "en", assistantID: "asst_test", phoneNumberID: "pn_test")
    }

    private static let callback = CallbackAddress(url: "https://calls.example.com/api/webhooks/vapi", secret: "s3cret")

    @Test(.needsSharedMaterial) func everyLanguagesRequestIsValid() throws {
        let schema = try OpenAPISchema(description: SharedMaterial.data("specs/vapi/openapi.json"))
        let languages = try VoiceLanguages()
        for language in languages.all.sorted() + ["en", "de-CH", "pt-BR", "klingon"] {
            for callback in [Self.callback, nil] {
                let body = try Self.order(language).request(languages, callback: callback).json
                let problems = try schema.problems(of: Data(body), as: "CreateCallDTO")
                #expect(problems.isEmpty, "\(language)")
            }
        }
    }

    /// The check itself can fail.
    @Test(.needsSharedMaterial) func aWrongRequestIsFoundOut() throws {
        let schema = try OpenAPISchema(description: SharedMaterial.data("specs/vapi/openapi.json"))
        let body =
            #"{"assistantId": 7, "customer": {"number": "+1"}, "idempotencyKey": "k", "assistantOverrides": {"server": {"timeoutSeconds": -1}}}"#
        let problems = try schema.problems(of: Data(body.utf8), as: "CreateCallDTO")
        #expect(problems.contains("$.assistantId: no string"))
        #expect(problems.contains("$.idempotencyKey is not known"))
        #expect(problems.count >= 3)
    }

    @Test func ourIDsTravelAndTheSecretIsForVapiOnly() throws {
        let order = Self.order("de")
        let body = try JSONSerialization.jsonObject(
            with: Data(order.request(VoiceLanguages(), callback: Self.callback).json))
        let overrides = try #require((body as? [String: Any])?["assistantOverrides"] as? [String: Any])
        let metadata = try #require(overrides["metadata"] as? [String: String])
        #expect(metadata["attempt_id"] == order.attemptID.description)
        #expect(metadata["lead_id"] == order.leadID.description)
        let server = try #require(overrides["server"] as? [String: Any])
        #expect(server["url"] as? String == Self.callback.url)
        #expect(server["backoffPlan"] != nil)
        let variables = try #require(overrides["variableValues"] as? [String: String])
        // A name is data, not a template.
        #expect(variables["lead_name"]?.contains("{{") == false)
        let transcriber = try #require(overrides["transcriber"] as? [String: Any])
        #expect(transcriber["language"] as? String == "de")
    }

    /// What the assistant was made for, words included, is left as it is.
    @Test func theAgencysOwnLanguageChangesNothing() throws {
        let body = try JSONSerialization.jsonObject(
            with: Data(Self.order("en-US").request(VoiceLanguages(), callback: nil).json))
        let overrides = try #require((body as? [String: Any])?["assistantOverrides"] as? [String: Any])
        for name in ["transcriber", "voice", "firstMessage", "voicemailMessage", "server"] {
            #expect(overrides[name] == nil)
        }
    }
}
