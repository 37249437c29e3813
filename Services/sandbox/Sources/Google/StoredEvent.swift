internal import Crypto
internal import Foundation

/// An event of one calendar, deleted or not.
struct StoredEvent: Sendable, Equatable {
    /// Mails to guests that Google would have sent.
    struct SentUpdate: Sendable, Equatable {
        enum Kind: String, Sendable {
            case invitation, update, cancellation
        }

        var kind: Kind
        var at: Date
        var recipients: [String]
    }

    let id: String
    /// Whose calendar it is in.
    let address: String
    let createdAt: Date
    /// Whose event it is, when it is not the calendar's own.
    var organizer: String?
    private(set) var updatedAt: Date
    /// Where the change stands in the order of all changes of the calendar.
    private(set) var revision = 0
    private(set) var sequence = 0
    private(set) var body: JSON
    private(set) var start: EventTime
    private(set) var end: EventTime
    var sentUpdates: [SentUpdate] = []

    /// - Parameter body: as ``EventRules`` leave it.
    init(id: String, address: String, body: JSON, at now: Date, revision: Int) throws(CalendarProblem) {
        self.id = id
        self.address = address
        self.body = body
        self.revision = revision
        createdAt = now
        updatedAt = now
        (start, end) = try EventRules.times(body)
    }

    /// - Parameter newBody: as ``EventRules`` leave it.
    mutating func replace(_ newBody: JSON, at now: Date, revision: Int) throws(CalendarProblem) {
        let times = try EventRules.times(newBody)
        if times != (start, end) || newBody["status"] != body["status"] { sequence += 1 }
        (start, end) = times
        body = newBody
        updatedAt = now
        self.revision = revision
    }

    /// With its quotation marks, as it belongs into `If-Match`.
    var etag: String { "\"\(revision)\"" }
    var isCancelled: Bool { body["status"] == "cancelled" }
    var summary: String? { body["summary"]?.string }

    var guests: [String] {
        (body["attendees"]?.elements ?? []).compactMap { $0["email"]?.string?.lowercased() }
            .filter { $0 != address && $0 != organizer }
    }

    /// Whether it keeps its owner from other things.
    var isBusy: Bool {
        guard !isCancelled, body["transparency"] != "transparent" else { return false }
        let own = body["attendees"]?.elements?.first { $0["email"]?.string?.lowercased() == address }
        return own?["responseStatus"] != "declined"
    }

    func time(in zone: TimeZone) -> Range<Date> {
        let from = start.date(in: zone)
        return from..<max(from, end.date(in: zone))
    }

    // MARK: As Google shows it

    /// What a list says of an event that has been deleted.
    var tombstone: JSON {
        [
            "kind": "calendar#event", "etag": .string(etag), "id": .string(id), "status": "cancelled",
        ]
    }

    /// - Parameter shown: the zone that the reader asked for, if it did.
    func resource(in calendar: TimeZone, shown: TimeZone? = nil) -> JSON {
        var json = body
        // What has its default is left out.
        if json["transparency"] == "opaque" { json["transparency"] = nil }
        if json["visibility"] == "default" { json["visibility"] = nil }
        let facts: JSON = [
            "kind": "calendar#event", "etag": .string(etag), "id": .string(id), "htmlLink": .string(link),
            "status": body["status"] ?? "confirmed", "created": .string(createdAt.iso),
            "updated": .string(updatedAt.iso),
            "creator": person(organizer ?? address), "organizer": person(organizer ?? address),
            "start": start.json(in: calendar, shown: shown), "end": end.json(in: calendar, shown: shown),
            "iCalUID": "\(id)@google.com", "sequence": .number("\(sequence)"),
            "reminders": body["reminders"] ?? ["useDefault": true], "eventType": "default",
        ]
        for (name, value) in facts.members ?? [:] { json[name] = value }
        json["hangoutLink"] = hangoutLink
        json["attendees"] = attendees
        return json
    }

    private func person(_ email: String) -> JSON {
        email == address ? ["email": .string(email), "self": true] : ["email": .string(email)]
    }

    private var attendees: JSON? {
        guard let attendees = body["attendees"]?.elements, !attendees.isEmpty else { return nil }
        return .array(
            attendees.map { attendee in
                var attendee = attendee
                let email = attendee["email"]?.string?.lowercased()
                attendee["self"] = email == address ? true : nil
                attendee["organizer"] = email == organizer ?? address ? true : nil
                return attendee
            })
    }

    private var link: String {
        "https://www.google.com/calendar/event?eid="
            + Data("\(id) \(address)".utf8).base64EncodedString()
            .prefix { $0 != "=" }
    }

    private var hangoutLink: JSON? {
        body.at("conferenceData", "entryPoints")?.elements?.first { $0["entryPointType"] == "video" }?["uri"]
    }
}

/// Google Meet, as far as an event shows it
/// (https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing).
enum MeetConference {
    /// A request whose id ends so is not done at once: the first answer says `pending`.
    static let pendingSuffix = "pending"

    /// What the event has after `asked` was written over `current`. One request id makes one conference.
    static func written(over current: JSON?, asked: JSON?) throws(CalendarProblem) -> JSON? {
        guard let asked else { return current }
        if asked == .null { return nil }
        guard let request = asked["createRequest"], request != .null else { return asked }
        guard let id = request["requestId"]?.string, !id.isEmpty else {
            throw .required("conference request id")
        }
        if current?.at("createRequest", "requestId")?.string == id { return current }
        guard request.at("conferenceSolutionKey", "type") == "hangoutsMeet" else {
            throw .invalid("Invalid conference type value.")
        }
        return id.hasSuffix(pendingSuffix) ? ["createRequest": described(id, "pending")] : made(id)
    }

    static func isPending(_ conference: JSON?) -> Bool {
        conference?.at("createRequest", "status", "statusCode") == "pending"
    }

    /// The conference of that request, ready.
    static func made(_ requestID: String) -> JSON {
        let letters = SHA256.hash(data: Array(requestID.utf8)).map {
            "abcdefghijkmnopqrstuvwxyz".utf8Letter(Int($0) % 25)
        }
        let code = letters[0..<3].joined() + "-" + letters[3..<7].joined() + "-" + letters[7..<10].joined()
        return [
            "createRequest": described(requestID, "success"), "conferenceId": .string(code),
            "conferenceSolution": [
                "key": ["type": "hangoutsMeet"], "name": "Google Meet", "iconUri": "https://sandbox.invalid/meet.png",
            ],
            "entryPoints": [
                [
                    "entryPointType": "video", "uri": "https://meet.google.com/\(code)",
                    "label": "meet.google.com/\(code)",
                ]
            ],
        ]
    }

    private static func described(_ requestID: String, _ status: String) -> JSON {
        [
            "requestId": .string(requestID), "conferenceSolutionKey": ["type": "hangoutsMeet"],
            "status": ["statusCode": .string(status)],
        ]
    }
}

extension String {
    /// The ASCII character at that place.
    fileprivate func utf8Letter(_ index: Int) -> String {
        String(decoding: [Array(utf8)[index]], as: UTF8.self)
    }
}
