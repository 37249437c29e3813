internal import Foundation

/// What a person is asked before an application may use their calendar.
struct ConsentView: Sendable {
    var request: AuthorizationRequest
    /// As they came: they go through the form, and are checked again.
    var fields: FormFields
    var accounts: [String]
    /// Why the form did not do.
    var problem: String?

    private static let own: Set = ["account", "decision", "granted"]

    var values: [String: Any] {
        let ticked = fields.all("granted")
        var values: [String: Any] = [
            "title": "Sign in with Google", "onCalendar": true, "client": request.clientID,
            "account": fields["account"] ?? request.loginHint ?? "",
            "accounts": accounts,
            "hidden": fields.fields.filter { !Self.own.contains($0.name) }.map {
                ["name": $0.name, "value": $0.value]
            },
            "scopes": request.scopes.enumerated().map { index, scope in
                let isTicked = problem == nil || ticked.contains(scope)
                return ["id": "scope\(index)", "name": scope, "label": GoogleScope.label(scope), "ticked": isTicked]
                    as [String: Any]
            },
        ]
        if let problem { values["problem"] = problem }
        return values
    }
}

/// The accounts, and the calendar of one of them as its owner sees it.
struct CalendarView: Sendable {
    /// How many events of each kind are shown.
    static let most = 50

    private let accounts: [String]
    private let calendar: AccountCalendar?
    private let scopes: [String]
    private let channels: [PushChannel]
    private let problem: String?
    private let now: Date

    /// - Parameter account: nil for the first.
    init(_ state: GoogleState, account: String?, problem: String?, at now: Date) {
        accounts = state.calendars.keys.sorted()
        calendar = state.calendars[account ?? accounts.first ?? ""]
        scopes = calendar.map { state.grants.granted(by: $0.address) } ?? []
        channels = calendar.map { state.channels.channels(of: $0.address) } ?? []
        self.problem = problem
        self.now = now
    }

    var values: [String: Any] {
        var values: [String: Any] = [
            "title": "Calendars", "onCalendar": true, "hasAccounts": !accounts.isEmpty,
            "accounts": accounts.map {
                [
                    "address": $0, "link": "/google/calendar?account=\($0.queryEscaped)",
                    "isOpen": $0 == calendar?.address,
                ]
                    as [String: Any]
            },
        ]
        if let problem { values["problem"] = problem }
        if let calendar { values["calendar"] = self.values(calendar) }
        return values
    }

    private func values(_ calendar: AccountCalendar) -> [String: Any] {
        let events = calendar.events.map { ($0, $0.time(in: calendar.zone)) }.sorted {
            $0.1.lowerBound < $1.1.lowerBound
        }
        let live = events.filter { !$0.0.isCancelled }
        let upcoming = live.filter { $0.1.upperBound > now }
        let past = live.filter { $0.1.upperBound <= now }.reversed()
        let cancelled = events.filter(\.0.isCancelled).reversed()
        let nextHour = Date(timeIntervalSince1970: (now.timeIntervalSince1970 / 3600 + 1).rounded(.down) * 3600)
        return [
            "address": calendar.address, "timeZone": calendar.zone.identifier, "isConnected": !scopes.isEmpty,
            "scopes": scopes.map { GoogleScope.label($0) }, "newStart": calendar.zone.clock(nextHour),
            "newEnd": calendar.zone.clock(nextHour.addingTimeInterval(3600)),
            "hasUpcoming": !upcoming.isEmpty, "hasPast": !past.isEmpty, "hasCancelled": !cancelled.isEmpty,
            "pastCount": "\(past.count)", "cancelledCount": "\(cancelled.count)",
            "upcoming": upcoming.prefix(Self.most).map { values($0.0, calendar) },
            "past": past.prefix(Self.most).map { values($0.0, calendar) },
            "cancelled": cancelled.prefix(Self.most).map { values($0.0, calendar) },
            "hasChannels": !channels.isEmpty, "channels": channels.map(Self.values),
        ]
    }

    private func values(_ event: StoredEvent, _ calendar: AccountCalendar) -> [String: Any] {
        var values: [String: Any] = [
            "id": event.id, "account": calendar.address, "summary": event.summary ?? "(No title)",
            "time": Self.text(event, calendar.zone), "isFree": !event.isBusy && !event.isCancelled,
            "isTentative": event.body["status"] == "tentative", "isDay": event.start.isDay,
            "changed": event.updatedAt.readable,
            "updates": event.sentUpdates.map {
                ["kind": $0.kind.rawValue, "recipients": $0.recipients.joined(separator: ", ")]
            },
        ]
        let time = event.time(in: calendar.zone)
        values["iso"] = time.lowerBound.iso
        values["start"] = event.start.field(in: calendar.zone)
        values["end"] = event.end.field(in: calendar.zone)
        values["organizer"] = event.organizer
        values["place"] = event.body["location"]?.string
        values["description"] = event.body["description"]?.string
        values["conference"] = event.resource(in: calendar.zone)["hangoutLink"]?.string
        if !event.guests.isEmpty { values["guests"] = event.guests.joined(separator: ", ") }
        return values
    }

    /// `2026-03-29 10:00–10:30`, with both dates where they differ.
    private static func text(_ event: StoredEvent, _ zone: TimeZone) -> String {
        let (from, to) = (event.start, event.end)
        guard case .moment(let start, _) = from, case .moment(let end, _) = to else {
            let time = event.time(in: .gmt)
            let first = time.lowerBound.iso.prefix(10)
            let last = time.upperBound.addingTimeInterval(-1).iso.prefix(10)
            return first == last ? "\(first), all day" : "\(first) to \(last), all day"
        }
        let (first, last) = (zone.clock(start), zone.clock(end))
        let isOneDay = first.prefix(10) == last.prefix(10)
        let text = isOneDay ? "\(first)–\(last.suffix(5))" : "\(first) to \(last)"
        return text.replacing("T", with: " ")
    }

    private static func values(_ channel: PushChannel) -> [String: Any] {
        [
            "id": channel.id, "address": channel.address, "expiry": channel.expiresAt.readable,
            "deliveries": channel.deliveries.map {
                ["message": $0.message, "result": $0.result, "mood": $0.isSuccess ? "good" : "bad"]
            },
        ]
    }
}

extension EventTime {
    /// As a field of a form has it.
    fileprivate func field(in zone: TimeZone) -> String {
        switch self {
        case .day(let day): day
        case .moment(let date, _): zone.clock(date)
        }
    }
}

extension TimeZone {
    /// What clocks there show: `2026-03-29T10:00`.
    fileprivate func clock(_ date: Date) -> String { String(text(date).prefix(16)) }
}
