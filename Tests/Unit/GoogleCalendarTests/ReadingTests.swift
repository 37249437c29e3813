import Foundation
import LenientJSON
import OutboundHTTP
import Testing

@testable import GoogleCalendar

/// A request as far as a description says something about it.
struct HTTPRequestShape {
    var method: String
    var url: String
    var body: [UInt8]?

    init(_ request: HTTPRequest) {
        method = request.method.rawValue
        url = request.url
        body = request.body
    }
}

@Suite struct ReadingTests {
    private static func page(_ json: String) throws -> EventPage {
        EventPage(try JSONDocument(parsing: Array(json.utf8)).root)
    }

    @Test func allDayEventsBelongToTheCalendarsZoneAndEndTheDayAfter() throws {
        let page = try Self.page(
            """
            {"timeZone": "America/New_York", "items": [{"id": "a", "start": {"date": "2026-12-24"}, "end": {"date": "2026-12-26"}}]}
            """)
        let time = try #require(page.events.first?.time)
        #expect(time.lowerBound == Date(timeIntervalSince1970: 1_798_088_400))
        #expect(time.upperBound.timeIntervalSince(time.lowerBound) == 2 * 86_400)
    }

    @Test func whatDoesNotKeepAnybodyBusyDoesNot() throws {
        let times =
            #""start": {"dateTime": "2026-12-24T10:00:00+01:00"}, "end": {"dateTime": "2026-12-24T11:00:00+01:00"}"#
        let page = try Self.page(
            """
            {"items": [{"id": "a", \(times)}, {"id": "b", "transparency": "transparent", \(times)},
            {"id": "c", "attendees": [{"self": true, "responseStatus": "declined"}], \(times)},
            {"id": "d", "status": "cancelled"}]}
            """)
        #expect(page.events.map(\.isBusy) == [true, false, false, false])
        #expect(page.events[3].isCancelled && page.events[3].time == nil)
    }

    /// 403 is four different things.
    @Test(arguments: [
        (403, "rateLimitExceeded", GoogleFailure.Kind.limited), (403, "quotaExceeded", .quota),
        (403, "insufficientPermissions", .forbidden), (410, "fullSyncRequired", .syncTokenGone),
        (410, "deleted", .gone),
        (412, "conditionNotMet", .changed), (409, "duplicate", .duplicate), (500, "backendError", .unavailable),
        (401, "authError", .unauthorized), (400, "timeRangeEmpty", .invalid),
    ])
    func errorsAreToldApartByTheirReason(_ status: Int, _ reason: String, _ kind: GoogleFailure.Kind) {
        let body = #"{"error": {"errors": [{"reason": "\#(reason)"}], "code": \#(status), "message": "no"}}"#
        #expect(GoogleErrors.calendar(status: status, body: Array(body.utf8)).kind == kind)
    }

    @Test(arguments: [
        (400, "invalid_grant", GoogleFailure.Kind.grantGone), (401, "invalid_client", .clientRefused),
        (503, "", .unavailable), (400, "invalid_request", .invalid),
    ])
    func aGrantThatIsGoneIsNotAClientThatIsRefused(_ status: Int, _ code: String, _ kind: GoogleFailure.Kind) {
        #expect(GoogleErrors.token(status: status, body: Array(#"{"error": "\#(code)"}"#.utf8)).kind == kind)
    }

    @Test func textInFrontOfGoogleIsNotJSON() {
        #expect(GoogleErrors.calendar(status: 502, body: Array("<html>".utf8)).kind == .unavailable)
    }
}
