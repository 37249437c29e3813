package import Calling
package import Contracts
package import Foundation
package import Telephony

/// Everything that decides about one call, as things stand at one moment.
package struct DialQuestion: Sendable {
    package var rules: CallingRules
    package var isPaused = false
    /// Nil when the lead has none that can be dialled.
    package var number: TelephoneNumber?
    package var place: CalledPlace
    package var consent: ConsentKind?
    package var hasOptedOut = false
    package var isOnDoNotCallList = false
    /// Whether a call to the number is being asked for, rings, or is talked on.
    package var isOnACall = false
    /// Whether they have an appointment that was made after the call had been planned.
    package var isBooked = false
    /// Whether somebody talked to them after the call had been planned.
    package var wasReached = false
    /// Calls to the number so far.
    package var callsBefore = 0
    /// When those of the last 24 hours were made, oldest first.
    package var recentCalls: [Date] = []
    /// When the breaker lets a call through again; nil while it is closed.
    package var interruptedUntil: Date?
    package var hasFreeLine = true

    package init(rules: CallingRules, number: TelephoneNumber?, place: CalledPlace, consent: ConsentKind?) {
        self.rules = rules
        self.number = number
        self.place = place
        self.consent = consent
    }
}

package enum DialDecision: Sendable, Equatable {
    case dial
    /// Not before `until`; then it has to be asked again.
    case wait(until: Date, reason: DialReason)
    case never(reason: DialReason)
}

/// The one place that decides whether a number is dialled, asked at the last moment before it is.
///
/// No call at the wrong hour, to the wrong person, or over the cap: what can never become right comes first, then what passes,
/// and the last look is at the clock on the called person's wall.
package enum DialGate {
    private static let day: TimeInterval = 86_400
    /// How soon a call that waits for a line or for the agency is looked at again, should nobody wake it before.
    private static let shortWait: TimeInterval = 5
    private static let longWait: TimeInterval = 3600
    /// Most calls are over by then.
    private static let callWait: TimeInterval = 60

    package static func decide(_ question: DialQuestion, at now: Date) -> DialDecision {
        let law = CallingLaw.of(country: question.place.country, subdivision: question.place.subdivision)
        if let reason = impediment(question, law) { return .never(reason: reason) }
        if question.isOnACall { return .wait(until: now.addingTimeInterval(callWait), reason: .callUnderWay) }
        if question.isPaused { return .wait(until: now.addingTimeInterval(longWait), reason: .outreachPaused) }

        let window = CallingWindow(rules: question.rules, law: law, place: question.place)
        if let rested = endOfRest(question, law, now) {
            guard let opening = window.nextOpening(from: rested) else { return .never(reason: .neverOpen) }
            return .wait(until: opening, reason: .calledToday)
        }
        guard let opening = window.nextOpening(from: now) else { return .never(reason: .neverOpen) }
        guard opening <= now else { return .wait(until: opening, reason: .outsideHours) }
        if let until = question.interruptedUntil, until > now {
            return .wait(until: until, reason: .dialingInterrupted)
        }
        guard question.hasFreeLine else { return .wait(until: now.addingTimeInterval(shortWait), reason: .noFreeLine) }
        return .dial
    }

    /// What will not change by waiting.
    private static func impediment(_ question: DialQuestion, _ law: CallingLaw) -> DialReason? {
        if question.number == nil { return .noNumber }
        if question.hasOptedOut || question.consent == .refused { return .optedOut }
        if question.isOnDoNotCallList { return .doNotCall }
        let needsConsent = law.needsConsent || question.rules.consent == .always
        if needsConsent && !(question.consent?.isAgreement ?? false) { return .noConsent }
        if question.wasReached || question.isBooked { return .reached }
        if question.callsBefore >= question.rules.callsPerLead { return .callsUsedUp }
        return nil
    }

    /// When the oldest call that stands in the way is a day old; nil when none does.
    private static func endOfRest(_ question: DialQuestion, _ law: CallingLaw, _ now: Date) -> Date? {
        let limit = min(question.rules.callsPerDay, law.callsPerDay ?? .max)
        let recent = question.recentCalls.filter { $0 > now.addingTimeInterval(-day) }
        guard recent.count >= limit else { return nil }
        return recent[recent.count - limit].addingTimeInterval(day)
    }
}
