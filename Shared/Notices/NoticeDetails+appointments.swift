internal import Foundation

extension NoticeDetails {
    mutating func add(_ appointment: AppointmentNotice) throws(TemplateProblem) {
        let start = appointment.startsAt
        let withZone = zoneIsDoubtful(start, beside: appointment.leadTimeZone)
        let time = try clock(start, formats)
        let zone = withZone ? formats.zoneName(start) : nil
        values[.date] = formats.day(start)
        values[.time] = time
        values[.zone] = zone
        values[.when] = try moment(start, withZone: withZone)
        values[.whenShort] = try shortMoment(start, withZone: withZone)
        highlight = (sentence(formats.day(start)), zone.map { "\(time), \($0)" } ?? time)

        values[.agent] = UserText.line(appointment.agentName)
        if isToLead {
            // They know who they are.
            addLead(name: appointment.leadName, number: appointment.leadNumber, unknown: .unnamedLead)
            facts.removeAll()
            addFact(.with, values[.agent])
        } else {
            addLead(name: appointment.leadName, number: appointment.leadNumber, unknown: .unnamedLead)
            try addLeadTime(appointment)
            addFact(.agent, values[.agent])
        }
        values[.place] = UserText.line(appointment.place, limit: 300)
        addFact(.place, values[.place])
        if let end = appointment.endsAt, end > start {
            let minutes = (end.timeIntervalSince(start) / 60).rounded()
            addFact(.length, ReaderFormats.length(seconds: Int(min(minutes, 100_000)) * 60))
        }
        try addLink(appointment.link)
    }

    mutating func addMoved(_ appointment: AppointmentNotice) throws(TemplateProblem) {
        try add(appointment)
        if let previous = appointment.previouslyAt {
            // The zone is told once, unless the clocks change in between.
            let isSameZone = formats.zoneName(previous) == formats.zoneName(appointment.startsAt)
            let withZone = !isSameZone && zoneIsDoubtful(previous, beside: appointment.leadTimeZone)
            values[.previousWhen] = try moment(previous, withZone: withZone)
            addFact(.previously, values[.previousWhen])
        }
        addReason(appointment.reason)
    }

    mutating func addCancelled(_ appointment: AppointmentNotice) throws(TemplateProblem) {
        try add(appointment)
        addReason(appointment.reason)
    }

    /// Their hour as well, where it is another one than the reader's.
    private mutating func addLeadTime(_ appointment: AppointmentNotice) throws(TemplateProblem) {
        let start = appointment.startsAt
        guard let zone = appointment.leadTimeZone,
            zone.secondsFromGMT(for: start) != formats.zone.secondsFromGMT(for: start)
        else { return }
        addFact(.leadTime, try moment(start, withZone: true, by: ReaderFormats(formats, zone: zone)))
    }

    mutating func addReason(_ reason: String?) {
        values[.reason] = UserText.line(reason, limit: 500)
        addFact(.reason, values[.reason])
    }
}
