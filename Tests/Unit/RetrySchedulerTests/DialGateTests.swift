import Calling
import CivilTime
import Contracts
import Foundation
import RetryScheduler
import Telephony
import TestSupport
import Testing

/// The order of the questions, and each answer.
@Suite struct DialGateTests {
    /// A Tuesday, eight in the evening in Berlin, noon in Montana.
    private static let now = Date(timeIntervalSince1970: 1_796_151_600)
    private static let hour: TimeInterval = 3600

    private static func question(
        _ number: String = "+14065550120", zone: String = "America/Denver", consent: ConsentKind? = .expressWritten
    ) throws -> DialQuestion {
        var rules = CallingRules.standard
        rules.hours = .always
        let number = try TelephoneNumber(number, country: nil)
        let place = CalledPlace(number: number, country: nil, postcode: nil, timeZone: zone)
        return DialQuestion(rules: rules, number: number, place: place, consent: consent)
    }

    private static func decide(_ change: (inout DialQuestion) -> Void = { _ in }) throws -> DialDecision {
        var question = try question()
        change(&question)
        return DialGate.decide(question, at: now)
    }

    @Test func whoeverMayBeCalledIsCalledNow() throws {
        let decision = try Self.decide()
        #expect(decision == .dial)
    }

    struct Impediment: Sendable, CustomTestStringConvertible {
        let reason: DialReason
        let apply: @Sendable (inout DialQuestion) -> Void
        var testDescription: String { reason.rawValue }

        init(_ reason: DialReason, _ apply: @escaping @Sendable (inout DialQuestion) -> Void) {
            self.reason = reason
            self.apply = apply
        }

        static let all = [
            Impediment(.noNumber) { $0.number = nil }, Impediment(.optedOut) { $0.hasOptedOut = true },
            Impediment(.optedOut) { $0.consent = .refused }, Impediment(.doNotCall) { $0.isOnDoNotCallList = true },
            Impediment(.noConsent) { $0.consent = .inquiry }, Impediment(.noConsent) { $0.consent = nil },
            Impediment(.reached) { $0.wasReached = true },
            Impediment(.callsUsedUp) { $0.callsBefore = $0.rules.callsPerLead },
            // From three to four in the night, which the law forbids.
            Impediment(.neverOpen) { $0.rules.hours = WeeklyHours(TimeWindow(180, 240)) },
        ]
    }

    @Test(arguments: Impediment.all) func whatWillNotChangeIsNever(impediment: Impediment) throws {
        let (reason, change) = (impediment.reason, impediment.apply)
        let decision = try Self.decide(change)
        #expect(decision == .never(reason: reason))
        // Whatever else stands in the way: it would only be asked again for nothing.
        let busy = try Self.decide { question in
            change(&question)
            question.hasFreeLine = false
            question.interruptedUntil = Self.now + 60
        }
        #expect(busy == .never(reason: reason))
    }

    @Test func whatPassesIsWaitedFor() throws {
        let paused = try Self.decide { $0.isPaused = true }
        #expect(paused == .wait(until: Self.now + Self.hour, reason: .outreachPaused))
        let talking = try Self.decide { $0.isOnACall = true }
        #expect(talking == .wait(until: Self.now + 60, reason: .callUnderWay))
        let interrupted = try Self.decide { $0.interruptedUntil = Self.now + 15 }
        #expect(interrupted == .wait(until: Self.now + 15, reason: .dialingInterrupted))
        let busy = try Self.decide { $0.hasFreeLine = false }
        #expect(busy == .wait(until: Self.now + 5, reason: .noFreeLine))
    }

    @Test func aBreakerThatIsDueAgainLetsThrough() throws {
        let decision = try Self.decide { $0.interruptedUntil = Self.now }
        #expect(decision == .dial)
    }

    /// Three a day: the oldest of the three must be a day old, and the hour must be right then.
    @Test func theDayCapCountsAnyTwentyFourHours() throws {
        let calls = [30.0, 20, 10, 1].map { Self.now - $0 * Self.hour }
        let decision = try Self.decide { $0.recentCalls = calls }
        #expect(decision == .wait(until: calls[1] + 24 * Self.hour, reason: .calledToday))
        let fewer = try Self.decide { $0.recentCalls = Array(calls.prefix(3)) }
        #expect(fewer == .dial)
    }

    @Test func theClockOnTheirWallDecides() throws {
        // It is four in the morning there.
        let question = try Self.question(zone: "Asia/Tokyo")
        guard case .wait(let until, .outsideHours) = DialGate.decide(question, at: Self.now) else {
            Issue.record("nobody is called at that hour")
            return
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "Asia/Tokyo"))
        #expect(calendar.component(.hour, from: until) == 8)
        #expect(DialGate.decide(question, at: until) == .dial)
        #expect(DialGate.decide(question, at: until - 1) != .dial)
    }

    /// Whatever the clock says, it is never dialled at an hour the law forbids; a clock that jumps is only another time.
    @Test func noHourIsDialledThatTheLawForbids() throws {
        var generator = SeededGenerator(seed: 3)
        let question = try Self.question()
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "America/Denver"))
        for _ in 0..<5000 {
            let moment = Self.now + TimeInterval.random(in: -4e8...4e8, using: &generator)
            let hour = calendar.component(.hour, from: moment)
            if DialGate.decide(question, at: moment) == .dial { #expect((8..<21).contains(hour), "\(moment)") }
        }
    }

    @Test(arguments: ConsentKind.allCases) func onlyAnAgreementIsOne(kind: ConsentKind) throws {
        let decision = try Self.decide { $0.consent = kind }
        #expect((decision == .dial) == kind.isAgreement)
    }

    /// Japan's law asks for no consent in our table; the agency may.
    @Test func theAgencyMayAskForMoreThanTheLaw() throws {
        var question = try Self.question("+81355501085", zone: "America/Phoenix", consent: .inquiry)
        let lawIsContent = DialGate.decide(question, at: Self.now)
        question.rules.consent = .always
        let agencyIsNot = DialGate.decide(question, at: Self.now)
        #expect(agencyIsNot == .never(reason: .noConsent))
        #expect(lawIsContent != .never(reason: .noConsent))
    }
}
