package import Foundation
internal import LenientJSON
package import OutboundHTTP

/// Google Calendar v3, as far as it is used (https://developers.google.com/workspace/calendar/api/v3/reference). Nothing is
/// tried again here.
package struct GoogleCalendarClient: Sendable {
    private let baseURL: String
    private let http: HTTPClient

    package init(baseURL: String, http: HTTPClient) {
        self.baseURL = baseURL
        self.http = http
    }

    /// One person's calendar, and the key to it.
    package struct Access: Sendable {
        package var token: String
        package var calendarID: String

        package init(token: String, calendarID: String) {
            self.token = token
            self.calendarID = calendarID
        }
    }

    /// Who is told of a change by mail.
    package enum Invitations: String, Sendable { case all, none }

    /// Where a reading of the calendar begins.
    package enum Start: Sendable {
        /// All that is not over by then.
        case everything(after: Date)
        case changes(since: String)
    }

    /// A subscription to a calendar's changes.
    package struct Channel: Sendable, Equatable {
        package var id: String
        package var resourceID: String
        package var expiresAt: Date?
    }

    /// When a calendar is busy. Nil when Google could not look into it, which is not the same as free.
    ///
    /// - Throws: ``GoogleFailure``.
    package func busy(
        _ access: Access, in time: Range<Date>, within limit: Duration
    ) async throws(GoogleFailure) -> [Range<Date>]? {
        var request = requests(access).busy(in: time)
        request.timeouts = .init(connect: min(limit, .seconds(3)), total: limit)
        guard let calendars = try await send(request)?["calendars"]?.members,
            let calendar = calendars.first(where: { _ in true })?.value, calendar["errors"] == nil,
            let periods = calendar["busy"]
        else { return nil }
        return periods.elements.compactMap { period in
            guard let start = period["start"]?.string.flatMap(Self.date),
                let end = period["end"]?.string.flatMap(Self.date), start < end
            else { return nil }
            return start..<end
        }
    }

    /// - Throws: ``GoogleFailure``; `.duplicate` when an event with the draft's id is there, deleted or not.
    package func insert(
        _ draft: EventDraft, _ access: Access, inviting: Invitations
    ) async throws(GoogleFailure) -> CalendarEvent {
        try await write(requests(access).insert(draft, inviting: inviting))
    }

    /// Changes what the draft has, and leaves the rest.
    ///
    /// - Parameter etag: nil overwrites whatever is there.
    /// - Throws: ``GoogleFailure``; `.changed` when it was changed since.
    package func patch(
        _ id: String, _ draft: EventDraft, _ access: Access, inviting: Invitations, etag: String?
    ) async throws(GoogleFailure) -> CalendarEvent {
        try await write(requests(access).patch(id, draft, inviting: inviting, etag: etag))
    }

    /// An event; nil when there is none.
    ///
    /// - Throws: ``GoogleFailure``.
    package func event(_ id: String, _ access: Access) async throws(GoogleFailure) -> CalendarEvent? {
        do {
            return try await send(requests(access).get(id)).flatMap { CalendarEvent($0, zone: .gmt) }
        } catch  where error.kind == .notFound {
            return nil
        }
    }

    /// Deletes an event. One that is not there, or not any more, is deleted, too.
    ///
    /// - Throws: ``GoogleFailure``.
    package func delete(_ id: String, _ access: Access, inviting: Invitations) async throws(GoogleFailure) {
        do {
            _ = try await send(requests(access).delete(id, inviting: inviting))
        } catch  where error.kind == .gone || error.kind == .notFound {
            return
        }
    }

    /// One page of a reading. The same reading has to be asked for until the last page.
    ///
    /// - Throws: ``GoogleFailure``; `.syncTokenGone` when everything has to be read again.
    package func events(
        _ access: Access, _ start: Start, page: String?
    ) async throws(GoogleFailure) -> EventPage {
        guard let root = try await send(requests(access).list(start, page: page)) else {
            throw GoogleFailure(.unavailable, reason: "a list that is empty")
        }
        return EventPage(root)
    }

    /// - Parameter token: comes back with each notification; the only proof that it is Google's.
    /// - Throws: ``GoogleFailure``.
    package func watch(
        _ access: Access, channelID: String, token: String, address: String
    ) async throws(GoogleFailure) -> Channel {
        let request = requests(access).watch(channelID: channelID, token: token, address: address)
        guard let root = try await send(request), let resource = root["resourceId"]?.nonEmptyString else {
            throw GoogleFailure(.unavailable, reason: "a channel without a resource")
        }
        let expiry = root["expiration"]?.lenientNumber.map { Date(timeIntervalSince1970: $0 / 1000) }
        return Channel(id: channelID, resourceID: resource, expiresAt: expiry)
    }

    /// - Throws: ``GoogleFailure``.
    package func stop(channelID: String, resourceID: String, _ access: Access) async throws(GoogleFailure) {
        do {
            _ = try await send(requests(access).stop(channelID: channelID, resourceID: resourceID))
        } catch  where error.kind == .notFound {
            return
        }
    }

    private func requests(_ access: Access) -> GoogleCalendarRequests {
        GoogleCalendarRequests(baseURL: baseURL, access: access)
    }

    private func write(_ request: HTTPRequest) async throws(GoogleFailure) -> CalendarEvent {
        guard let root = try await send(request), let event = CalendarEvent(root, zone: .gmt) else {
            throw GoogleFailure(.unavailable, reason: "an answer without an event")
        }
        return event
    }

    /// Nil for an answer without a body.
    private func send(_ request: HTTPRequest) async throws(GoogleFailure) -> JSONNode? {
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch {
            throw GoogleFailure(.unavailable, reason: "\(error)")
        }
        guard (200..<300).contains(response.status) else {
            throw GoogleErrors.calendar(status: response.status, body: response.body)
        }
        guard !response.body.isEmpty else { return nil }
        guard let document = try? JSONDocument(parsing: response.body) else {
            throw GoogleFailure(.unavailable, status: response.status, reason: "the answer is not JSON")
        }
        return document.root
    }

    private static func date(_ text: String) -> Date? {
        (try? Date.ISO8601FormatStyle().parse(text))
            ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    }
}
