internal import Foundation

/// What a write asks for besides the event itself.
struct WriteOptions: Sendable {
    /// `sendUpdates`: who is told of it by mail. Nobody, when it is not given.
    enum Audience: String, CaseIterable, Sendable {
        case all, externalOnly, none
    }

    var audience = Audience.none
    var conferenceVersion = 0
    var ifMatch: String?
    /// The person's own doing, not a client's: whoever organises the event.
    var isByHand = false
    /// Addresses that have a calendar here; the others are external.
    var known: Set<String> = []

    init(isByHand: Bool = false) { self.isByHand = isByHand }

    init(_ query: FormFields, ifMatch: String?, known: Set<String>) throws(CalendarProblem) {
        self.ifMatch = ifMatch
        self.known = known
        if let text = query["sendUpdates"] {
            guard let audience = Audience(rawValue: text) else { throw .invalidParameter("sendUpdates", text) }
            self.audience = audience
        } else if query["sendNotifications"] == "true" {
            audience = .all
        }
        if let text = query["conferenceDataVersion"] {
            guard let version = Int(text), (0...1).contains(version) else {
                throw .invalidParameter("conferenceDataVersion", text)
            }
            conferenceVersion = version
        }
    }

    func check(_ event: StoredEvent) throws(CalendarProblem) {
        if let ifMatch, ifMatch != "*", ifMatch != event.etag { throw .conditionNotMet }
    }

    /// Those of the guests who are told.
    func recipients(_ guests: [String]) -> [String] {
        switch audience {
        case .all: guests
        case .externalOnly: guests.filter { !known.contains($0) }
        case .none: []
        }
    }
}

/// The primary calendar of one account. Pure: time comes from outside.
struct AccountCalendar: Sendable {
    let address: String
    var zone: TimeZone
    private var stored: [String: StoredEvent] = [:]
    /// Of the newest change; grows with each.
    private(set) var revision = 0
    private(set) var updatedAt: Date

    init(address: String, zone: TimeZone, at now: Date) {
        self.address = address
        self.zone = zone
        updatedAt = now
        revision = Self.revision(after: 0, at: now)
    }

    /// All of them, the longest unchanged first.
    var events: [StoredEvent] { stored.values.sorted { $0.revision < $1.revision } }

    func event(_ id: String) throws(CalendarProblem) -> StoredEvent {
        guard let event = stored[id] else { throw .notFound }
        return event
    }

    /// As a client sees it.
    func resource(_ event: StoredEvent, shown: TimeZone? = nil) -> JSON { event.resource(in: zone, shown: shown) }

    /// - Parameter newID: for an event whose author chose none.
    mutating func insert(
        _ draft: JSON, newID: String, _ options: WriteOptions, at now: Date
    ) throws(CalendarProblem) -> StoredEvent {
        let id = try EventRules.id(in: draft) ?? newID
        if draft["status"] == "cancelled" { throw .invalid("Invalid value for: status") }
        var body = EventRules.writable(draft)
        body["conferenceData"] =
            options.conferenceVersion == 1
            ? try MeetConference.written(over: nil, asked: draft["conferenceData"]) : nil
        body = try EventRules.checked(body)
        // One that was deleted keeps its id.
        if stored[id] != nil { throw .duplicate }
        var event = try StoredEvent(id: id, address: address, body: body, at: now, revision: next(at: now))
        if options.isByHand { event.organizer = Self.stranger(draft, address) }
        tell(&event, .invitation, event.guests, options, at: now)
        stored[id] = event
        return event
    }

    private static func stranger(_ draft: JSON, _ address: String) -> String? {
        draft.at("organizer", "email")?.string?.lowercased().nonEmpty.flatMap { $0 == address ? nil : $0 }
    }

    /// Changes what the patch has, and leaves the rest.
    mutating func patch(
        _ id: String, _ patch: JSON, _ options: WriteOptions, at now: Date
    ) throws(CalendarProblem) -> StoredEvent {
        guard patch.members != nil else { throw .parseError }
        return try change(id, asked: patch, options, at: now) { $0.merged(with: EventRules.writable(patch)) }
    }

    /// Replaces all that can be written.
    mutating func update(
        _ id: String, _ body: JSON, _ options: WriteOptions, at now: Date
    ) throws(CalendarProblem) -> StoredEvent {
        guard body.members != nil else { throw .parseError }
        var asked = body
        if asked["conferenceData"] == nil { asked["conferenceData"] = .null }
        return try change(id, asked: asked, options, at: now) { _ in EventRules.writable(body) }
    }

    private mutating func change(
        _ id: String, asked: JSON, _ options: WriteOptions, at now: Date, _ rewritten: (JSON) -> JSON
    ) throws(CalendarProblem) -> StoredEvent {
        var event = try event(id)
        try options.check(event)
        var body = rewritten(event.body)
        let current = event.body["conferenceData"]
        body["conferenceData"] =
            options.conferenceVersion == 1
            ? try MeetConference.written(over: current, asked: asked["conferenceData"]) : current
        body = try EventRules.checked(body)
        if event.organizer != nil, !options.isByHand, event.body["guestsCanModify"] != true {
            let isTouched = EventRules.shared.contains { body[$0] != event.body[$0] }
            if isTouched { throw .nonOrganizer }
        }
        let guests = event.guests
        try event.replace(body, at: now, revision: next(at: now))
        let all = guests + event.guests.filter { !guests.contains($0) }
        tell(&event, event.isCancelled ? .cancellation : .update, all, options, at: now)
        stored[id] = event
        return event
    }

    mutating func delete(_ id: String, _ options: WriteOptions, at now: Date) throws(CalendarProblem) {
        var event = try event(id)
        if event.isCancelled { throw .deleted }
        try options.check(event)
        var body = event.body
        body["status"] = "cancelled"
        try event.replace(body, at: now, revision: next(at: now))
        tell(&event, .cancellation, event.guests, options, at: now)
        stored[id] = event
    }

    /// A conference that was under way is ready from now on.
    mutating func finishConference(of id: String, at now: Date) throws(CalendarProblem) {
        var event = try event(id)
        guard MeetConference.isPending(event.body["conferenceData"]),
            let request = event.body.at("conferenceData", "createRequest", "requestId")?.string
        else { return }
        var body = event.body
        body["conferenceData"] = MeetConference.made(request)
        try event.replace(body, at: now, revision: next(at: now))
        stored[id] = event
    }

    private func tell(
        _ event: inout StoredEvent, _ kind: StoredEvent.SentUpdate.Kind, _ guests: [String], _ options: WriteOptions,
        at now: Date
    ) {
        let recipients = options.recipients(guests)
        guard !recipients.isEmpty else { return }
        event.sentUpdates.append(StoredEvent.SentUpdate(kind: kind, at: now, recipients: recipients))
    }

    private mutating func next(at now: Date) -> Int {
        revision = Self.revision(after: revision, at: now)
        updatedAt = now
        return revision
    }

    /// Sixteen digits, as Google's etags have; never the same twice.
    private static func revision(after last: Int, at now: Date) -> Int { max(last + 1, now.epochMilliseconds * 2000) }
}
