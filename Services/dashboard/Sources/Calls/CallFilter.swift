internal import CivilTime
internal import Contracts
internal import FormEncoding
internal import Foundation

/// Which calls a list shows, as its address says it: what can be sent to somebody shows them the same.
struct CallFilter: Sendable, Equatable {
    enum Period: String, Sendable, CaseIterable {
        case today, yesterday, week = "7d", month = "30d"
    }

    enum Sort: String, Sendable, CaseIterable {
        case newest, longest
    }

    enum AgentChoice: Sendable, Equatable {
        case nobody
        case agent(AgentID)
    }

    var text = ""
    var period: Period?
    /// Both days included.
    var from: CivilDate?
    var to: CivilDate?
    var statuses: [CallGroup] = []
    var agent: AgentChoice?
    var lead: LeadID?
    /// A primary subtag of BCP 47.
    var language: String?
    var direction: CallDirection?
    /// Seconds.
    var shortest: Int?
    var longest: Int?
    var sort = Sort.newest

    /// - Throws: ``BadRequest`` naming what makes no sense.
    init(_ query: Query) throws(BadRequest) {
        text = query["q"] ?? ""
        guard text.count <= 200 else { throw BadRequest(.searchTooLong) }
        period = try query.choice("period")
        from = try query.value("from") { CivilDate($0) }
        to = try query.value("to") { CivilDate($0) }
        statuses = try query.values("status") { CallGroup(rawValue: $0) }
        agent = try query.value("agent") { $0 == "nobody" ? .nobody : AgentID($0).map { .agent($0) } }
        lead = try query.value("lead") { LeadID($0) }
        language = try query.value("language") { $0.count <= 8 && $0.allSatisfy(\.isLetter) ? $0.lowercased() : nil }
        direction = try query.choice("direction")
        shortest = try query.value("min") { Int($0).flatMap { (0...86_400).contains($0) ? $0 : nil } }
        longest = try query.value("max") { Int($0).flatMap { (0...86_400).contains($0) ? $0 : nil } }
        sort = try query.choice("sort") ?? .newest
    }

    /// The filter as an address has it, without what is as usual.
    var items: [(name: String, value: String)] {
        var items: [(String, String)] = []
        if !text.isEmpty { items.append(("q", text)) }
        if let period { items.append(("period", period.rawValue)) }
        if let from { items.append(("from", "\(from)")) }
        if let to { items.append(("to", "\(to)")) }
        items += statuses.map { ("status", $0.rawValue) }
        switch agent {
        case .nobody: items.append(("agent", "nobody"))
        case .agent(let id): items.append(("agent", "\(id)"))
        case nil: break
        }
        if let lead { items.append(("lead", "\(lead)")) }
        if let language { items.append(("language", language)) }
        if let direction { items.append(("direction", direction.rawValue)) }
        if let shortest { items.append(("min", "\(shortest)")) }
        if let longest { items.append(("max", "\(longest)")) }
        if sort != .newest { items.append(("sort", sort.rawValue)) }
        return items
    }

    /// In which calls stand: what was searched for is found newest first.
    var order: Sort { text.isEmpty ? sort : .newest }

    /// Whether it leaves anything out.
    var isEmpty: Bool { items.allSatisfy { $0.name == "sort" } }

    /// From when, and until before when, by the viewer's clock; days that are given count more than a period.
    func range(_ time: ViewerTime) -> (from: Date?, to: Date?) {
        let today = time.today.dayNumber
        let days: (CivilDate?, CivilDate?) =
            if from != nil || to != nil {
                (from, to)
            } else {
                switch period {
                case .today: (time.today, nil)
                case .yesterday: (CivilDate(dayNumber: today - 1), CivilDate(dayNumber: today - 1))
                case .week: (CivilDate(dayNumber: today - 6), nil)
                case .month: (CivilDate(dayNumber: today - 29), nil)
                case nil: (nil, nil)
                }
            }
        let end = days.1.map { CivilDate(dayNumber: $0.dayNumber + 1) }
        return (days.0.map { time.start(of: $0) }, end.map { time.start(of: $0) })
    }
}

extension Phrase {
    static let searchTooLong = Phrase(
        "Search for at most 200 characters.", es: "Busque como máximo 200 caracteres.")
}

extension CallFilter {
    /// As it was kept, or sent along with a form.
    ///
    /// - Parameter address: what follows the path of the list, with or without its question mark.
    /// - Throws: ``BadRequest`` when it makes no sense.
    init(address: String) throws(BadRequest) {
        try self.init(Query(FormEncoding.fields(of: address.drop { $0 == "?" }.utf8)))
    }
}
