package import Foundation
internal import LenientJSON

/// An event as we write it (https://developers.google.com/workspace/calendar/api/v3/reference/events).
package struct EventDraft: Sendable, Equatable, Encodable {
    package struct Moment: Sendable, Equatable, Encodable {
        /// Local time with its offset.
        package var dateTime: String
        /// IANA; so that the event survives a change of the zone's rules.
        package var timeZone: String
        /// Whether it takes the place of a day without a time, should somebody have made one of it.
        var replacesDate = false

        package init(_ date: Date, zone: TimeZone) {
            dateTime = date.formatted(Date.ISO8601FormatStyle(timeZoneSeparator: .colon, timeZone: zone))
            timeZone = zone.identifier
        }

        private enum CodingKeys: String, CodingKey { case dateTime, timeZone, date }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(dateTime, forKey: .dateTime)
            try container.encode(timeZone, forKey: .timeZone)
            if replacesDate { try container.encodeNil(forKey: .date) }
        }
    }

    package struct Attendee: Sendable, Equatable, Encodable {
        package var email: String
        package var displayName: String?

        package init(email: String, displayName: String?) {
            self.email = email
            self.displayName = displayName
        }
    }

    struct ExtendedProperties: Sendable, Equatable, Encodable {
        var `private`: [String: String]
    }

    struct Conference: Sendable, Equatable, Encodable {
        struct Request: Sendable, Equatable, Encodable {
            struct Key: Sendable, Equatable, Encodable { var type = "hangoutsMeet" }
            var requestId: String
            var conferenceSolutionKey = Key()
        }

        var createRequest: Request
    }

    /// Only when it is made: characters `0-9a-v`, 5 to 1024 of them.
    package var id: String?
    package var status = "confirmed"
    package var summary: String
    package var description: String?
    package var start: Moment
    package var end: Moment
    /// Nil leaves whoever is invited as they are.
    package var attendees: [Attendee]?
    var extendedProperties: ExtendedProperties
    var conferenceData: Conference?

    package init(summary: String, description: String?, start: Moment, end: Moment, properties: [String: String]) {
        self.summary = summary
        self.description = description
        self.start = start
        self.end = end
        extendedProperties = ExtendedProperties(private: properties)
    }

    /// Has Google add a link to a video call. One request id makes one call, however often it is asked for.
    package mutating func askForConference(requestID: String) {
        conferenceData = Conference(createRequest: .init(requestId: requestID))
    }

    /// As a change of an event that is there: whoever is invited stays as they are, with what they have answered.
    package var asChange: EventDraft {
        var change = self
        change.id = nil
        change.attendees = nil
        change.start.replacesDate = true
        change.end.replacesDate = true
        return change
    }

    package var wantsConference: Bool { conferenceData != nil }
}

/// An event as Google shows it.
package struct CalendarEvent: Sendable, Equatable {
    package var id: String
    package var etag: String?
    package var isCancelled: Bool
    /// Nil where Google does not say: of a deleted event there is little more than its id.
    package var time: Range<Date>?
    /// Whether it keeps its owner from doing something else.
    package var isBusy: Bool
    /// Our own notes in it.
    package var properties: [String: String]
    package var conferenceURL: String?

    /// Nil for what has no id.
    init?(_ node: JSONNode, zone: TimeZone) {
        guard let id = node["id"]?.nonEmptyString else { return nil }
        self.id = id
        etag = node["etag"]?.string
        isCancelled = node["status"]?.string == "cancelled"
        time = Self.time(node["start"], node["end"], zone)
        let isDeclined = node["attendees"]?.elements.contains {
            $0["self"]?.bool == true && $0["responseStatus"]?.string == "declined"
        }
        isBusy = !isCancelled && node["transparency"]?.string != "transparent" && isDeclined != true
        properties = [:]
        for (name, value) in node["extendedProperties"]?["private"]?.members.map({ ($0.key, $0.value) }) ?? [] {
            properties[name] = value.string
        }
        conferenceURL =
            node["hangoutLink"]?.nonEmptyString
            ?? node["conferenceData"]?["entryPoints"]?.elements.first { $0["entryPointType"]?.string == "video" }?[
                "uri"]?
            .nonEmptyString
    }

    private static func time(_ start: JSONNode?, _ end: JSONNode?, _ zone: TimeZone) -> Range<Date>? {
        guard let from = moment(start, zone), let to = moment(end, zone), from < to else { return nil }
        return from..<to
    }

    /// A day without a time belongs to the calendar's zone; its end is the day after the last.
    private static func moment(_ node: JSONNode?, _ zone: TimeZone) -> Date? {
        if let text = node?["dateTime"]?.string {
            let style = Date.ISO8601FormatStyle(includingFractionalSeconds: false)
            let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            return (try? style.parse(text)) ?? (try? exact.parse(text))
        }
        guard let text = node?["date"]?.string else { return nil }
        return try? Date.ISO8601FormatStyle(timeZone: zone).year().month().day().parse(text)
    }
}

/// One page of a calendar's events.
package struct EventPage: Sendable, Equatable {
    package var events: [CalendarEvent]
    /// Whose calendar it is.
    package var summary: String?
    package var timeZone: String?
    package var nextPageToken: String?
    /// On the last page: what the next reading begins with.
    package var nextSyncToken: String?

    init(_ root: JSONNode) {
        summary = root["summary"]?.nonEmptyString
        timeZone = root["timeZone"]?.nonEmptyString
        nextPageToken = root["nextPageToken"]?.nonEmptyString
        nextSyncToken = root["nextSyncToken"]?.nonEmptyString
        let zone = timeZone.flatMap { TimeZone(identifier: $0) } ?? .gmt
        events = root["items"]?.elements.compactMap { CalendarEvent($0, zone: zone) } ?? []
    }
}
