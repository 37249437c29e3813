internal import CivilTime
internal import Contracts
internal import Foundation

/// For whom, with whom and when an appointment is to be made: what of it is known so far, as the page's address says it and as
/// its form brings it back.
struct BookingForm: Sendable, Equatable {
    static let longestNotes = AnnotateAppointment.longest

    var lead: LeadID?
    var call: CallID?
    /// Nil: whoever is free.
    var agent: AgentID?
    /// Whose free times are shown; nil: the next ones.
    var day: CivilDate?
    /// What leads are searched for.
    var search = ""
    var time = ChosenTime()
    var notes = ""

    /// - Throws: ``BadRequest`` for what makes no sense.
    init(_ query: Query) throws(BadRequest) {
        lead = try query.value("lead") { LeadID($0) }
        call = try query.value("call") { CallID($0) }
        agent = try query.value("agent") { AgentID($0) }
        day = try query.value("day") { CivilDate($0) }
        search = query["q"] ?? ""
        guard search.count <= LeadFilter.longestText else { throw BadRequest(.searchTooLong) }
    }

    /// - Throws: ``BadRequest`` for what our own page would not send.
    init(_ form: Form) throws(BadRequest) {
        func id<ID>(_ name: String, _ read: (String) -> ID?) throws(BadRequest) -> ID? {
            guard let text = form.optional(name) else { return nil }
            guard let id = read(text) else { throw BadRequest(.addressMakesNoSense) }
            return id
        }
        lead = try id("lead") { LeadID($0) }
        call = try id("call") { CallID($0) }
        agent = try id("agent") { AgentID($0) }
        day = try id("day") { CivilDate($0) }
        time = ChosenTime(form)
        // Browsers send the ends of lines as two characters.
        notes = form["notes"].replacing("\r\n", with: "\n")
    }

    /// As an address has it.
    var items: [(name: String, value: String)] {
        var items: [(String, String)] = []
        if let lead { items.append(("lead", "\(lead)")) }
        if let call { items.append(("call", "\(call)")) }
        if let agent { items.append(("agent", "\(agent)")) }
        if let day { items.append(("day", "\(day)")) }
        return items
    }

    /// What makes it another wish than one that was sent before from the same page.
    var wish: [String] {
        [
            lead?.description ?? "", agent?.description ?? "",
            time.isOwn ? "\(time.date) \(time.time)" : time.pick, notes,
        ]
    }
}
