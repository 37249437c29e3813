import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import LenientJSON
import NIOCore
import Postgres
import Testing

@testable import Dashboard

/// What a change through the API is made of.
@Suite struct APIChangeTests {
    private let now = Date(timeIntervalSince1970: 1_795_950_000)
    private let viewer = APIDocumentTests.viewer

    private func call(_ body: String) throws -> APICall {
        let request = Request(
            head: HTTPRequest(method: .patch, scheme: nil, authority: nil, path: "/api/v1/leads/1"),
            body: RequestBody(buffer: ByteBuffer()))
        return APICall(
            request: request, principal: Principal(viewer: viewer, address: "192.0.2.1", via: "api"),
            parameters: Parameters(), query: Query([]), body: try JSONDocument(parsing: Array(body.utf8)).root)
    }

    @Test func aMergePatchLeavesWhatItDoesNotName() throws {
        var form = LeadForm(name: "Rosa", phone: "+34612555018", email: "rosa@example.com", notes: "x")
        form.apply(try call(#"{"name": "  Rosa  Ruiz ", "email": null, "time_zone": "Europe/Madrid", "call": true}"#))
        #expect(form.name == "Rosa Ruiz" && form.phone == "+34612555018" && form.email.isEmpty && form.notes == "x")
        #expect(form.zone == "Europe/Madrid" && form.wantsCall)
    }

    @Test func aNewNumberIsNotKeptWhenItCannotBeDialled() throws {
        var form = LeadForm(phone: "12", keepsPhone: true)
        form.apply(try call(#"{"notes": "y"}"#))
        #expect(form.keepsPhone)
        form.apply(try call(#"{"phone": "34"}"#))
        #expect(!form.keepsPhone && form.phone == "34")
    }

    @Test func everyMemberOfALeadIsAField() {
        let members = Set(LeadResources.members.map(\.name))
        #expect(members == Set(LeadForm.Field.allCases.map(\.memberName)).union(["call"]))
    }

    @Test func factsOfAnAgentThatAreNotNamedStay() throws {
        var form = AgentFactsForm()
        (form.name, form.email, form.phone, form.spoken) = ("Bea", "bea@example.com", "+4930555010011", ["de"])
        form.apply(try call(#"{"name": " Bea Berlin ", "phone": null, "message_language": "es"}"#))
        #expect(form.name == "Bea Berlin" && form.email == "bea@example.com" && form.phone.isEmpty)
        #expect(form.language == "es" && form.spoken == ["de"] && form.timeZone.isEmpty)
        form.apply(try call(#"{"languages": ["en", "fr"]}"#))
        #expect(form.spoken == ["en", "fr"])
        form.apply(try call(#"{"languages": null}"#))
        #expect(form.spoken.isEmpty)
    }

    @Test func wishesAboutMessagesAreThoseOfTheForm() throws {
        let form = AgentNotificationsForm(
            try call(
                #"""
                {"grid": {"call.missed": {"sms": "fallback", "email": null}}, "has_quiet_hours": true,
                "quiet_hours": {"from": "21:00", "to": "08:00"}, "has_send_windows": false}
                """#))
        #expect(form.problems.isEmpty)
        let stored = form.applied(to: NotificationPreferences())
        #expect(stored.grid == ["call.missed": ["sms": .fallback]])
        #expect(stored.quiet == .value(.init(from: "21:00", to: "08:00")) && stored.windows == .none)
        #expect(stored.urgentPasses == nil)
        let without = AgentNotificationsForm(try call(#"{"has_quiet_hours": true, "has_send_windows": true}"#))
        #expect(without.problems.map(\.field) == ["quiet_from", "windows"])
        let empty = AgentNotificationsForm(try call("{}"))
        #expect(empty.problems.isEmpty && empty.applied(to: stored) == NotificationPreferences())
    }

    @Test func theSameKeyIsTheSameCommand() {
        let token = UUID()
        let id = IdempotencyKey.id(token: token, key: "k", at: now)
        #expect(IdempotencyKey.id(token: token, key: "k", at: now) == id)
        #expect(id.time == now)
        #expect(IdempotencyKey.id(token: token, key: "l", at: now) != id)
        #expect(IdempotencyKey.id(token: UUID(), key: "k", at: now) != id)
        let bytes = id.rawValue.uuid
        #expect(bytes.6 >> 4 == 7 && bytes.8 >> 6 == 2)
    }

    @Test func theAuditLogSaysByWhichWay() {
        let page = Principal(viewer: viewer, address: "192.0.2.1")
        let api = Principal(viewer: viewer, address: "192.0.2.1", via: "api")
        #expect(page.detailed(JSONB(#"{"a":1}"#)).text == #"{"a":1}"#)
        #expect(api.detailed(JSONB("{}")).text == #"{"via":"api"}"#)
        #expect(api.detailed(JSONB(#"{"a":{"b":"}"}}"#)).text == #"{"via":"api","a":{"b":"}"}}"#)
    }

    @Test func aProblemIsAsRFC9457HasIt() {
        let problem = APIProblem(.notFound, nil, "There is nothing at this address.")
        #expect(
            problem.json(instance: "/api/v1/x").json
                == #"{"type":"about:blank","title":"Not Found","status":404,"detail":"There is nothing at this address.","instance":"/api/v1/x"}"#
        )
        let response = problem.response(instance: "/api/v1/x")
        #expect(response.headers[.contentType] == "application/problem+json")
        let invalid = APIProblem.invalid("at", "is missing").json(instance: "/").json
        #expect(invalid.contains(##""errors":[{"pointer":"#/at","detail":"is missing"}]"##))
        #expect(invalid.contains("urn:problem-type:thavon:invalid-body"))
    }
}
