import Foundation
import Postgres
import TestSupport
import Testing

/// Every page of an agency's settings, saved with something else in it and with something wrong.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct SettingsPageTests {
    @Test func rulesOfEveryKind() async throws {
        let services = [
            "sandbox", "assignment", "notifier", "calendar-sync", "retry-scheduler", "recording-archive", "dashboard",
        ]
        let pages: [(path: String, field: String, right: String, wrong: String)] = [
            ("/settings/calling", "calls_per_lead", "9", "0"), ("/settings/booking", "length_minutes", "45", "4"),
            ("/settings/follow-up", "remind_after_minutes", "20", "soon"),
            ("/settings/recordings", "retention_days", "90", "0"),
        ]
        try await Consoling.run(services: services) { console in
            var owner = try await console.signedIn(.owner)
            for page in pages {
                let form = try PageForm(page.path, on: try await owner.get(page.path).text)
                let wrong = try await owner.post(page.path, form.with([page.field: page.wrong]))
                #expect(wrong.status == 422, "\(page.path): \(wrong.status)")
                let saved = try await owner.post(page.path, form.with([page.field: page.right]))
                #expect(saved.location == "\(page.path)?done=saved", "\(page.path): \(saved.status)")
                let now = try PageForm(page.path, on: try await owner.get(page.path).text).with()
                #expect(now.contains { $0 == (page.field, page.right) }, "\(page.path)")
                // Filled in from what was there before.
                let late = try await owner.post(page.path, form.with([page.field: page.right]))
                #expect(late.status == 409, "\(page.path): \(late.status)")
            }
            for (wanted, sign) in [("yes", "Go on calling"), ("no", "Pause all outreach")] {
                let paused = try await owner.post("/settings/calling/pause", [("pause", wanted)])
                #expect(paused.location == "/settings/calling")
                let page = try await owner.get("/settings/calling")
                #expect(page.text.contains(sign))
            }
        }
    }

    @Test func rulesThatDoNotReadAreSaidToBeSo() async throws {
        try await Consoling.run { console in
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO calling_settings (agency_id, rules, changed_by)
                VALUES ('\(TestAgency.id)', '{"calls_per_lead": "many"}', 'test')
                """)
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/settings/calling")
            #expect(page.status == 200 && page.text.contains("These settings cannot be read"))
            #expect(page.text.contains("the usual rules apply meanwhile"))
            let form = try PageForm("/settings/calling", on: page.text)
            let wrong = try await owner.post("/settings/calling", form.with(["calls_per_lead": "0"]))
            #expect(wrong.status == 422 && wrong.text.contains("These settings cannot be read"))
            let other = try await owner.get("/settings/booking")
            #expect(!other.text.contains("These settings cannot be read"))
        }
    }

    @Test func whatPeopleAreToldAndInWhichWords() async throws {
        try await Consoling.run(services: ["sandbox", "notifier", "dashboard"]) { console in
            var owner = try await console.signedIn(.owner)
            let place = "/settings/notifications"
            let form = try PageForm(place, on: try await owner.get(place).text)
            let wrong = try await owner.post(place, form.with(["quiet_from": "21:00", "quiet_to": ""]))
            #expect(wrong.status == 422)
            let saved = try await owner.post(place, form.with(["quiet_from": "21:00", "quiet_to": "07:00"]))
            #expect(saved.location?.hasPrefix("\(place)?done=") == true, "\(saved.status)")
            let late = try await owner.post(place, form.with(["quiet_from": "22:00", "quiet_to": "07:00"]))
            #expect(late.status == 409 && late.text.contains("What is stored now, in a new tab"))

            let texts = "/settings/texts/edit?kind=call.completed&language=en"
            let text = try PageForm("/settings/texts/save", on: try await owner.get(texts).text)
            let words = text.with(["subject": "News for you", "body": "Read it.", "short": "News"])
            let preview = try await owner.post("/settings/texts/preview", words)
            #expect(preview.status == 200 && preview.text.contains("Read it."))
            let mail = try await owner.post("/settings/texts/mail", words)
            #expect(mail.status == 200 && mail.text.contains("Read it."))
            let broken = try await owner.post("/settings/texts/preview", text.with(["body": "{{#agent}}never closed"]))
            #expect(broken.status == 422)
            let none = try await owner.post("/settings/texts/save", text.with(["kind": "no.such.kind"]))
            #expect(none.status == 400)
        }
    }

    @Test func tokensOfLeadFormsAndNamesOfWhatIsAtVapi() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let place = "/settings/webhooks"
            let form = try PageForm("\(place)/tokens", on: try await owner.get(place).text)
            let nameless = try await owner.post("\(place)/tokens", form.with(["token_label": ""]))
            #expect(nameless.status == 422)
            let made = try await owner.post("\(place)/tokens", form.with(["token_label": "Web site"]))
            #expect(made.status == 200 && made.text.contains("shown only once"))
            let twice = try await owner.post("\(place)/tokens", form.with(["token_label": "Web site"]))
            #expect(twice.status == 200 && !twice.text.contains("shown only once"))
            let found = made.text.firstMatch(of: /action="(\/settings\/webhooks\/tokens\/[0-9a-f-]{36}\/revoke)"/)
            let path = String(try #require(found).1)
            let revoked = try await owner.post(path)
            #expect(revoked.location == "\(place)?done=revoked")

            func label(_ text: String, of id: String) -> [(String, String)] { [("vapi_id", id), ("label", text)] }
            let named = try await owner.post("\(place)/vapi/label", label("Front desk", of: TestAgency.phoneNumberID))
            #expect(named.location == "\(place)?done=labelled")
            let page = try await owner.get(place)
            #expect(page.text.contains("Front desk"))
            let long = try await owner.post(
                "\(place)/vapi/label", label(String(repeating: "x", count: 81), of: TestAgency.phoneNumberID))
            let unknown = try await owner.post("\(place)/vapi/label", label("x", of: "nothing"))
            #expect(long.status == 400 && unknown.status == 404)
        }
    }
}
