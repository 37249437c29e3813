import CivilTime
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct LeadFormTests {
    /// 2 March 2026, 12:00 in Madrid.
    private static let now = Date(timeIntervalSince1970: 1_772_449_200)
    private static let time: ViewerTime = {
        ViewerTime(zone: TimeZone(identifier: "Europe/Madrid") ?? .gmt, language: .english, now: now)
    }()

    private static func check(
        _ form: LeadForm, known: LeadForm? = nil
    ) throws -> (draft: LeadDraft?, problems: [LeadForm.Field: Phrase]) {
        form.checked(country: "ES", time: time, languages: try CallLanguages(), known: known)
    }

    @Test func aNumberWithoutCountryIsOfTheAgencysCountry() throws {
        let draft = try #require(try Self.check(LeadForm(name: "Rosa", phone: "612 55 50 18")).draft)
        #expect(draft.phone == "+34612555018")
        #expect(draft.country == "ES")
        #expect(draft.language == "es")
        #expect(!draft.isLanguageGiven)
        #expect(draft.timeZoneGiven == nil)
    }

    @Test func aChosenCountryDecidesWhoseNumberItIs() throws {
        let draft = try #require(try Self.check(LeadForm(phone: "030 901820", country: "DE")).draft)
        #expect(draft.phone == "+4930901820")
        #expect(draft.timeZone == "Europe/Berlin")
        #expect(draft.language == "de")
    }

    @Test func whatIsSaidCountsMoreThanWhatIsUsual() throws {
        let form = LeadForm(phone: "+34612555018", postcode: "35001", language: "en", zone: "Europe/London")
        let draft = try #require(try Self.check(form).draft)
        #expect(draft.language == "en")
        #expect(draft.isLanguageGiven)
        #expect(draft.timeZoneGiven == "Europe/London")
        // A postcode of the Canaries knows better than what somebody has set.
        #expect(draft.timeZone == "Atlantic/Canary")
    }

    @Test func aNumberThatCannotBeDialledIsKeptOnlyWhenThatIsWished() throws {
        var form = LeadForm(name: "Rosa", phone: "612 55")
        let refused = try Self.check(form)
        #expect(refused.draft == nil)
        #expect(Set(refused.problems.keys) == [.phone])
        form.keepsPhone = true
        let draft = try #require(try Self.check(form).draft)
        #expect(draft.phone == nil)
        #expect(draft.phoneGiven == "612 55")
        #expect(draft.phoneProblem == "too short for its country")
    }

    @Test func eachProblemStandsAtItsField() throws {
        let form = LeadForm(
            email: "rosa@@example", country: "Spain or so", language: "tlh", zone: "UTC",
            notes: String(repeating: "x", count: 4001), consent: "express", consentDate: "2026-03-03")
        let problems = try Self.check(form).problems
        #expect(
            Set(problems.keys) == [.email, .country, .language, .zone, .notes, .consentSource, .consentDate])
    }

    /// A webhook may have said what no form offers: changing the notes neither clears it nor is refused for it.
    @Test func aZoneOrLanguageThatTheLeadHasAlreadyStays() throws {
        let known = LeadForm(name: "Rosa", language: "tlh", zone: "UTC")
        var form = known
        form.notes = "Asks for a garden."
        let draft = try #require(try Self.check(form, known: known).draft)
        #expect(draft.timeZoneGiven == "UTC" && draft.language == "tlh")
        form.zone = "EST"
        #expect(Set(try Self.check(form, known: known).problems.keys) == [.zone])
    }

    @Test func somethingHasToBeKnown() throws {
        #expect(Set(try Self.check(LeadForm(postcode: "28013")).problems.keys) == [.name])
        #expect(try Self.check(LeadForm(email: "rosa@example.com")).draft != nil)
    }

    @Test func anAgreementHasADayAndAnOrigin() throws {
        var form = LeadForm(name: "Rosa", consent: "express_written", consentSource: "Open house")
        #expect(try #require(try Self.check(form).draft).consentAt == Self.now)
        form.consentDate = "2026-03-01"
        let draft = try #require(try Self.check(form).draft)
        #expect(draft.consent == .expressWritten)
        #expect(draft.consentAt == Self.time.start(of: try #require(CivilDate("2026-03-01"))))
    }

    @Test func whatPostgreSQLCannotKeepIsRefused() throws {
        #expect(Set(try Self.check(LeadForm(name: "Ro\0sa")).problems.keys) == [.name])
    }

    @Test func blanksInNamesBecomeOne() {
        #expect(LeadForm(Form([("name", "  Rosa \n Delgado ")])).name == "Rosa Delgado")
    }
}

@Suite struct PlannedTimeTests {
    @Test func isReadAsBrowsersSendIt() throws {
        let time = try #require(PlannedTime(date: "2026-11-29", time: "14:30"))
        #expect(time.minute == 870)
        #expect(PlannedTime(date: "2026-11-29", time: "14:30:00") == time)
    }

    /// In Berlin the clocks go forward on 29 March 2026 at two, and back on 25 October at three.
    @Test func aTimeThatTheDayDoesNotHaveIsNone() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Berlin"))
        let viewer = ViewerTime(zone: zone, language: .english, now: Date(timeIntervalSince1970: 1_772_000_000))
        let skipped = try #require(PlannedTime(date: "2026-03-29", time: "02:30"))
        #expect(skipped.instant(viewer) == nil)
        let twice = try #require(PlannedTime(date: "2026-10-25", time: "02:30"))
        #expect(twice.instant(viewer) == (try Date("2026-10-25T00:30:00Z", strategy: .iso8601)))
    }

    @Test(arguments: [
        ("", "14:30"), ("2026-11-31", "14:30"), ("2026-11-29", ""), ("2026-11-29", "24:00"), ("2026-11-29", "9"),
        ("2026-11-29", "9:60"),
    ])
    func andNothingElse(_ date: String, _ time: String) { #expect(PlannedTime(date: date, time: time) == nil) }
}

@Suite struct CallRefusalTests {
    private static let spanish = Words(language: .spanish)
    private static let english = Words(language: .english)

    @Test(arguments: DialReason.allCases)
    func whatTheGateSaysIsSaidInTheReadersLanguage(_ reason: DialReason) {
        let refusal = "they will not be called: \(reason)"
        #expect(CallRefusal.known(refusal, Self.spanish)?.hasPrefix("No se le llamará: ") == true)
        #expect(CallRefusal.known(refusal, Self.english)?.hasPrefix("They will not be called: ") == true)
    }

    @Test func whatIsNotKnownIsNotTranslated() {
        #expect(CallRefusal.known("the agency has no such lead", Self.english) == nil)
    }
}
