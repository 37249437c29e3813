import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GoogleFaultTests {
    private typealias Person = PersonUnderTest

    private static func fault(_ kind: String) -> String { #"{"provider":"google","kind":"\#(kind)","count":1}"# }

    @Test(
        arguments: [
            ("429", 429, "rateLimitExceeded"), ("rate_limit_403", 403, "userRateLimitExceeded"),
            ("quota_403", 403, "quotaExceeded"), ("500", 500, "backendError"), ("unauthorized", 401, "authError"),
            ("html_error", 502, nil),
        ] as [(String, Int, String?)])
    func aCallIsRefusedAsOrdered(_ kind: String, _ status: Int, _ reason: String?) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            #expect(try await google.sandbox.send(.post, "/faults", body: Self.fault(kind)).status == 201)
            // The person's own doing is not hit.
            let own: JSON = ["start": "2026-10-24", "end": "2026-10-25"]
            #expect(try await person.byHand(.post, "/events", own).status == 200)
            let refused = try await person.insert()
            #expect(refused.status == status)
            #expect(refused.reason == reason)
            #expect(try await person.insert().status == 200)
        }
    }

    @Test(
        arguments: [
            ("429", 429, "rate_limit_exceeded"), ("500", 500, "internal_failure"),
            ("unauthorized", 401, "invalid_client"),
            ("invalid_grant", 400, "invalid_grant"), ("html_error", 502, nil),
        ] as [(String, Int, String?)])
    func theTokenEndpointRefusesAsOrdered(_ kind: String, _ status: Int, _ error: String?) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            #expect(try await google.sandbox.send(.post, "/faults", body: Self.fault(kind)).status == 201)
            let refused = try await google.refresh(person.refreshToken)
            #expect(refused.status == status)
            #expect(refused.json["error"]?.string == error)
            #expect(try await google.refresh(person.refreshToken).status == 200)
        }
    }

    @Test func eachFaultWaitsForTheCallItFits() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            for kind in ["sync_gone", "freebusy_error", "invalid_grant"] {
                #expect(try await google.sandbox.send(.post, "/faults", body: Self.fault(kind)).status == 201)
            }
            let token = try #require(try await person.list().json["nextSyncToken"]?.string)
            #expect(try await person.list("?syncToken=\(token.queryEscaped)").reason == "fullSyncRequired")
            #expect(try await person.list("?syncToken=\(token.queryEscaped)").status == 200)
            let query: JSON = [
                "timeMin": "2026-10-24T00:00:00Z", "timeMax": "2026-10-25T00:00:00Z", "items": [["id": "primary"]],
            ]
            let blind = try await person.call(.post, "/freeBusy", query)
            #expect(blind.status == 200)
            #expect(
                blind.json.at("calendars", "primary", "errors") == [["domain": "global", "reason": "internalError"]])
            #expect(try await person.call(.post, "/freeBusy", query).json.at("calendars", "primary", "errors") == nil)
            #expect(try await google.refresh(person.refreshToken).status == 400)
        }
    }

    @Test(arguments: [("dropped_after_processing", 409), ("dropped_before_processing", 200)])
    func anInsertWhoseAnswerIsLostMayHaveHappened(_ kind: String, _ second: Int) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            #expect(try await google.sandbox.send(.post, "/faults", body: Self.fault(kind)).status == 201)
            await #expect(throws: HTTPClientError.self) { try await person.insert() }
            #expect(try await person.insert().status == second)
        }
    }

    @Test(arguments: [
        #"{"provider":"vapi","kind":"push_lost","count":1}"#, #"{"provider":"resend","kind":"sync_gone","count":1}"#,
        #"{"provider":"google","kind":"quota","count":1}"#, #"{"provider":"google","kind":"webhooks_lost","count":1}"#,
    ])
    func whatAProviderNeverDoesIsRefused(_ body: String) async throws {
        try await withSandbox { (sandbox) async throws in
            #expect(try await sandbox.send(.post, "/faults", body: body).status == 400)
        }
    }
}
