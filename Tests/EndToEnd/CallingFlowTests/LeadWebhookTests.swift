import Contracts
import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// `POST /api/webhooks/inbound/{agency_id}` as those who post to it see it.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct LeadWebhookTests {
    private static var options: ThavonSystem.Options {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest"]
        return options
    }

    @Test func whatCannotBeTakenIsRefusedAndNotStored() async throws {
        try await Calling.run(Self.options) { system, _ in
            let body = Array(#"{"phone": "+14065550120"}"#.utf8)
            let other = system.leadURL.replacingOccurrences(of: "\(TestAgency.id)", with: Calling.otherAgency)
            let json = "application/json"
            let long: HTTPHeaders = [
                "authorization": "Bearer \(Calling.token)", "idempotency-key": String(repeating: "k", count: 256),
            ]
            let large = [UInt8](repeating: 0x20, count: 2 << 20)
            let statuses = [
                try await system.postLead(body, type: json, headers: [:]).status,
                try await system.postLead(body, type: json, headers: ["authorization": "Bearer unknown"]).status,
                try await system.postLead(body, type: json, headers: ["authorization": "Basic \(Calling.token)"])
                    .status,
                try await system.postLead(body, type: json, to: other).status,
                try await system.postLead(Array("{".utf8), type: json).status,
                try await system.postLead(Array("[]".utf8), type: json).status,
                try await system.postLead(Array("{}".utf8), type: json).status,
                try await system.postLead([0xff, 0x00, 0xfe], type: "").status,
                try await system.postLead(body, type: "multipart/form-data; boundary=x").status,
                try await system.postLead(body, type: json, headers: long).status,
                try await system.postLead(large, type: json).status,
            ]
            #expect(statuses == [401, 401, 401, 404, 400, 400, 400, 400, 415, 400, 413])
            let leads = try await system.texts("SELECT phone FROM leads WHERE source <> 'hand'")
            #expect(leads.isEmpty)
        }
    }

    @Test func theSameKeyIsAnsweredTheSameAndDoneOnce() async throws {
        try await Calling.run(Self.options) { system, events in
            let headers: HTTPHeaders = ["authorization": "bearer \(Calling.token)", "idempotency-key": "form-1"]
            let lead = ["name": "Lee Doe", "phone": "+1 406 555 0120"]
            let first = try await system.postLead(lead, headers: headers)
            let again = try await system.postLead(lead, headers: headers)
            #expect(first.status == 202 && again.status == 202)
            #expect(first.body == again.body)
            let other = try await system.postLead(["phone": "+14065550121"], headers: headers)
            #expect(other.status == 422)
            try await events.waitFor("lead.created")
            let count = await events.events("lead.created").count
            #expect(count == 1)
            let phones = try await system.texts("SELECT phone FROM leads WHERE source <> 'hand'")
            #expect(phones == ["+14065550120"])
        }
    }

    @Test func aSecondFormCompletesTheLead() async throws {
        try await Calling.run(Self.options) { system, events in
            let form =
                "full_name=Lena+L%C3%BCders&telefon=030+23125001&plz=10115&land=DE&sprache=Deutsch&consent=ja"
            let first = try await system.postLead(Array(form.utf8), type: "application/x-www-form-urlencoded")
            #expect(first.status == 202)
            try await events.waitFor("lead.created")
            let facebook = """
                {"field_data": [{"name": "phone_number", "values": ["+493023125001"]}, {"name": "email",
                "values": ["lena@example.com"]}]}
                """
            let second = try await system.postLead(Array(facebook.utf8), type: "application/json")
            #expect(String(decoding: second.body, as: UTF8.self).contains(#""status":"updated""#))
            try await events.waitFor("lead.updated")
            let lead = try await system.texts(
                """
                SELECT concat_ws('|', name, phone, email, postcode, country, preferred_language, time_zone, consent_kind)
                FROM leads WHERE phone = '+493023125001'
                """)
            #expect(
                lead == [
                    "Lena Lüders|+493023125001|lena@example.com|10115|DE|de|Europe/Berlin|express_written"
                ])
        }
    }

    /// What was made of the number is not what they said: a postcode that comes later puts it right.
    @Test func aLaterPostcodeMovesTheLead() async throws {
        try await Calling.run(Self.options) { system, _ in
            _ = try await system.postLead(["phone": "+12125550122", "consent": "yes"])
            let first = try await system.texts("SELECT time_zone FROM leads WHERE phone = '+12125550122'")
            #expect(first == ["America/New_York"])
            _ = try await system.postLead(["phone": "+12125550122", "zip": "96815", "country": "US"])
            let second = try await system.texts("SELECT time_zone FROM leads WHERE phone = '+12125550122'")
            #expect(second == ["Pacific/Honolulu"])
            let given = try await system.texts(
                "SELECT coalesce(time_zone_given, 'none') FROM leads WHERE phone = '+12125550122'")
            #expect(given == ["none"])
        }
    }

    /// A number from elsewhere says nothing about somebody whose country is known.
    @Test func aNumberDoesNotMoveALeadWhoseCountryIsKnown() async throws {
        try await Calling.run(Self.options) { system, _ in
            _ = try await system.postLead([
                "phone": "+12125550122", "country": "ES", "postcode": "28001", "consent": "yes",
            ])
            _ = try await system.postLead(["phone": "+12125550122", "email": "ana@example.com", "postcode": "28002"])
            let place = try await system.texts(
                "SELECT concat_ws(' ', country, postcode, time_zone) FROM leads WHERE phone = '+12125550122'")
            #expect(place == ["ES 28002 Europe/Madrid"])
        }
    }
}
