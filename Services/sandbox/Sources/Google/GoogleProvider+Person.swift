internal import Foundation

/// What a person does with their own account and calendar. No fault hits it.
extension GoogleProvider {
    /// An address as accounts have it.
    static func address(_ text: String) throws(BadInput) -> String {
        guard MailAddress(text)?.address == text else {
            throw BadInput(reason: "an account is an address like anna@example.com")
        }
        return text.lowercased()
    }

    /// The account is there from now on.
    ///
    /// - Parameter zone: nil leaves it as it is.
    func welcome(_ address: String, zone name: String?) throws(BadInput) {
        var zone: TimeZone?
        if let name {
            zone = TimeZone(identifier: name)
            guard zone != nil else { throw BadInput(reason: "timeZone must be a name like Europe/Berlin") }
        }
        perform { state in
            state.welcome(address, zone: self.zone, at: ambient.now())
            if let zone { state.calendars[address]?.zone = zone }
        }
    }

    /// - Parameter draft: an event as the API takes it; times may be given as ``EventTime/init(byHand:_:in:)`` reads them.
    ///   Its `organizer`, if it is somebody else, makes it an invitation.
    func add(_ draft: JSON, to address: String) throws(CalendarProblem) -> JSON {
        guard draft.members != nil else { throw .parseError }
        return try byHand(address) { (state, now) throws(CalendarProblem) in
            state.welcome(address, zone: zone, at: now)
            let zone = state.calendars[address]?.zone ?? zone
            var draft = draft
            for name in ["start", "end"] { draft[name] = try EventTime.byHand(draft[name], name, in: zone) }
            let newID = String(UUID().text.filter { $0 != "-" }.prefix(26))
            return try state.calendars[address]?.insert(
                draft, newID: newID, WriteOptions(isByHand: true), at: now)
        }
    }

    /// - Parameter times: `start`, and `end`, without which it takes as long as before.
    func move(_ id: String, of address: String, to times: JSON) throws(CalendarProblem) -> JSON {
        try byHand(address) { (state, now) throws(CalendarProblem) in
            guard let calendar = state.calendars[address] else { throw .notFound }
            let event = try calendar.event(id)
            guard !event.isCancelled else { throw .deleted }
            var draft = event.body
            draft["start"] = try EventTime.byHand(times["start"], "start", in: calendar.zone)
            draft["end"] =
                times["end"] == nil
                ? try Self.end(of: event, from: draft["start"], in: calendar.zone)
                : try EventTime.byHand(times["end"], "end", in: calendar.zone)
            // An update leaves the conference alone, unless it speaks of it.
            return try state.calendars[address]?.update(id, draft, WriteOptions(isByHand: true), at: now)
        }
    }

    private static func end(
        of event: StoredEvent, from start: JSON?, in zone: TimeZone
    ) throws(CalendarProblem) -> JSON {
        let time = event.time(in: zone)
        let length = time.upperBound.timeIntervalSince(time.lowerBound)
        switch try EventTime(start, "start") {
        case .day(let day):
            let days = max(1, (length / 86_400).rounded())
            let wall = (Timestamp(day + "T00:00:00")?.wall ?? .distantPast).addingTimeInterval(days * 86_400)
            return ["date": .string(String(wall.iso.prefix(10)))]
        case .moment(let date, _):
            return EventTime.moment(date.addingTimeInterval(length), zone: nil).json(in: zone)
        }
    }

    func cancel(_ id: String, of address: String) throws(CalendarProblem) {
        _ = try byHand(address) { (state, now) throws(CalendarProblem) in
            guard state.calendars[address] != nil else { throw .notFound }
            try state.calendars[address]?.delete(id, WriteOptions(isByHand: true), at: now)
            return try state.calendars[address]?.event(id)
        }
    }

    /// Removes our access, as on https://myaccount.google.com/connections.
    func disconnect(_ address: String) throws(BadInput) {
        try perform { (state) throws(BadInput) in
            guard state.calendars[address] != nil else { throw BadInput(reason: "there is no such account") }
            state.disconnect(address)
        }
    }

    /// Does something and pushes it.
    private func byHand(
        _ address: String, _ work: (inout GoogleState, Date) throws(CalendarProblem) -> StoredEvent?
    ) throws(CalendarProblem) -> JSON {
        let now = ambient.now()
        return try perform { (state) throws(CalendarProblem) in
            guard let event = try work(&state, now), let calendar = state.calendars[address] else { throw .notFound }
            state.channels.noteChange(in: address, at: now)
            return calendar.resource(event)
        }
    }

    // MARK: As JSON

    /// All accounts, by address.
    var accounts: JSON {
        let state = snapshot
        return .array(state.calendars.keys.sorted().map { state.account($0) })
    }

    /// All events of the account, deleted ones too, by their beginning; nil when there is no such account.
    func events(of address: String) -> JSON? {
        guard let calendar = snapshot.calendars[address] else { return nil }
        let events = calendar.events.sorted {
            $0.time(in: calendar.zone).lowerBound < $1.time(in: calendar.zone).lowerBound
        }
        return .array(
            events.map { event in
                var json = calendar.resource(event)
                json["sentUpdates"] = .array(event.sentUpdates.map(\.json))
                return json
            })
    }
}

extension GoogleState {
    /// As in `GET /google/accounts`.
    fileprivate func account(_ address: String) -> JSON {
        guard let calendar = calendars[address] else { return .null }
        let scopes = grants.granted(by: address)
        return [
            "address": .string(address), "timeZone": .string(calendar.zone.identifier),
            "isConnected": .bool(!scopes.isEmpty), "scopes": .array(scopes.map { .string($0) }),
            "refreshTokens": .number("\(grants.refreshTokenCount(of: address))"),
            "events": .number("\(calendar.events.filter { !$0.isCancelled }.count)"),
            "channels": .array(channels.channels(of: address).map(\.json)),
        ]
    }
}

extension StoredEvent.SentUpdate {
    fileprivate var json: JSON {
        [
            "kind": .string(kind.rawValue), "at": .string(at.iso),
            "recipients": .array(recipients.map { .string($0) }),
        ]
    }
}

extension EventTime {
    /// As a person gives it, made what the API takes: `2026-03-29T10:00` by the calendar's clock, with an offset, a day
    /// like `2026-03-29`, or an object as the API takes it.
    static func byHand(_ json: JSON?, _ name: String, in zone: TimeZone) throws(CalendarProblem) -> JSON {
        guard let text = json?.string else { return json ?? .null }
        if Timestamp(text + "T00:00:00") != nil { return ["date": .string(text)] }
        let full = text.count == 16 ? text + ":00" : text
        guard Timestamp(full) != nil else { throw .invalid("Invalid \(name) time.") }
        return ["dateTime": .string(full), "timeZone": .string(zone.identifier)]
    }
}
