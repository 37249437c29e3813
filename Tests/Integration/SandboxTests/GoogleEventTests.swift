import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GoogleEventTests {
    private typealias Person = PersonUnderTest

    @Test func anEventComesBackWithTheCalendarsOffset() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let made = try await person.insert()
            #expect(made.status == 200)
            #expect(made.json["id"]?.string == Person.event["id"]?.string)
            #expect(made.json.at("start", "dateTime") == "2026-10-24T10:00:00+02:00")
            #expect(made.json.at("end", "dateTime") == "2026-10-24T10:30:00+02:00")
            #expect(made.json["status"] == "confirmed")
            #expect(made.json.at("organizer", "email") == "anna@example.com")
            #expect(made.json.at("extendedProperties", "private", "appointmentId") == "a1")
            #expect(made.headers["etag"] == made.json["etag"]?.string)
            let path = "/calendars/anna%40example.com/events/\(Person.event["id"]?.string ?? "")"
            let read = try await person.call(.get, path + "?timeZone=America/New_York")
            #expect(read.json.at("start", "dateTime") == "2026-10-24T04:00:00-04:00")
            #expect(try await person.call(.get, "/calendars/b%40example.com/events").reason == "notFound")
            #expect(try await person.call(.get, "/calendars/primary/events/nothing").status == 404)
        }
    }

    @Test(
        arguments: [
            (["start": .null], "required"), (["end": .null], "required"),
            (["start": ["dateTime": "2026-10-24T10:00:00"]], "required"),
            (["start": ["dateTime": "2026-10-24 10:00:00Z"]], "invalid"),
            (["start": ["dateTime": "2026-10-24T10:00:00+0200"]], "invalid"),
            (["start": ["dateTime": "2026-10-24T10:00:00", "timeZone": "Europe/Nowhere"]], "invalid"),
            (["start": ["date": "2026-10-24"]], "invalid"),
            (["start": ["date": "2026-10-24", "dateTime": "2026-10-24T10:00:00Z"]], "invalid"),
            (["start": ["dateTime": "2026-10-24T11:00:00Z"]], "timeRangeEmpty"),
            (["start": ["date": "2026-10-24"], "end": ["date": "2026-10-24"]], "timeRangeEmpty"),
            (["id": "abcd"], "invalid"), (["id": "ABCDEF"], "invalid"), (["id": "abcdw"], "invalid"),
            (["id": "ab-cd"], "invalid"), (["iCalUID": "x@example.com"], "invalid"),
            (["status": "cancelled"], "invalid"), (["transparency": "clear"], "invalid"),
            (["attendees": [["displayName": "Bob"]]], "required"), (["attendees": [["email": "bob"]]], "invalid"),
            (
                ["reminders": ["useDefault": true, "overrides": [["method": "popup", "minutes": 5]]]],
                "cannotUseDefaultRemindersAndSpecifyOverride"
            ),
            (["reminders": ["overrides": [["method": "popup", "minutes": 40_321]]]], "invalid"),
            (["extendedProperties": ["private": ["a": 1]]], "invalid"),
        ] as [(JSON, String)])
    func whatGoogleWouldRefuseIsRefused(_ change: JSON, _ reason: String) async throws {
        try await withGoogle { (google) async throws in
            let refused = try await google.person().insert(Person.event("abcde", change))
            #expect(refused.status == 400)
            #expect(refused.reason == reason)
            #expect(refused.json.at("error", "code") == 400)
        }
    }

    @Test func anIdIsTakenForEver() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let event = "/calendars/primary/events/\(Person.event["id"]?.string ?? "")"
            #expect(try await person.insert().status == 200)
            #expect(try await person.insert().status == 409)
            #expect(try await person.call(.delete, event).status == 204)
            let again = try await person.call(.delete, event)
            #expect(again.status == 410)
            #expect(again.reason == "deleted")
            #expect(try await person.insert().reason == "duplicate")
            let read = try await person.call(.get, event)
            #expect(read.status == 200)
            #expect(read.json["status"] == "cancelled")
            let revived = try await person.call(.patch, event, ["status": "confirmed"])
            #expect(revived.json["status"] == "confirmed")
            #expect(revived.json["summary"] == "Viewing")
            #expect(try await person.call(.delete, "/calendars/primary/events/abcde").status == 404)
        }
    }

    @Test func aPatchMergesObjectsReplacesListsAndRemovesNulls() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let attendees: JSON = [["email": "b@example.com", "responseStatus": "accepted"]]
            _ = try await person.insert(Person.event("abcde", ["attendees": attendees, "location": "Here"]))
            let patched = try await person.call(
                .patch, "/calendars/primary/events/abcde",
                [
                    "location": .null, "attendees": [["email": "c@example.com"]],
                    "extendedProperties": ["private": ["version": "2"]],
                    "start": ["dateTime": .null, "timeZone": .null, "date": "2026-10-24"],
                    "end": ["dateTime": .null, "timeZone": .null, "date": "2026-10-25"],
                ])
            #expect(patched.status == 200)
            #expect(patched.json["location"] == nil)
            #expect(patched.json["attendees"] == [["email": "c@example.com", "responseStatus": "needsAction"]])
            #expect(patched.json.at("extendedProperties", "private") == ["appointmentId": "a1", "version": "2"])
            #expect(patched.json["start"] == ["date": "2026-10-24"])
            #expect(patched.json["sequence"] == 1)
            let both = try await person.call(
                .patch, "/calendars/primary/events/abcde", ["start": ["dateTime": "2026-10-24T10:00:00Z"]])
            #expect(both.reason == "invalid")
        }
    }

    @Test func anUpdateLosesWhatItLeavesOut() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            _ = try await person.insert(Person.event("abcde", ["attendees": [["email": "b@example.com"]]]))
            let body = Person.event("abcde", ["extendedProperties": .null, "summary": "Other"])
            let updated = try await person.call(.put, "/calendars/primary/events/abcde", body)
            #expect(updated.json["summary"] == "Other")
            #expect(updated.json["attendees"] == nil)
            #expect(updated.json["extendedProperties"] == nil)
        }
    }

    @Test func aConditionIsChecked() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let etag = try await person.insert(Person.event("abcde")).json["etag"]?.string
            let event = "/calendars/primary/events/abcde"
            let moved = try await person.byHand(.post, "/events/abcde/move", ["start": "2026-10-25T02:30"])
            #expect(moved.status == 200)
            // The first of two, on the night that has the hour twice.
            #expect(moved.json.at("start", "dateTime") == "2026-10-25T02:30:00+02:00")
            #expect(moved.json.at("end", "dateTime") == "2026-10-25T02:00:00+01:00")
            for method in [OutboundHTTP.HTTPMethod.patch, .put, .delete] {
                let refused = try await person.call(method, event, ifMatch: etag, Person.event("abcde"))
                #expect(refused.status == 412)
                #expect(refused.reason == "conditionNotMet")
            }
            let now = moved.json["etag"]?.string
            #expect(try await person.call(.patch, event, ifMatch: now, ["summary": "x"]).status == 200)
            #expect(try await person.call(.delete, event, ifMatch: "*").status == 204)
        }
    }

    @Test func aConferenceHasToBeAskedForTwice() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            func asked(_ request: String) -> JSON {
                [
                    "conferenceData": [
                        "createRequest": [
                            "requestId": .string(request), "conferenceSolutionKey": ["type": "hangoutsMeet"],
                        ]
                    ]
                ]
            }
            let without = try await person.insert(Person.event("abcde", asked("r1")))
            #expect(without.json["conferenceData"] == nil)
            let version = "?conferenceDataVersion=1"
            let with = try await person.call(.patch, "/calendars/primary/events/abcde\(version)", asked("r1"))
            #expect(with.json["hangoutLink"]?.string?.hasPrefix("https://meet.google.com/") == true)
            let again = try await person.call(.patch, "/calendars/primary/events/abcde\(version)", asked("r1"))
            #expect(again.json["conferenceData"] == with.json["conferenceData"])
            let pending = try await person.insert(Person.event("abcdf", asked("r-pending")), query: version)
            let status = ["conferenceData", "createRequest", "status", "statusCode"]
            #expect(status.reduce(pending.json) { $0[$1] ?? .null } == "pending")
            #expect(pending.json["hangoutLink"] == nil)
            let read = try await person.call(.get, "/calendars/primary/events/abcdf")
            #expect(status.reduce(read.json) { $0[$1] ?? .null } == "success")
            #expect(read.json["hangoutLink"] != nil)
            #expect(try await person.insert(Person.event("abcdg"), query: "?conferenceDataVersion=2").status == 400)
        }
    }

    @Test(arguments: [
        ("", []), ("?sendUpdates=none", []), ("?sendUpdates=all", ["b@example.com", "jonas@example.com"]),
        ("?sendUpdates=externalOnly", ["b@example.com"]),
    ])
    func whoWouldHaveGotAMailIsWrittenDown(_ query: String, _ recipients: [String]) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            _ = try await google.person("jonas@example.com")
            let guests: JSON = [
                ["email": "b@example.com"], ["email": "jonas@example.com"], ["email": "anna@example.com"],
            ]
            let made = try await person.insert(Person.event("abcde", ["attendees": guests]), query: query)
            let own = made.json["attendees"]?.elements?.first { $0["email"] == "anna@example.com" }
            #expect(own?["self"] == true)
            #expect(try await person.call(.delete, "/calendars/primary/events/abcde" + query).status == 204)
            let event = try await person.byHand(.get, "/events").json.elements?.first
            let updates = event?["sentUpdates"]?.elements ?? []
            #expect(updates.compactMap { $0["kind"] } == (recipients.isEmpty ? [] : ["invitation", "cancellation"]))
            for update in updates { #expect(update["recipients"] == .array(recipients.map { .string($0) })) }
            #expect(try await person.insert(Person.event("abcdf"), query: "?sendUpdates=some").status == 400)
        }
    }

    @Test func aGuestCannotMoveSomebodyElsesEvent() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let invitation: JSON = [
                "id": "abcde", "organizer": ["email": "boss@example.com"], "start": "2026-10-24T10:00",
                "end": "2026-10-24T11:00", "attendees": [["email": "anna@example.com"]],
            ]
            #expect(try await person.byHand(.post, "/events", invitation).status == 200)
            let event = "/calendars/primary/events/abcde"
            let refused = try await person.call(.patch, event, ["summary": "Mine"])
            #expect(refused.status == 403)
            #expect(refused.reason == "forbiddenForNonOrganizer")
            let declined: JSON = ["attendees": [["email": "anna@example.com", "responseStatus": "declined"]]]
            #expect(try await person.call(.patch, event, declined).status == 200)
        }
    }

    @Test func freeTimesNeedTheirOwnScope() async throws {
        try await withGoogle { (google) async throws in
            let tokens = try await google.connect("anna@example.com", granted: [GoogleUnderTest.events])
            let person = PersonUnderTest(
                google: google, account: "anna@example.com", token: tokens["access_token"]?.string ?? "",
                refreshToken: "")
            let refused = try await person.call(.post, "/freeBusy", [:])
            #expect(refused.status == 403)
            #expect(refused.reason == "insufficientPermissions")
            #expect(try await person.call(.get, "/calendars/primary").reason == "insufficientPermissions")
            #expect(try await person.list().status == 200)
            let keyless = try await google.sandbox.send(.get, "/google/calendar/v3/calendars/primary/events")
            #expect(keyless.status == 401)
            #expect(keyless.reason == "required")
        }
    }

    @Test func busyTimesAreMergedAndExact() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let times = [
                ("aaaa1", "2026-10-24T10:00", "2026-10-24T11:00"), ("aaaa2", "2026-10-24T10:30", "2026-10-24T11:30"),
                ("aaaa3", "2026-10-24T11:30", "2026-10-24T12:00"), ("aaaa4", "2026-10-26", "2026-10-27"),
                ("aaaa5", "2026-10-24T15:00", "2026-10-24T16:00"), ("aaaa6", "2026-10-24T17:00", "2026-10-24T18:00"),
            ]
            for (id, start, end) in times {
                var event: JSON = ["id": .string(id), "start": .string(start), "end": .string(end)]
                if id == "aaaa5" { event["transparency"] = "transparent" }
                #expect(try await person.byHand(.post, "/events", event).status == 200)
            }
            #expect(try await person.byHand(.delete, "/events/aaaa6").status == 204)
            #expect(try await person.byHand(.delete, "/events/aaaa6").status == 410)
            let query: JSON = [
                "timeMin": "2026-10-24T00:00:00+02:00", "timeMax": "2026-10-28T00:00:00+01:00",
                "items": [["id": "primary"], ["id": "b@example.com"]],
            ]
            let answer = try await person.call(.post, "/freeBusy", query)
            #expect(answer.status == 200)
            #expect(
                answer.json.at("calendars", "primary", "busy") == [
                    ["start": "2026-10-24T08:00:00Z", "end": "2026-10-24T10:00:00Z"],
                    // A day belongs to the calendar's zone, on the night after the clocks went back.
                    ["start": "2026-10-25T23:00:00Z", "end": "2026-10-26T23:00:00Z"],
                ])
            #expect(answer.json.at("calendars", "primary", "errors") == nil)
            let stranger = answer.json.at("calendars", "b@example.com", "errors")
            #expect(stranger?.elements?.first?["reason"] == "notFound")
        }
    }

    @Test(
        arguments: [
            (["timeMin": .null], "required"), (["timeMin": "2026-10-24T00:00:00"], "badRequest"),
            (["timeMax": "2026-10-23T00:00:00Z"], "timeRangeEmpty"),
            (["timeMax": "2027-01-24T00:00:00Z"], "timeRangeTooLong"),
        ] as [(JSON, String)])
    func aQuestionForFreeTimesHasABeginningAndAnEnd(_ change: JSON, _ reason: String) async throws {
        try await withGoogle { (google) async throws in
            var query: JSON = [
                "timeMin": "2026-10-24T00:00:00Z", "timeMax": "2026-10-25T00:00:00Z", "items": [["id": "primary"]],
            ]
            for (name, value) in change.members ?? [:] { query[name] = value }
            let refused = try await google.person().call(.post, "/freeBusy", query)
            #expect(refused.status == 400)
            #expect(refused.reason == reason)
        }
    }
}
