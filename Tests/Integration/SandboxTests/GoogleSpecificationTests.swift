import OutboundHTTP
import Testing

@testable import Sandbox

/// Holds what is played against Google's published description, where it is at hand.
@Suite struct GoogleSpecificationTests {
    private static func description() throws -> JSON {
        try SpecificationTests.document("specs/google/calendar.v3.json")
    }

    private static func names(_ schema: String, in document: JSON) throws -> Set<String> {
        Set(try #require(document.at("schemas", schema, "properties")?.members).keys)
    }

    /// The members of an answer that its schema does not have.
    private static func strangers(_ answer: JSON, _ schema: String, in document: JSON) throws -> [String] {
        let known = try names(schema, in: document)
        return (answer.members ?? [:]).keys.filter { !known.contains($0) }.sorted()
    }

    @Test func theScopesAreThoseOfTheDescription() throws {
        let document = try Self.description()
        let all = try #require(document.at("auth", "oauth2", "scopes")?.members).keys
        #expect(Set(all) == Set(GoogleScope.calendar.map { GoogleScope.prefix + $0 }))
        for method in CalendarMethod.allCases {
            let path = method.rawValue.split(separator: ".").map(String.init)
            let described = document.at("resources", path[0], "methods", path[1], "scopes")?.elements
            let names = try #require(described).compactMap(\.string)
            #expect(Set(names) == Set(method.scopes.map { GoogleScope.prefix + $0 }), "\(method.rawValue)")
        }
    }

    @Test func whatMayBeWrittenIsDescribed() throws {
        #expect(try EventRules.writable.isSubset(of: Self.names("Event", in: Self.description())))
    }

    @Test func answersHaveTheMembersOfTheDescription() async throws {
        let document = try Self.description()
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let conference: JSON = [
                "createRequest": ["requestId": "r1", "conferenceSolutionKey": ["type": "hangoutsMeet"]]
            ]
            let event = PersonUnderTest.event(
                "abcde", ["attendees": [["email": "b@example.com"]], "conferenceData": conference])
            let made = try await person.insert(event, query: "?conferenceDataVersion=1").json
            #expect(try Self.strangers(made, "Event", in: document) == [])
            for name in ["kind", "etag", "id", "status", "htmlLink", "created", "updated", "iCalUID", "sequence"] {
                #expect(made[name] != nil, "\(name)")
            }
            let parts = [
                ("conferenceData", "ConferenceData"), ("start", "EventDateTime"), ("end", "EventDateTime"),
            ]
            for (name, schema) in parts {
                #expect(try Self.strangers(try #require(made[name]), schema, in: document) == [])
            }
            let list = try await person.list().json
            #expect(try Self.strangers(list, "Events", in: document) == [])
            let busy = try await person.call(
                .post, "/freeBusy",
                [
                    "timeMin": "2026-10-24T00:00:00Z", "timeMax": "2026-10-25T00:00:00Z",
                    "items": [["id": "primary"], ["id": "x"]],
                ]
            ).json
            #expect(try Self.strangers(busy, "FreeBusyResponse", in: document) == [])
            for calendar in (busy["calendars"]?.members ?? [:]).values {
                #expect(try Self.strangers(calendar, "FreeBusyCalendar", in: document) == [])
            }
            let channel = try await person.call(
                .post, "/calendars/primary/events/watch",
                ["id": "c", "type": "web_hook", "address": "http://127.0.0.1:1/", "token": "t"]
            ).json
            #expect(try Self.strangers(channel, "Channel", in: document) == [])
            let calendar = try #require(google.sandbox.world.google.snapshot.calendars["anna@example.com"])
            #expect(try Self.strangers(calendar.resource, "Calendar", in: document) == [])
            #expect(try Self.strangers(calendar.listEntry, "CalendarListEntry", in: document) == [])
        }
    }
}
