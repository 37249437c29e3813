internal import Foundation

/// A request to the Calendar API, as far as it matters.
struct CalendarCall: Sendable {
    var method: CalendarMethod
    var calendarID = "primary"
    /// Of an event; of a setting.
    var itemID = ""
    var authorization: String?
    var ifMatch: String?
    var ifNoneMatch: String?
    var query = FormFields()
    var body: [UInt8] = []

    init(_ method: CalendarMethod) { self.method = method }

    fileprivate var json: JSON {
        get throws(CalendarProblem) {
            do {
                return try JSON(parsing: body)
            } catch {
                throw .parseError
            }
        }
    }
}

/// Everything Google knows. Pure: time and new ids come from outside.
struct GoogleState: Sendable {
    /// Which run of the sandbox it is: tokens of another are worth nothing.
    let run: String
    var calendars: [String: AccountCalendar] = [:]
    var grants = GrantBook()
    var channels = ChannelBook()

    init(run: String) { self.run = run }

    /// The account's calendar is there from now on.
    mutating func welcome(_ address: String, zone: TimeZone, at now: Date) {
        guard calendars[address] == nil else { return }
        calendars[address] = AccountCalendar(address: address, zone: zone, at: now)
    }

    /// The person takes everything back; so does revoking a token. Nothing is pushed any more.
    mutating func disconnect(_ address: String) {
        grants.revokeAll(of: address)
        channels.stopAll(of: address)
    }

    /// - Parameter newID: for an event that is made and has none.
    mutating func answer(_ call: CalendarCall, newID: String, at now: Date) throws(CalendarProblem) -> Answer {
        let access = try authorize(call, at: now)
        switch call.method {
        case .stop:
            try channels.stop(call.json, account: access.account, at: now)
            return Answer(status: 204, body: [])
        case .freeBusy:
            return Answer(json: try FreeBusyQuery(call.json).answer { calendar($0, of: access.account) })
        case .calendarList: return list(calendars[access.account])
        case .setting: return try setting(call.itemID, calendars[access.account])
        case .calendar, .list, .watch, .get:
            guard let calendar = calendar(call.calendarID, of: access.account) else { throw .notFound }
            return try read(call, calendar, at: now)
        case .insert, .patch, .update, .delete:
            guard calendar(call.calendarID, of: access.account) != nil else { throw .notFound }
            let event = try write(call, in: access.account, newID: newID, at: now)
            channels.noteChange(in: access.account, at: now)
            return event.map { answer($0, in: access.account, shown: nil) } ?? Answer(status: 204, body: [])
        }
    }

    private func authorize(_ call: CalendarCall, at now: Date) throws(CalendarProblem) -> GrantBook.Access {
        let words = (call.authorization ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw .loginRequired }
        guard let access = grants.access(words[1], at: now) else { throw .invalidCredentials }
        guard call.method.isAllowed(by: access.scopes) else { throw .insufficientPermissions }
        return access
    }

    /// - Parameter id: `primary`, or the account's address. There are no others, and nobody sees another's.
    private func calendar(_ id: String, of account: String) -> AccountCalendar? {
        id == "primary" || id.lowercased() == account ? calendars[account] : nil
    }

    private mutating func read(
        _ call: CalendarCall, _ calendar: AccountCalendar, at now: Date
    ) throws(CalendarProblem) -> Answer {
        switch call.method {
        case .list: return Answer(json: try calendar.page(try EventQuery(call.query), run: run))
        case .get: return try get(call, in: calendar, at: now)
        case .watch:
            let channel = try PushChannel(call.json, account: calendar.address, at: now)
            try channels.open(channel, at: now)
            return Answer(json: channel.json)
        default: return Answer(json: calendar.resource)
        }
    }

    /// - Returns: nil for an event that is no more.
    private mutating func write(
        _ call: CalendarCall, in address: String, newID: String, at now: Date
    ) throws(CalendarProblem) -> StoredEvent? {
        let options = try WriteOptions(call.query, ifMatch: call.ifMatch, known: Set(calendars.keys))
        let id = call.itemID
        switch call.method {
        case .insert: return try calendars[address]?.insert(call.json, newID: newID, options, at: now)
        case .patch: return try calendars[address]?.patch(id, call.json, options, at: now)
        case .update: return try calendars[address]?.update(id, call.json, options, at: now)
        default:
            try calendars[address]?.delete(id, options, at: now)
            return nil
        }
    }

    private mutating func get(
        _ call: CalendarCall, in calendar: AccountCalendar, at now: Date
    ) throws(CalendarProblem) -> Answer {
        let event = try calendar.event(call.itemID)
        if call.ifNoneMatch == event.etag { return Answer(status: 304, body: []) }
        let answer = answer(event, in: calendar.address, shown: try EventQuery.zone(call.query))
        guard MeetConference.isPending(event.body["conferenceData"]) else { return answer }
        // Whoever reads it again finds it ready.
        try calendars[calendar.address]?.finishConference(of: event.id, at: now)
        let finished = try calendars[calendar.address]?.event(event.id) ?? event
        return self.answer(finished, in: calendar.address, shown: nil)
    }

    private func answer(_ event: StoredEvent, in address: String, shown: TimeZone?) -> Answer {
        var answer = Answer(json: calendars[address]?.resource(event, shown: shown) ?? .null)
        answer.headers["etag"] = event.etag
        return answer
    }

    private func list(_ calendar: AccountCalendar?) -> Answer {
        Answer(json: [
            "kind": "calendar#calendarList", "etag": "\"p\(calendar?.revision ?? 0)\"",
            "items": .array(calendar.map { [$0.listEntry] } ?? []), "nextSyncToken": "sandbox",
        ])
    }

    private func setting(_ name: String, _ calendar: AccountCalendar?) throws(CalendarProblem) -> Answer {
        let values = ["timezone": calendar?.zone.identifier, "locale": "en", "format24HourTime": "true"]
        guard let value = values[name] ?? nil else { throw .notFound }
        return Answer(json: [
            "kind": "calendar#setting", "etag": "\"\(name)\"", "id": .string(name), "value": .string(value),
        ])
    }
}
