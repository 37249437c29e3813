import Foundation
import TestSupport
import Testing

@testable import GoogleCalendar

/// Every request to Google is one that its published description knows.
@Suite(.needsSharedMaterial) struct RequestTests {
    private static let base = "https://calendar.example/v3"
    private static let requests = GoogleCalendarRequests(
        baseURL: base, access: .init(token: "t", calendarID: "bea@example.com"))
    private static let time = Date(timeIntervalSince1970: 1_796_000_000)

    private static var draft: EventDraft {
        var draft = EventDraft(
            summary: "Lee · Agency", description: "+49 30", start: .init(time, zone: .gmt),
            end: .init(time + 1800, zone: .gmt), properties: ["thavonAppointment": "1"])
        draft.attendees = [.init(email: "lee@example.com", displayName: "Lee")]
        draft.askForConference(requestID: "r1")
        return draft
    }

    private static func expect(_ id: String, _ request: HTTPRequestShape) throws {
        let document = try DiscoveryDocument(description: SharedMaterial.data("specs/google/calendar.v3.json"))
        let path = try #require(request.url.hasPrefix(base) ? String(request.url.dropFirst(base.count)) : nil)
        let problems = try document.problems(of: id, request.method, path, body: request.body)
        #expect(problems == [], "\(id)")
    }

    @Test func eachIsDescribed() throws {
        var draft = Self.draft
        draft.id = "0192f0c1a2b37c4d8e5f60718293a4b5"
        try Self.expect("calendar.events.insert", .init(Self.requests.insert(draft, inviting: .all)))
        try Self.expect(
            "calendar.events.patch", .init(Self.requests.patch("e1", Self.draft, inviting: .none, etag: "\"1\"")))
        try Self.expect("calendar.events.get", .init(Self.requests.get("e1")))
        try Self.expect("calendar.events.delete", .init(Self.requests.delete("e1", inviting: .all)))
        try Self.expect(
            "calendar.events.list", .init(Self.requests.list(.everything(after: Self.time), page: "p")))
        try Self.expect("calendar.events.list", .init(Self.requests.list(.changes(since: "s"), page: nil)))
        try Self.expect(
            "calendar.events.watch",
            .init(Self.requests.watch(channelID: "c", token: "t", address: "https://thavon.example/x")))
        try Self.expect("calendar.channels.stop", .init(Self.requests.stop(channelID: "c", resourceID: "r")))
        try Self.expect("calendar.freebusy.query", .init(Self.requests.busy(in: Self.time..<Self.time + 60)))
    }

    /// The check would notice.
    @Test func whatIsNotDescribedIsFound() throws {
        let document = try DiscoveryDocument(description: SharedMaterial.data("specs/google/calendar.v3.json"))
        let body = Array(#"{"sumary": "x", "start": {"dateTime": 5}}"#.utf8)
        let problems = try document.problems(
            of: "calendar.events.insert", "POST", "/calendars/a/events?sendUpdate=all", body: body)
        #expect(problems.contains { $0.contains("sendUpdate") })
        #expect(problems.contains { $0.contains("sumary") })
        #expect(problems.contains { $0.contains("dateTime") })
    }

    /// RFC 3339 wants the colon in the offset.
    @Test func aMomentHasItsOffsetAndItsZone() throws {
        let berlin = try #require(TimeZone(identifier: "Europe/Berlin"))
        let moment = EventDraft.Moment(Self.time, zone: berlin)
        #expect(moment.dateTime == "2026-11-30T01:53:20+01:00")
        #expect(moment.timeZone == "Europe/Berlin")
    }

    /// Google takes the characters of base32hex, lower case.
    @Test func anAppointmentsIDIsAnEventsID() {
        let id = UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        #expect(id.wholeMatch(of: /[0-9a-v]{5,1024}/) != nil)
    }
}
