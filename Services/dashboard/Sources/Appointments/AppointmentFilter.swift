internal import CivilTime
internal import Contracts
internal import Foundation

/// Which appointments a list shows, as its address says it.
struct AppointmentFilter: Sendable, Equatable {
    /// From the latest back, instead of from today on.
    var isPast = false
    /// Both days included.
    var from: CivilDate?
    var to: CivilDate?
    var status: Appointment.Status?
    var agent: AgentID?
    var lead: LeadID?

    init() {}

    /// - Throws: ``BadRequest`` for what makes no sense.
    init(_ query: Query) throws(BadRequest) {
        isPast = try query.value("past") { ["1", "true", "yes"].contains($0) ? true : nil } ?? false
        from = try query.value("from") { CivilDate($0) }
        to = try query.value("to") { CivilDate($0) }
        status = try query.value("status") { Appointment.Status(rawValue: $0) }
        agent = try query.value("agent") { AgentID($0) }
        lead = try query.value("lead") { LeadID($0) }
    }

    /// The filter as an address has it, without what is as usual.
    var items: [(name: String, value: String)] {
        var items: [(String, String)] = []
        if isPast { items.append(("past", "1")) }
        if let from { items.append(("from", "\(from)")) }
        if let to { items.append(("to", "\(to)")) }
        if let status { items.append(("status", status.rawValue)) }
        if let agent { items.append(("agent", "\(agent)")) }
        if let lead { items.append(("lead", "\(lead)")) }
        return items
    }

    /// Whether it leaves anything out; which way the list runs does not.
    var isEmpty: Bool { items.allSatisfy { $0.name == "past" } }

    /// The same for the other side of today, where the list is not about certain days.
    var otherWay: AppointmentFilter {
        var other = self
        other.isPast.toggle()
        (other.from, other.to) = (nil, nil)
        return other
    }

    /// Until today's beginning, or from it on, unless certain days are asked for.
    ///
    /// - Returns: from when, and until before when, by the viewer's clock.
    func range(_ time: ViewerTime) -> (from: Date?, to: Date?) {
        let from = from.map { time.start(of: $0) }
        let to = to.map { time.start(of: CivilDate(dayNumber: $0.dayNumber + 1)) }
        guard from == nil, to == nil else { return (from, to) }
        let today = time.start(of: time.today)
        return isPast ? (nil, today) : (today, nil)
    }
}

/// Where in a list a page is, and which pages are beside it. A list runs one way; a page before another is read from there
/// backwards.
struct AppointmentPaging: Sendable, Equatable {
    enum Turn: Sendable, Equatable {
        case first
        case after(Cursor)
        case before(Cursor)
    }

    static let pageSize = 50

    /// Whether the list goes from earlier to later.
    var isAscending: Bool
    var turn: Turn

    /// - Throws: ``BadRequest`` for a place that there is not.
    init(_ query: Query, isAscending: Bool) throws(BadRequest) {
        self.isAscending = isAscending
        let after = try query.value("after") { Cursor($0) }
        let before = try query.value("before") { Cursor($0) }
        turn = after.map { .after($0) } ?? before.map { .before($0) } ?? .first
    }

    /// Whether rows are read from earlier to later.
    var readsAscending: Bool { isBackwards ? !isAscending : isAscending }

    /// Behind which row reading begins.
    var cursor: Cursor? {
        switch turn {
        case .first: nil
        case .after(let cursor), .before(let cursor): cursor
        }
    }

    private var isBackwards: Bool { if case .before = turn { true } else { false } }

    /// - Parameter rows: as they were read, one more than a page has when there are more.
    /// - Returns: those that the page shows, in the list's order, and whether others come before and after them.
    func page<Row>(of rows: [Row]) -> (rows: [Row], hasPrevious: Bool, hasNext: Bool) {
        let hasMore = rows.count > Self.pageSize
        let shown = Array(rows.prefix(Self.pageSize))
        if isBackwards { return (shown.reversed(), hasMore, true) }
        return (shown, turn != .first, hasMore)
    }
}
