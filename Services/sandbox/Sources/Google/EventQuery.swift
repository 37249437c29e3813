internal import Crypto
internal import Foundation

/// The parameters of `events.list` (https://developers.google.com/workspace/calendar/api/v3/reference/events/list).
struct EventQuery: Sendable {
    enum Order: String, Sendable {
        case startTime, updated
    }

    private(set) var maxResults = 250
    private(set) var pageToken: String?
    private(set) var syncToken: String?
    private(set) var timeMin: Date?
    private(set) var timeMax: Date?
    private(set) var order: Order?
    private(set) var shown: TimeZone?
    /// Of all that decides what is found: the same for all pages of one list.
    private(set) var fingerprint: String
    private var updatedMin: Date?
    private var showsDeleted = false
    private var text: String?
    private var uid: String?
    private var properties: [(kind: String, name: String, value: String)] = []

    /// Not together with a sync token.
    private static let restrictions = [
        "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMin", "timeMax",
        "updatedMin",
    ]
    /// What may differ from page to page, or only changes how things look.
    private static let unimportant: Set = [
        "maxResults", "pageToken", "timeZone", "fields", "alt", "prettyPrint", "key", "quotaUser", "maxAttendees",
        "alwaysIncludeEmail",
    ]

    init(_ query: FormFields) throws(CalendarProblem) {
        let important = query.fields.filter { !Self.unimportant.contains($0.name) }.map { "\($0.name)=\($0.value)" }
        let hash = SHA256.hash(data: Array(important.sorted().joined(separator: "&").utf8))
        fingerprint = Data(hash.prefix(9)).base64EncodedString()
        pageToken = query["pageToken"]
        syncToken = query["syncToken"]
        text = query["q"]?.lowercased()
        uid = query["iCalUID"]
        if let number = query["maxResults"] {
            guard let count = Int(number), count > 0 else { throw .invalidParameter("maxResults", number) }
            maxResults = min(count, 2500)
        }
        try readTimes(query)
        try readProperties(query)
        try readOrder(query)
        if syncToken != nil { try refuseRestrictions(query) }
    }

    private mutating func readTimes(_ query: FormFields) throws(CalendarProblem) {
        timeMin = try Self.date(query, "timeMin")
        timeMax = try Self.date(query, "timeMax")
        updatedMin = try Self.date(query, "updatedMin")
        if let timeMin, let timeMax, timeMin >= timeMax { throw .emptyRange }
        shown = try Self.zone(query)
    }

    private mutating func readProperties(_ query: FormFields) throws(CalendarProblem) {
        for kind in ["private", "shared"] {
            for text in query.all("\(kind)ExtendedProperty") {
                let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard halves.count == 2 else { throw .invalidParameter("\(kind)ExtendedProperty", text) }
                properties.append((kind, String(halves[0]), String(halves[1])))
            }
        }
    }

    private mutating func readOrder(_ query: FormFields) throws(CalendarProblem) {
        showsDeleted = try Self.bool(query, "showDeleted") ?? false
        let isSingle = try Self.bool(query, "singleEvents") ?? false
        guard let text = query["orderBy"] else { return }
        guard let order = Order(rawValue: text) else { throw .invalidParameter("orderBy", text) }
        guard order != .startTime || isSingle else {
            throw CalendarProblem(
                400, "invalid", "The requested ordering is not available for the particular query.",
                place: .parameter("orderBy"))
        }
        self.order = order
    }

    private func refuseRestrictions(_ query: FormFields) throws(CalendarProblem) {
        let given =
            Self.restrictions.first { query[$0] != nil } ?? (query["showDeleted"] == "false" ? "showDeleted" : nil)
        guard let given else { return }
        throw CalendarProblem(
            400, "invalid", "Sync token cannot be used together with \(given).", place: .parameter(given))
    }

    /// Whether the last page may say how to go on. A restriction of time does not hinder it.
    var givesSyncToken: Bool {
        order == nil && text == nil && uid == nil && properties.isEmpty && updatedMin == nil
    }

    /// - Parameter isIncremental: whether only what changed is asked for; deleted events belong to that.
    func accepts(_ event: StoredEvent, in zone: TimeZone, isIncremental: Bool) -> Bool {
        if isIncremental { return true }
        if event.isCancelled, !showsDeleted, updatedMin == nil { return false }
        if let updatedMin, event.updatedAt < updatedMin { return false }
        let time = event.time(in: zone)
        if let timeMin, time.upperBound <= timeMin { return false }
        if let timeMax, time.lowerBound >= timeMax { return false }
        if let uid, uid != "\(event.id)@google.com" { return false }
        return hasText(event) && hasProperties(event)
    }

    private func hasText(_ event: StoredEvent) -> Bool {
        guard let text else { return true }
        let guests = event.body["attendees"]?.elements ?? []
        let words = ["summary", "description", "location"].map { event.body[$0] } + guests.map { $0["email"] }
        return words.contains { $0?.string?.lowercased().contains(text) == true }
    }

    private func hasProperties(_ event: StoredEvent) -> Bool {
        properties.allSatisfy { event.body.at("extendedProperties", $0.kind, $0.name)?.string == $0.value }
    }

    // MARK: Values

    private static func date(_ query: FormFields, _ name: String) throws(CalendarProblem) -> Date? {
        guard let text = query[name] else { return nil }
        guard let date = Timestamp(text)?.date else { throw .badRequest }
        return date
    }

    static func zone(_ query: FormFields) throws(CalendarProblem) -> TimeZone? {
        guard let name = query["timeZone"] else { return nil }
        guard let zone = TimeZone(identifier: name) else { throw .invalidParameter("timeZone", name) }
        return zone
    }

    private static func bool(_ query: FormFields, _ name: String) throws(CalendarProblem) -> Bool? {
        switch query[name] {
        case nil: return nil
        case "true", "True", "1": return true
        case "false", "False", "0": return false
        case .some(let text): throw .invalidParameter(name, text)
        }
    }
}
