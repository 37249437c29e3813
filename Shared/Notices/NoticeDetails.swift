internal import Foundation

/// A notice's facts in the words and the formats of its reader: what templates are rendered with.
struct NoticeDetails {
    var values: [NoticeVariable: String] = [:]
    var conditions: Set<NoticeCondition> = []
    var facts: [(label: String, value: String)] = []
    /// What comes next.
    var upcoming: [(label: String, value: String)] = []
    /// The day and the time that everything is about, set off from the rest.
    var highlight: (day: String, time: String)?
    var summary: (paragraphs: [String], isWhole: Bool)?
    /// Besides the one of the button.
    var links: [(label: String, link: String)] = []
    /// What stands for a lead of whom nothing is known: a phrase and no name.
    var standIn: String?

    let words: NoticeWords
    let formats: ReaderFormats
    private let role: NoticeRecipient.Role

    /// - Throws: ``TemplateProblem`` when a link is no web address, or the agency has no name.
    init(_ notice: Notice, words: NoticeWords, language: NoticeLanguage) throws(TemplateProblem) {
        self.words = words
        role = notice.recipient.role
        formats = ReaderFormats(language, zone: notice.recipient.timeZone)
        guard let agency = UserText.line(notice.agencyName) else { throw TemplateProblem("the agency has no name") }
        values[.agency] = agency
        values[.recipient] = UserText.line(notice.recipient.name)
        switch role {
        case .owner: conditions.insert(.toOwner)
        case .agent: conditions.insert(.toAgent)
        case .lead: conditions.insert(.toLead)
        }
        switch notice.content {
        case .callCompleted(let call), .callMissed(let call), .callAssigned(let call):
            try add(call, isReassigned: false)
        case .callReassigned(let call): try add(call, isReassigned: true)
        case .appointmentBooked(let appointment), .appointmentReminder(let appointment): try add(appointment)
        case .appointmentMoved(let appointment): try addMoved(appointment)
        case .appointmentCancelled(let appointment): try addCancelled(appointment)
        case .retryExhausted(let retry): try add(retry)
        case .calendarBroken(let calendar): try add(calendar)
        case .followUpOverdue(let followUp): try add(followUp)
        case .digestDaily(let digest): try add(digest)
        case .optedOutConfirmation: break
        case .messageBounced(let bounce): try add(bounce)
        case .accountInvitation(let account), .accountPassword(let account): try add(account)
        }
    }

    /// What templates are given.
    ///
    /// - Parameter marked: whether what somebody else wrote is marked as such.
    func templateValues(marked: Bool = false) -> [String: Any] {
        var given: [String: Any] = [:]
        for (variable, text) in values {
            given[variable.rawValue] = variable.isUserText ? UserText.isolated(text, marked: marked) : text
        }
        for condition in conditions { given[condition.rawValue] = true }
        return given
    }
}

/// What the kinds have in common.
extension NoticeDetails {
    var isToLead: Bool { role == .lead }

    mutating func addFact(_ label: NoticeLabel, _ value: String?) {
        if let value { facts.append((words.label(label), value)) }
    }

    mutating func addLead(name: String?, number: String?, unknown: NoticeLabel) {
        let name = UserText.line(name)
        let number = UserText.line(number, limit: 40)
        if name == nil, number == nil { standIn = words.label(unknown) }
        values[.lead] = name ?? number ?? standIn
        values[.number] = number
        addFact(.name, name)
        addFact(.number, number)
    }

    /// The same text with a capital letter, when it begins with a phrase of ours that has none.
    func sentence(_ text: String) -> String {
        let phrases = [standIn, values[.date]].compactMap { $0 }
        guard phrases.contains(where: text.hasPrefix), let first = text.first else { return text }
        return first.uppercased() + text.dropFirst()
    }

    mutating func addLink(_ link: String?) throws(TemplateProblem) {
        values[.link] = try link.map { link throws(TemplateProblem) in try Self.checked(link) }
    }

    mutating func addLink(_ label: NoticeLabel, _ link: String?) throws(TemplateProblem) {
        if let link { links.append((words.label(label), try Self.checked(link))) }
    }

    private static func checked(_ link: String) throws(TemplateProblem) -> String {
        let isWebAddress = link.hasPrefix("https://") || link.hasPrefix("http://")
        let isPlain = link.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>\"'`{}\\".utf8.contains($0) }
        guard isWebAddress, isPlain, link.utf8.count <= 2000 else { throw TemplateProblem("a link is no web address") }
        return link
    }

    /// Leads are told the zone in any case: they do not know whose clock is meant.
    func zoneIsDoubtful(_ date: Date, beside other: TimeZone?) -> Bool {
        isToLead || formats.isDoubtful(date, beside: other)
    }

    func clock(_ date: Date, _ formats: ReaderFormats) throws(TemplateProblem) -> String {
        try words.text(.clock, ["time": formats.time(date)])
    }

    /// "Thursday, August 27, 2026 at 10:30 AM (Eastern Daylight Time)"
    func moment(_ date: Date, withZone: Bool, by formats: ReaderFormats? = nil) throws(TemplateProblem) -> String {
        let formats = formats ?? self.formats
        var parts = ["date": formats.day(date), "time": try clock(date, formats)]
        if withZone { parts["zone"] = formats.zoneName(date) }
        return try words.text(.when, parts)
    }

    /// "Thu, Aug 27, 10:30 AM (EDT)"
    func shortMoment(_ date: Date, withZone: Bool) throws(TemplateProblem) -> String {
        var parts = ["date": formats.shortDay(date), "time": try clock(date, formats)]
        if withZone { parts["zone"] = formats.shortZoneName(date) }
        return try words.text(.whenShort, parts)
    }

    /// A moment that a fact is about.
    mutating func addMoment(_ label: NoticeLabel, _ date: Date?) throws(TemplateProblem) {
        guard let date else { return }
        let moment = try moment(date, withZone: zoneIsDoubtful(date, beside: nil))
        values[.when] = moment
        addFact(label, moment)
    }
}
