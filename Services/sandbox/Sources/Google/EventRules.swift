internal import Foundation

/// What Google refuses of an event that somebody writes, and what it leaves out without a word
/// (https://developers.google.com/workspace/calendar/api/v3/reference/events).
enum EventRules {
    /// What a client may set; everything else is read over. A test holds the names against Google's description.
    static let writable: Set = [
        "anyoneCanAddSelf", "attendees", "colorId", "conferenceData", "description", "end", "eventType",
        "extendedProperties", "guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests", "location",
        "recurrence", "reminders", "source", "start", "status", "summary", "transparency", "visibility",
    ]
    /// What belongs to all who are invited, not to one copy.
    static let shared = ["description", "end", "location", "recurrence", "start", "status", "summary", "visibility"]

    private static let texts = ["summary", "description", "location", "colorId"]
    private static let choices: KeyValuePairs = [
        "status": ["confirmed", "tentative", "cancelled"], "transparency": ["opaque", "transparent"],
        "visibility": ["default", "public", "private", "confidential"], "eventType": ["default"],
    ]
    private static let responses = ["needsAction", "declined", "tentative", "accepted"]

    /// The members that may be written.
    static func writable(_ body: JSON) -> JSON {
        .object((body.members ?? [:]).filter { writable.contains($0.key) })
    }

    /// The id that the client chose: base32hex in lower case, 5 to 1024 characters.
    static func id(in body: JSON) throws(CalendarProblem) -> String? {
        guard let given = body["id"], given != .null else { return nil }
        guard body["iCalUID"]?.string == nil else { throw .invalid("Only one of id and iCalUID may be given.") }
        guard let id = given.string, (5...1024).contains(id.utf8.count), id.utf8.allSatisfy(isIDByte) else {
            throw .invalid("Invalid resource id value.")
        }
        return id
    }

    private static func isIDByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "v")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The body as it is stored.
    static func checked(_ body: JSON) throws(CalendarProblem) -> JSON {
        guard body.members != nil else { throw .parseError }
        if let rules = body["recurrence"], rules != .null, rules != [] { throw .notPlayed("recurring events") }
        for name in texts where body[name] != nil && body[name]?.string == nil {
            throw .invalid("Invalid value for: \(name)")
        }
        for (name, values) in choices {
            guard let value = body[name] else { continue }
            guard values.contains(value.string ?? "") else { throw .invalid("Invalid value for: \(name)") }
        }
        try checkTimes(body)
        try checkReminders(body["reminders"])
        var checked = body
        checked["attendees"] = try attendees(body["attendees"])
        checked["extendedProperties"] = try properties(body["extendedProperties"])
        return checked
    }

    static func times(_ body: JSON) throws(CalendarProblem) -> (start: EventTime, end: EventTime) {
        (try EventTime(body["start"], "start"), try EventTime(body["end"], "end"))
    }

    private static func checkTimes(_ body: JSON) throws(CalendarProblem) {
        let (start, end) = try times(body)
        guard start.isDay == end.isDay else {
            throw .invalid("Start and end times must either both be date or both be dateTime.")
        }
        // The end is exclusive: a day has to have one, a moment need not last.
        let (from, to) = (start.date(in: .gmt), end.date(in: .gmt))
        if to < from || (start.isDay && to == from) { throw .emptyRange }
    }

    private static func attendees(_ json: JSON?) throws(CalendarProblem) -> JSON? {
        guard let json, json != .null else { return nil }
        guard let items = json.elements else { throw .invalid("Invalid value for: attendees") }
        var attendees: [JSON] = []
        for item in items {
            guard let email = item["email"]?.string, !email.isEmpty else { throw .required("attendee email") }
            guard MailAddress(email)?.address == email else { throw .invalid("Invalid attendee email.") }
            var attendee = item
            let response = item["responseStatus"]?.string ?? "needsAction"
            guard responses.contains(response) else { throw .invalid("Invalid value for: responseStatus") }
            attendee["responseStatus"] = .string(response)
            attendees.append(attendee)
        }
        return .array(attendees)
    }

    private static func checkReminders(_ json: JSON?) throws(CalendarProblem) {
        guard let json, json != .null else { return }
        let overrides = json["overrides"]?.elements ?? []
        if json["useDefault"]?.bool == true && !overrides.isEmpty {
            throw CalendarProblem(
                400, "cannotUseDefaultRemindersAndSpecifyOverride",
                "Cannot specify both default reminders and overrides at the same time.", domain: "calendar")
        }
        let isGood = overrides.allSatisfy { reminder in
            ["popup", "email"].contains(reminder["method"]?.string ?? "")
                && (0...40_320).contains(reminder["minutes"]?.int ?? -1)
        }
        guard isGood, overrides.count <= 5 else { throw .invalid("Invalid value for: reminders") }
    }

    /// Keys of more than 44 characters are dropped and values of more than 1024 are cut, both silently
    /// (https://developers.google.com/workspace/calendar/api/guides/extended-properties#limitations).
    private static func properties(_ json: JSON?) throws(CalendarProblem) -> JSON? {
        guard let json, json != .null else { return nil }
        guard let kinds = json.members else { throw .invalid("Invalid value for: extendedProperties") }
        var kept: JSON = [:]
        for (kind, values) in kinds where kind == "private" || kind == "shared" {
            guard let values = values.members, values.count <= 300 else {
                throw .invalid("Invalid value for: extendedProperties.\(kind)")
            }
            var properties: JSON = [:]
            for (key, value) in values where key.utf16.count <= 44 {
                guard let text = value.string else { throw .invalid("Invalid value for: \(kind).\(key)") }
                properties[key] = .string(String(text.prefix(1024)))
            }
            kept[kind] = properties
        }
        return kept
    }
}

extension JSON {
    /// With the members of another object: objects are merged, everything else is replaced, null removes
    /// (https://developers.google.com/workspace/calendar/api/guides/performance#patch).
    func merged(with patch: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        var result: JSON = members == nil ? [:] : self
        for (name, value) in changes {
            result[name] = value == .null ? nil : (result[name] ?? .null).merged(with: value)
        }
        return result
    }
}
