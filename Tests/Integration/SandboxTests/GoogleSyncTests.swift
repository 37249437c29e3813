import FoundationEssentials
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GoogleSyncTests {
    private typealias Person = PersonUnderTest

    /// All pages of a list: the items, and the last page.
    private func pages(_ person: Person, _ query: String) async throws -> (items: [JSON], last: JSON) {
        var items: [JSON] = []
        var page = try await person.list("?" + query).json
        while true {
            items += page["items"]?.elements ?? []
            guard let token = page["nextPageToken"]?.string else { return (items, page) }
            #expect(page["nextSyncToken"] == nil)
            page = try await person.list("?\(query)&pageToken=\(token.queryEscaped)").json
        }
    }

    @Test func aListHasPagesAndATokenAtItsEnd() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            for index in 0..<5 { _ = try await person.insert(Person.event("event\(index)")) }
            let (items, last) = try await pages(person, "maxResults=2&singleEvents=true")
            #expect(items.compactMap { $0["id"]?.string } == (0..<5).map { "event\($0)" })
            #expect(last["summary"] == "anna@example.com")
            #expect(last["timeZone"] == "Europe/Berlin")
            #expect(last["nextSyncToken"] != nil)
            let page = try await person.list("?maxResults=2&singleEvents=true").json["nextPageToken"]?.string ?? ""
            let other = try await person.list("?singleEvents=false&pageToken=\(page.queryEscaped)")
            #expect(other.status == 400)
        }
    }

    @Test func onlyChangesComeAfterTheToken() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            for index in 0..<4 { _ = try await person.insert(Person.event("event\(index)")) }
            let (_, full) = try await pages(person, "maxResults=3")
            let token = try #require(full["nextSyncToken"]?.string)
            let (nothing, _) = try await pages(person, "syncToken=\(token.queryEscaped)")
            #expect(nothing == [])
            #expect(try await person.byHand(.delete, "/events/event1").status == 204)
            #expect(
                try await person.byHand(.post, "/events/event2/move", ["start": "2026-10-24T16:00"]).status == 200)
            let (changes, end) = try await pages(person, "maxResults=1&syncToken=\(token.queryEscaped)")
            #expect(changes.map { $0["id"]?.string } == ["event1", "event2"])
            #expect(changes.first?["status"] == "cancelled")
            #expect(changes.first?["start"] == nil)
            #expect(changes.last?.at("start", "dateTime") == "2026-10-24T16:00:00+02:00")
            let next = try #require(end["nextSyncToken"]?.string)
            let (after, _) = try await pages(person, "syncToken=\(next.queryEscaped)")
            #expect(after == [])
            // A full list does not know what was deleted.
            let (all, _) = try await pages(person, "maxResults=250")
            #expect(all.count == 3)
            let (deleted, _) = try await pages(person, "showDeleted=true")
            #expect(deleted.count == 4)
        }
    }

    @Test func whatChangesBetweenTwoPagesIsNotLost() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            for index in 0..<3 { _ = try await person.insert(Person.event("event\(index)")) }
            let first = try await person.list("?maxResults=1").json
            #expect(try await person.byHand(.delete, "/events/event0").status == 204)
            let page = try #require(first["nextPageToken"]?.string)
            let second = try await person.list("?pageToken=\(page.queryEscaped)").json
            #expect(second["items"]?.elements?.count == 2)
            let token = try #require(second["nextSyncToken"]?.string)
            let changes = try await person.list("?syncToken=\(token.queryEscaped)").json["items"]?.elements
            #expect(changes?.map { $0["id"] } == ["event0"])
        }
    }

    @Test func aTokenThatIsNoneWantsAFullSync() async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let other = try await google.person("jonas@example.com")
            let foreign = try #require(try await other.list().json["nextSyncToken"]?.string)
            for token in ["nonsense", foreign] {
                let refused = try await person.list("?syncToken=\(token.queryEscaped)")
                #expect(refused.status == 410)
                #expect(refused.reason == "fullSyncRequired")
            }
        }
    }

    @Test(arguments: [
        "timeMin=2026-01-01T00:00:00Z", "timeMax=2026-01-01T00:00:00Z", "orderBy=updated", "q=x", "iCalUID=x",
        "updatedMin=2026-01-01T00:00:00Z", "privateExtendedProperty=a%3Db", "sharedExtendedProperty=a%3Db",
        "showDeleted=false",
    ])
    func aSyncTokenGoesWithNoRestriction(_ restriction: String) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let token = try #require(try await person.list().json["nextSyncToken"]?.string)
            #expect(try await person.list("?syncToken=\(token.queryEscaped)&\(restriction)").status == 400)
        }
    }

    @Test(arguments: [
        ("timeMin=2026-10-24T08:30:00Z", ["lunch"], true),
        ("timeMin=2026-10-24T08:29:59Z", ["lunch", "meeting"], true),
        ("timeMax=2026-10-24T08:00:00Z", [], true), ("timeMax=2026-10-24T10:00:01%2B02:00", ["meeting"], true),
        ("privateExtendedProperty=appointmentId%3Da1", ["meeting"], false),
        ("privateExtendedProperty=appointmentId%3Da1&privateExtendedProperty=x%3Dy", [], false),
        ("privateExtendedProperty=appointmentId%3Da2", [], false), ("q=VIEW", ["meeting"], false),
        ("iCalUID=lunch@google.com", ["lunch"], false),
        ("orderBy=startTime&singleEvents=true", ["meeting", "lunch"], false),
        ("updatedMin=2027-01-01T00:00:00Z", [], false),
    ])
    func aListIsFiltered(_ query: String, _ ids: [String], _ givesToken: Bool) async throws {
        try await withGoogle { (google) async throws in
            let person = try await google.person()
            let lunch: JSON = [
                "id": "lunch", "summary": "Lunch", "start": ["date": "2026-12-01"], "end": ["date": "2026-12-02"],
            ]
            _ = try await person.insert(lunch)
            _ = try await person.insert(Person.event("meeting"))
            let list = try await person.list("?" + query)
            #expect(list.status == 200)
            #expect(list.json["items"]?.elements?.compactMap { $0["id"]?.string } == ids)
            #expect((list.json["nextSyncToken"] != nil) == givesToken)
        }
    }

    @Test(arguments: [
        ("orderBy=startTime", "invalid"), ("orderBy=length", "invalidParameter"),
        ("maxResults=0", "invalidParameter"), ("timeMin=2026-01-01", "badRequest"),
        // A plus that is not escaped is a blank.
        ("timeMin=2026-01-01T00:00:00+01:00", "badRequest"), ("showDeleted=perhaps", "invalidParameter"),
        ("timeMin=2026-01-02T00:00:00Z&timeMax=2026-01-01T00:00:00Z", "timeRangeEmpty"),
        ("pageToken=nonsense", "invalidParameter"), ("privateExtendedProperty=a", "invalidParameter"),
    ])
    func aListThatIsAskedForWronglyIsRefused(_ query: String, _ reason: String) async throws {
        try await withGoogle { (google) async throws in
            let refused = try await google.person().list("?" + query)
            #expect(refused.status == 400)
            #expect(refused.reason == reason)
        }
    }

    @Test func theCalendarItselfCanBeRead() async throws {
        try await withGoogle { (google) async throws in
            let scope = GoogleScope.prefix + "calendar.readonly"
            _ = try await google.sandbox.send(
                .post, "/google/accounts", body: #"{"address":"anna@example.com","timeZone":"Asia/Kolkata"}"#)
            let tokens = try await google.connect("anna@example.com", granted: [scope], ["scope": scope])
            let person = Person(
                google: google, account: "anna@example.com", token: tokens["access_token"]?.string ?? "",
                refreshToken: "")
            #expect(try await person.call(.get, "/calendars/primary").json["timeZone"] == "Asia/Kolkata")
            let list = try await person.call(.get, "/users/me/calendarList").json
            #expect(list["items"]?.elements?.first?["primary"] == true)
            #expect(try await person.call(.get, "/users/me/settings/timezone").json["value"] == "Asia/Kolkata")
            #expect(try await person.insert().reason == "insufficientPermissions")
            let wrong = try await google.sandbox.send(
                .post, "/google/accounts", body: #"{"address":"b@example.com","timeZone":"Nowhere"}"#)
            #expect(wrong.status == 400)
        }
    }
}
