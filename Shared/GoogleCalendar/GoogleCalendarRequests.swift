package import Foundation
package import OutboundHTTP

/// The requests to one person's calendar, as values. Pure.
package struct GoogleCalendarRequests: Sendable {
    let baseURL: String
    let access: GoogleCalendarClient.Access

    package init(baseURL: String, access: GoogleCalendarClient.Access) {
        self.baseURL = baseURL
        self.access = access
    }

    /// `freebusy.query`
    package func busy(in time: Range<Date>) -> HTTPRequest {
        struct Query: Encodable {
            struct Item: Encodable { var id: String }
            var timeMin: String
            var timeMax: String
            var items: [Item]
        }
        let query = Query(
            timeMin: Self.time(time.lowerBound), timeMax: Self.time(time.upperBound),
            items: [.init(id: access.calendarID)])
        return request(.post, "/freeBusy", query)
    }

    /// `events.insert`
    package func insert(_ draft: EventDraft, inviting: GoogleCalendarClient.Invitations) -> HTTPRequest {
        request(.post, events + Self.query(draft, inviting), draft)
    }

    /// `events.patch`
    package func patch(
        _ id: String, _ draft: EventDraft, inviting: GoogleCalendarClient.Invitations, etag: String?
    ) -> HTTPRequest {
        var request = request(.patch, event(id) + Self.query(draft, inviting), draft)
        request.headers["if-match"] = etag
        return request
    }

    /// `events.get`
    package func get(_ id: String) -> HTTPRequest { request(.get, event(id)) }

    /// `events.delete`
    package func delete(_ id: String, inviting: GoogleCalendarClient.Invitations) -> HTTPRequest {
        request(.delete, event(id) + "?sendUpdates=\(inviting.rawValue)")
    }

    /// `events.list`
    package func list(_ start: GoogleCalendarClient.Start, page: String?) -> HTTPRequest {
        // Single events: each of a series on its own, so that nobody has to understand its rule.
        var fields = [("singleEvents", "true"), ("maxResults", "250")]
        switch start {
        case .everything(let date): fields.append(("timeMin", Self.time(date)))
        case .changes(let token): fields.append(("syncToken", token))
        }
        if let page { fields.append(("pageToken", page)) }
        var request = request(.get, events + "?" + PercentEncoding.form(fields))
        request.maxResponseBytes = 32 << 20
        return request
    }

    /// `events.watch`
    package func watch(channelID: String, token: String, address: String) -> HTTPRequest {
        request(
            .post, events + "/watch", ["id": channelID, "type": "web_hook", "address": address, "token": token])
    }

    /// `channels.stop`
    package func stop(channelID: String, resourceID: String) -> HTTPRequest {
        request(.post, "/channels/stop", ["id": channelID, "resourceId": resourceID])
    }

    private var events: String { "/calendars/\(PercentEncoding.encode(access.calendarID))/events" }
    private func event(_ id: String) -> String { "\(events)/\(PercentEncoding.encode(id))" }

    /// Without the version, Google drops what is asked about a conference without a word.
    private static func query(_ draft: EventDraft, _ inviting: GoogleCalendarClient.Invitations) -> String {
        "?sendUpdates=\(inviting.rawValue)" + (draft.wantsConference ? "&conferenceDataVersion=1" : "")
    }

    private func request(_ method: HTTPMethod, _ path: String, _ body: (some Encodable)? = String?.none) -> HTTPRequest
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return HTTPRequest(
            method: method, url: baseURL + path,
            headers: ["authorization": "Bearer \(access.token)", "content-type": "application/json"],
            body: body.flatMap { try? encoder.encode($0) }.map(Array.init))
    }

    private static func time(_ date: Date) -> String { date.formatted(Date.ISO8601FormatStyle()) }
}
