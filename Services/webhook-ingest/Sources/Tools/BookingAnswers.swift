internal import CivilTime
internal import Contracts
internal import Foundation
internal import SpokenTime

/// Puts what calendar-sync answered into a sentence for the voice: in the call's language, in the lead's time zone. Pure.
struct BookingAnswers: Sendable {
    let phrases: BookingPhrases
    private let speaker: TimeSpeaker

    init(language: String, zone: TimeZone, now: Date) {
        phrases = BookingPhrases(language: language)
        speaker = TimeSpeaker(zone: zone, language: language, now: now)
    }

    /// Times to choose from; nil when there are none.
    func list(_ slots: [Slot]) -> String? {
        slots.isEmpty ? nil : speaker.moments(slots.map(\.startsAt).sorted())
    }

    func day(_ date: CivilDate) -> String { speaker.day(date) }

    /// Whether a certain moment can be had.
    func moment(_ date: Date, _ reply: FindSlots.Reply) -> String {
        guard let problem = reply.problem else { return phrases.free(speaker.moment(date)) }
        return refusal(problem, reply.slots)
    }

    /// What can be had on a day, or part of one.
    func day(_ date: CivilDate, _ reply: FindSlots.Reply, later: FindSlots.Reply?) -> String {
        if reply.problem == "no_agent" { return phrases.noAgent }
        if let slots = list(reply.slots) { return phrases.free(slots) }
        let nothing = phrases.nothingFree(speaker.day(date))
        return later.flatMap { list($0.slots) }.map { "\(nothing) \(phrases.free($0))" } ?? nothing
    }

    /// The first times there are.
    func first(_ reply: FindSlots.Reply) -> String {
        list(reply.slots).map { phrases.free($0) } ?? phrases.noAgent
    }

    /// It was not understood; what is free helps on.
    func notUnderstood(_ reply: FindSlots.Reply?) -> String {
        guard let slots = reply.flatMap({ list($0.slots) }) else { return phrases.notUnderstood }
        return "\(phrases.notUnderstood) \(phrases.free(slots))"
    }

    func booked(_ reply: AppointmentReply) -> Spoken {
        guard let appointment = reply.appointment else {
            return .failed(refusal(reply.problem ?? "", reply.alternatives))
        }
        let when = speaker.moment(appointment.scheduledAt)
        return .done(
            reply.isRepeat
                ? phrases.alreadyBooked(when) : phrases.booked(when, with: reply.agentName ?? ""))
    }

    func moved(_ reply: AppointmentReply) -> Spoken {
        guard let appointment = reply.appointment, reply.problem == nil else {
            return .failed(refusal(reply.problem ?? "", reply.alternatives))
        }
        return .done(phrases.moved(speaker.moment(appointment.scheduledAt), with: reply.agentName ?? ""))
    }

    func cancelled(_ reply: AppointmentReply) -> Spoken {
        guard let appointment = reply.appointment else { return .failed(phrases.noAppointment) }
        return .done(phrases.cancelled(speaker.moment(appointment.scheduledAt)))
    }

    private func refusal(_ problem: String, _ alternatives: [Slot]) -> String {
        let other = list(alternatives)
        switch problem {
        case "past": return phrases.notPossible(.past, alternatives: other)
        case "too_soon": return phrases.notPossible(.tooSoon, alternatives: other)
        case "too_far": return phrases.notPossible(.tooFar, alternatives: other)
        case "outside_hours": return phrases.notPossible(.outsideHours, alternatives: other)
        case "day_full": return phrases.notPossible(.dayFull, alternatives: other)
        case "no_agent": return phrases.noAgent
        default: return phrases.taken(other)
        }
    }
}

/// What a tool call came to.
enum Spoken: Sendable, Equatable {
    case done(String)
    case failed(String)
}
