import CivilTime
import Foundation
import RulesJSON
import Telephony
import Testing

@testable import Calling

@Suite struct CallingRulesTests {
    @Test func nothingIsTheStandard() throws {
        #expect(try CallingRules(json: "{}".utf8) == .standard)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = """
            {"hours":{"mon":["09:00-12:00","13:00-24:00"]},"holidays":["2026-12-25"],"calls_per_lead":4,"calls_per_day":2,
            "consent":"always","call_new_leads":false,
            "retries":{"jitter_seconds":0,"busy":{"delays_seconds":[60],"max_retries":2}}}
            """
        let rules = try CallingRules(json: text.utf8)
        #expect(rules.hours.windows(on: .monday).map(\.text) == ["09:00-12:00", "13:00-24:00"])
        #expect(rules.retries.steps[.busy] == .init(delays: [60], retries: 2))
        #expect(rules.retries.steps[.voicemail] == RetryPolicy.standard.steps[.voicemail])
        #expect(try CallingRules(json: rules.json) == rules)
    }

    @Test(arguments: [
        (#"{"hours":{}}"#, "hours: no window ever opens"), (#"{"hours":{"mon":["20:00-09:00"]}}"#, "no window like"),
        (#"{"hours":{"monday":["09:00-10:00"]}}"#, "is no day"), (#"{"hours":{"mon":["9-10"]}}"#, "no window like"),
        (#"{"calls_per_lead":0}"#, "calls_per_lead must be"), (#"{"calls_per_day":-1}"#, "calls_per_day must be"),
        (#"{"calls_per_day":"three"}"#, "calls_per_day: must be a whole number"),
        (#"{"holidays":["25.12.2026"]}"#, "is no date"), (#"{"holidays":["2026-02-30"]}"#, "is no date"),
        (#"{"consent":"never"}"#, "consent"), (#"{"colour":1}"#, "there is no \"colour\""),
        (#"{"retries":{"busy":{"delays_seconds":[-5],"max_retries":1}}}"#, "from 1 second to 30 days"),
        (#"{"retries":{"busy":{"delays_seconds":[],"max_retries":1}}}"#, "names no delay"),
        (#"{"retries":{"busy":{"delays_seconds":[60],"max_retries":-1}}}"#, "max_retries must be"),
        (#"{"retries":{"asleep":{}}}"#, "retries has no \"asleep\""),
        (#"{"retries":{"jitter_seconds":-1}}"#, "jitter_seconds"),
        ("[]", "must be an object"), ("nonsense", "JSON"),
    ])
    func rulesThatCannotWorkAreRefusedWithTheReason(text: String, reason: String) {
        let error = #expect(throws: UnusableRules.self) { try CallingRules(json: text.utf8) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func everythingThatIsWrongIsSaid() {
        let error = #expect(throws: UnusableRules.self) {
            try CallingRules(json: #"{"hours":{},"calls_per_lead":0,"calls_per_day":0}"#.utf8)
        }
        #expect(error?.reasons.count == 3)
    }

    @Test func theLastDelayCountsForAllFurther() {
        let steps = RetryPolicy.Steps(delays: [7200, 86_400], retries: 3)
        #expect((0...5).map { steps.delay(before: $0) } == [nil, 7200, 86_400, 86_400, nil, nil])
    }

    @Test func windowsThatOverlapBecomeOne() {
        let hours = WeeklyHours([
            .monday: ["10:00-12:00", "09:00-11:00", "12:00-13:00", "15:00-16:00"].compactMap { TimeWindow($0) }
        ])
        #expect(hours.windows(on: .monday).map(\.text) == ["09:00-13:00", "15:00-16:00"])
        let other = WeeklyHours([.monday: ["08:00-09:30", "12:30-15:30"].compactMap { TimeWindow($0) }])
        #expect(
            hours.intersection(other).windows(on: .monday).map(\.text) == ["09:00-09:30", "12:30-13:00", "15:00-15:30"])
        #expect(hours.intersection(WeeklyHours([:])).isEmpty)
    }

    @Test func civilDatesAreThoseOfTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        for day in stride(from: -200_000, through: 200_000, by: 97) {
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(day) * 86_400))
            let date = CivilDate(dayNumber: day)
            guard let year = parts.year, year > 1582 else { continue }
            #expect(date.year == year && date.month == parts.month && date.day == parts.day)
            #expect(date.weekday.rawValue == ((parts.weekday ?? 0) + 5) % 7 + 1)
            #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
        }
    }
}

@Suite struct CallingLawTests {
    @Test func noStateIsLaxerThanTheFederation() {
        let federal = WeeklyHours(TimeWindow("08:00-21:00"))
        for state in [
            "AL", "CT", "FL", "KY", "LA", "MA", "MD", "MI", "MN", "MS", "NM", "NV", "OK", "PA", "RI", "SD", "TX",
            "UT", "WA", "WY", "CA", "NY", nil,
        ] as [String?] {
            let law = CallingLaw.of(country: "US", subdivision: state)
            #expect(law.hours.intersection(federal) == law.hours, "\(state ?? "unknown")")
            #expect(!law.hours.isEmpty)
            #expect(law.needsConsent)
            #expect(law.source.contains("47 CFR 64.1200"))
        }
    }

    @Test func whoseStateIsNotKnownHasTheStrictest() {
        let unknown = CallingLaw.of(country: "US", subdivision: nil)
        for state in ["RI", "TX", "KY", "FL", "SD", "UT"] {
            let law = CallingLaw.of(country: "US", subdivision: state)
            #expect(unknown.hours.intersection(law.hours) == unknown.hours, "\(state)")
        }
        #expect(unknown.holidays == .unitedStates)
        #expect(unknown.callsPerDay == 3)
    }

    @Test func theRestOfTheWorld() {
        #expect(
            CallingLaw.of(country: "FR", subdivision: nil).hours.windows(on: .monday).map(\.text) == [
                "10:00-13:00", "14:00-20:00",
            ])
        #expect(CallingLaw.of(country: "FR", subdivision: nil).hours.windows(on: .saturday).isEmpty)
        #expect(CallingLaw.of(country: "DE", subdivision: nil).needsConsent)
        #expect(!CallingLaw.of(country: "JP", subdivision: nil).needsConsent)
        #expect(CallingLaw.of(country: nil, subdivision: nil).needsConsent)
        #expect(CallingLaw.of(country: "AU", subdivision: nil).hours.windows(on: .sunday).isEmpty)
    }

    @Test(arguments: ["GP", "MQ", "GF", "RE", "YT", "MF", "BL", "PM"])
    func frenchLawHoldsOverseas(country: String) {
        #expect(CallingLaw.of(country: country, subdivision: nil) == CallingLaw.of(country: "FR", subdivision: nil))
    }

    @Test(arguments: ["AX", "GB", "GG", "JE", "IM"])
    func consentIsNeededInPartsWithACodeOfTheirOwn(country: String) {
        #expect(CallingLaw.of(country: country, subdivision: nil).needsConsent)
    }

    /// Which territory it is, the country says; nothing is left to be strict about.
    @Test(arguments: ["AS", "GU", "MP", "PR", "VI"])
    func territoriesHaveTheFederalHours(country: String) {
        let law = CallingLaw.of(country: country, subdivision: nil)
        #expect(law.hours == WeeklyHours(TimeWindow("08:00-21:00")))
        #expect(law.holidays == nil && law.callsPerDay == nil && law.needsConsent)
        #expect(law == CallingLaw.of(country: "US", subdivision: country))
        #expect(law == CallingLaw.of(country: country, subdivision: country))
    }

    @Test(arguments: [
        ("+590590201234", "GP", "10:00-13:00 14:00-20:00"), ("+17872345678", "PR", "08:00-21:00"),
        ("+16846331234", "AS", "08:00-21:00"), ("+16702345678", "MP", "08:00-21:00"),
        ("+358181234567", "AX", "09:00-20:00"),
    ])
    func aNumberTellsTheLaw(number: String, country: String, hours: String) throws {
        let place = CalledPlace(
            number: try TelephoneNumber(number, country: nil), country: nil, postcode: nil, timeZone: nil)
        #expect(place.country == country)
        #expect(place.zones.count == 1)
        let law = CallingLaw.of(country: place.country, subdivision: place.subdivision)
        #expect(law.hours.windows(on: .monday).map(\.text).joined(separator: " ") == hours)
    }
}
