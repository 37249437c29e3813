internal import Contracts
internal import Foundation

extension NoticeDetails {
    mutating func add(_ retry: RetryNotice) throws(TemplateProblem) {
        addLead(name: retry.leadName, number: retry.leadNumber, unknown: .unnamedLead)
        values[.attempts] = formats.number(retry.attempts)
        values[.outcome] = retry.lastOutcome.map { words.label(NoticeLabel($0)) }
        addFact(.attempts, values[.attempts])
        try addMoment(.lastTry, retry.lastTriedAt)
        addFact(.outcome, values[.outcome])
        try addLink(retry.link)
    }

    mutating func add(_ calendar: CalendarNotice) throws(TemplateProblem) {
        values[.agent] = UserText.line(calendar.agentName)
        values[.account] = UserText.line(calendar.account)
        if calendar.isRecipients { conditions.insert(.isYours) }
        addFact(.agent, values[.agent])
        addFact(.account, values[.account])
        try addMoment(.since, calendar.brokenSince)
        try addLink(calendar.link)
    }

    mutating func add(_ followUp: FollowUpNotice) throws(TemplateProblem) {
        addLead(name: followUp.leadName, number: followUp.leadNumber, unknown: .unknownCaller)
        values[.agent] = UserText.line(followUp.agentName)
        values[.waiting] = formats.wait(followUp.waiting)
        if followUp.isRecipients { conditions.insert(.isYours) }
        addFact(.agent, values[.agent])
        addFact(.waiting, values[.waiting])
        try addLink(followUp.link)
    }

    mutating func add(_ digest: DigestNotice) throws(TemplateProblem) {
        values[.date] = formats.day(digest.day)
        addCount(.calls, .calls, digest.calls)
        addCount(.conversations, .conversations, digest.conversations)
        addCount(.newLeads, .newLeads, digest.newLeads)
        addCount(.appointments, .appointments, digest.appointmentsBooked)
        addCount(.overdue, .overdue, digest.overdue)
        for next in digest.upcoming.prefix(Self.mostUpcoming) {
            let moment = try shortMoment(next.startsAt, withZone: zoneIsDoubtful(next.startsAt, beside: nil))
            upcoming.append((moment, UserText.line(next.leadName) ?? words.label(.unnamedLead)))
        }
        try addLink(digest.link)
    }

    private static let mostUpcoming = 10

    private mutating func addCount(_ label: NoticeLabel, _ variable: NoticeVariable, _ count: Int) {
        values[variable] = formats.number(count)
        addFact(label, values[variable])
    }

    mutating func add(_ bounce: BounceNotice) throws(TemplateProblem) {
        guard let address = UserText.line(bounce.address, limit: 254) else {
            throw TemplateProblem("the address is empty")
        }
        values[.address] = address
        values[.person] = UserText.line(bounce.personName)
        addFact(.address, address)
        addFact(.name, values[.person])
        try addMoment(.moment, bounce.bouncedAt)
        addReason(bounce.reason)
        try addLink(bounce.link)
    }
}
