internal import Foundation

/// A place in a calendar's changes, as the page and sync tokens hold it. Tokens of another run of the sandbox are none.
struct ListToken: Sendable, Equatable {
    enum Kind: String, Sendable {
        case page, sync
    }

    var kind: Kind
    /// Which run of the sandbox, and which calendar.
    var origin: String
    /// The calendar's newest change when the list began.
    var snapshot: Int
    /// A page: the last revision that was shown, or with an order the number of those shown.
    var after = 0
    /// A page: of the query it belongs to.
    var fingerprint = ""

    var text: String {
        let parts = [kind.rawValue, origin, "\(snapshot)", "\(after)", fingerprint]
        return Data(parts.joined(separator: "|").utf8).base64EncodedString()
    }

    init(_ kind: Kind, origin: String, snapshot: Int, after: Int = 0, fingerprint: String = "") {
        self.kind = kind
        self.origin = origin
        self.snapshot = snapshot
        self.after = after
        self.fingerprint = fingerprint
    }

    init?(_ text: String, _ kind: Kind, origin: String) {
        let parts = String(decoding: Data(base64Encoded: text) ?? Data(), as: UTF8.self).split(
            separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == kind.rawValue, parts[1] == origin, let snapshot = Int(parts[2]),
            let after = Int(parts[3])
        else { return nil }
        self.init(kind, origin: origin, snapshot: snapshot, after: after, fingerprint: String(parts[4]))
    }
}

extension AccountCalendar {
    /// One page of `events.list`.
    ///
    /// - Parameter run: which run of the sandbox it is.
    func page(_ query: EventQuery, run: String) throws(CalendarProblem) -> JSON {
        let origin = "\(run)/\(address)"
        let base = try query.syncToken.map { (text) throws(CalendarProblem) in
            guard let token = ListToken(text, .sync, origin: origin) else { throw .fullSyncRequired }
            return token.snapshot
        }
        let page = try query.pageToken.map { (text) throws(CalendarProblem) in
            guard let token = ListToken(text, .page, origin: origin), token.fingerprint == query.fingerprint else {
                throw .invalidParameter("pageToken", text)
            }
            return token
        }
        let rest = rest(of: query, base: base, page: page)
        let shown = rest.prefix(query.maxResults)
        let snapshot = page?.snapshot ?? revision
        var json = head
        json["items"] = .array(shown.map { $0.isCancelled ? $0.tombstone : resource($0, shown: query.shown) })
        if rest.count > shown.count, let last = shown.last {
            let after = query.order == nil ? last.revision : (page?.after ?? 0) + shown.count
            json["nextPageToken"] = .string(
                ListToken(.page, origin: origin, snapshot: snapshot, after: after, fingerprint: query.fingerprint).text)
        } else if query.givesSyncToken {
            json["nextSyncToken"] = .string(ListToken(.sync, origin: origin, snapshot: snapshot).text)
        }
        return json
    }

    /// What the pages before have not shown. Without an order, what changes meanwhile moves to the end: it may be seen
    /// twice, and is never missed.
    private func rest(of query: EventQuery, base: Int?, page: ListToken?) -> [StoredEvent] {
        let found = events.filter {
            $0.revision > base ?? 0 && query.accepts($0, in: zone, isIncremental: base != nil)
        }
        switch query.order {
        case nil: return found.filter { $0.revision > page?.after ?? 0 }
        case .updated: return Array(found.dropFirst(page?.after ?? 0))
        case .startTime:
            let sorted = found.sorted {
                ($0.time(in: zone).lowerBound, $0.id) < ($1.time(in: zone).lowerBound, $1.id)
            }
            return Array(sorted.dropFirst(page?.after ?? 0))
        }
    }

    private var head: JSON {
        [
            "kind": "calendar#events", "etag": "\"p\(revision)\"", "summary": .string(address), "description": "",
            "updated": .string(updatedAt.iso), "timeZone": .string(zone.identifier), "accessRole": "owner",
            "defaultReminders": [["method": "popup", "minutes": 10]],
        ]
    }

    // MARK: The calendar itself

    /// As `calendars.get` shows it.
    var resource: JSON {
        [
            "kind": "calendar#calendar", "etag": "\"\(revision)\"", "id": .string(address),
            "summary": .string(address), "timeZone": .string(zone.identifier),
            "conferenceProperties": ["allowedConferenceSolutionTypes": ["hangoutsMeet"]],
        ]
    }

    /// As `calendarList.list` shows it.
    var listEntry: JSON {
        var entry = resource
        let facts: JSON = [
            "kind": "calendar#calendarListEntry", "accessRole": "owner", "primary": true, "selected": true,
            "colorId": "14", "backgroundColor": "#9fe1e7", "foregroundColor": "#000000",
            "defaultReminders": [["method": "popup", "minutes": 10]],
        ]
        for (name, value) in facts.members ?? [:] { entry[name] = value }
        return entry
    }
}
