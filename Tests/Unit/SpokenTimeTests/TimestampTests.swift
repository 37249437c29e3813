import Foundation
import TestSupport
import Testing

@testable import SpokenTime

@Suite struct TimestampTests {
    /// In Berlin, where it is one hour later than in UTC in December.
    @Test(arguments: [
        ("2026-12-01T14:00:00Z", "2026-12-01 15:00"), ("2026-12-01T14:00:00.000Z", "2026-12-01 15:00"),
        ("2026-12-01T14:00:00+01:00", "2026-12-01 14:00"), ("2026-12-01T14:00:00-05:00", "2026-12-01 20:00"),
        ("2026-12-01T14:00:00+0100", "2026-12-01 14:00"), ("2026-12-01T14:00+01", "2026-12-01 14:00"),
        ("2026-12-01T14:00Z", "2026-12-01 15:00"), ("2026-12-01T14:00", "2026-12-01 14:00"),
        ("2026-12-01T14:00:30", "2026-12-01 14:00 30.0"), ("2026-12-01T14:00:30.25Z", "2026-12-01 15:00 30.25"),
        ("2026-12-01 14:00", "2026-12-01 14:00"), ("2026-12-01 14:00:00", "2026-12-01 14:00"),
        ("2026-12-01T14", "2026-12-01 14:00"),
        ("2026-12-01t14:00z", "2026-12-01 15:00"), ("2026-12-01", "2026-12-01"), ("20261201", "2026-12-01"),
        ("20261201T1400", "2026-12-01 14:00"), ("20261201T140000Z", "2026-12-01 15:00"),
        ("  2026-12-01T14:00\n", "2026-12-01 14:00"),
        ("2026-12-01T02:00", "2026-12-01 02:00"), ("2026-12-01T24:00", "2026-12-02 00:00"),
        ("2026-12-01T14:00[Europe/Berlin]", "2026-12-01 14:00"),
        ("2026-12-01T14:00[America/New_York]", "2026-12-01 20:00"),
        ("2026-12-01T14:00 America/New_York", "2026-12-01 20:00"),
        ("2026-12-01 14:00 Europe/London", "2026-12-01 15:00"),
        ("2026-12-01T14:00:00+01:00[Europe/Berlin]", "2026-12-01 14:00"), ("2026-12-01 14:00 UTC", "2026-12-01 15:00"),
        ("2026-12-01 14:00:00 +0100", "2026-12-01 14:00"), ("1796133600", "2026-12-01 15:00"),
        ("1796133600000", "2026-12-01 15:00"), ("on 2026-12-01T14:00:00Z, please", "2026-12-01 15:00"),
        ("T14:00", "14:00"),
        ("2026-12-01, 14:00", "2026-12-01 14:00"), ("2026-12-01 2:30 PM", "2026-12-01 14:30"),
    ])
    func timestamps(text: String, reading: String) throws {
        for language in ["en", "de", "es", "fr", "it", "pt"] {
            #expect(try Transcript(language).read(text) == reading, "\(language)")
        }
    }

    @Test(arguments: [
        ("2026-02-31", "!there is no 31 February 2026"), ("2026-02-31T14:00Z", "!there is no 31 February 2026"),
        ("2026-13-01", "!there is no month 13"), ("2026-12-01T25:00", "!25:00 is not a time of day"),
        ("2026-12-01T14:60", "!14:60 is not a time of day"), ("February 31", "!there is no 31 February"),
        ("February 29, 2027", "!there is no 29 February 2027"), ("tomorrow at 25:00", "!25:00 is not a time of day"),
        ("tomorrow at 25", "!25:00 is not a time of day"), ("15 AM", "!15:00 is not in the morning"),
        ("Friday, December 1", "!2026-12-01 is a Tuesday, not a Friday"), ("31/31/2026", "!there is no month 31"),
        ("tomorrow, August 29", "!2026-08-29 and 2026-08-27 are two days"), ("the 32nd", "!no month has a day 32"),
        ("2026-12-01T14:00+99:00", "!no zone is 99 hours from UTC"),
        ("2027-03-28T02:30", "!the clocks go forward then: there is no 2:30 on 2027-03-28"),
        ("March 28 at 2:30 AM", "!the clocks go forward then: there is no 2:30 on 2027-03-28"),
    ])
    func timesThatDoNotExist(text: String, reading: String) throws {
        #expect(try Transcript("en").read(text) == reading)
    }

    @Test(arguments: [
        ("morgen um 25 Uhr", "!25:00 is not a time of day"), ("31. Februar", "!there is no 31 February"),
        ("28. März um 2:30 Uhr nachts", "!the clocks go forward then: there is no 2:30 on 2027-03-28"),
    ])
    func timesThatDoNotExistInGerman(text: String, reading: String) throws {
        #expect(try Transcript("de").read(text) == reading)
    }

    /// On 25 October 2026, 3:00 becomes 2:00 in Berlin at 1:00 UTC.
    @Test func ofATimeThatComesTwiceItIsTheFirst() throws {
        let reader = try Transcript("de").reader
        let first = SpokenTime.moment(Date(timeIntervalSince1970: 1_792_888_200))
        #expect(reader.read("2026-10-25T02:30") == first)
        #expect(reader.read("25. Oktober um 02:30 Uhr") == first)
        #expect(reader.read("2026-10-25T02:30+01:00") == .moment(Date(timeIntervalSince1970: 1_792_891_800)))
    }

    /// Hours that pass while the clock is put back are hours all the same.
    @Test func waitsAreCountedInHoursThatPass() throws {
        let now = 1_792_886_400.0
        let reader = try Transcript("en", now: now).reader
        #expect(reader.read("in two hours") == .moment(Date(timeIntervalSince1970: now + 7200)))
    }

    @Test(arguments: [
        ("2026-12-01", "14:00", "2026-12-01 14:00"), ("tomorrow", "2 PM", "2026-08-27 14:00"),
        ("2026-12-01", "two thirty", "2026-12-01 14:30"), ("2026-12-01T00:00:00Z", "14:00", "2026-12-01 14:00"),
        ("2026-12-01", "2026-12-01T14:00:00Z", "2026-12-01 15:00"), ("2026-12-01", "14:00:00Z", "2026-12-01 15:00"),
        ("2026-12-01", "14:00:00+01:00", "2026-12-01 14:00"), ("2026-12-01", "14:00 Europe/London", "2026-12-01 15:00"),
        ("1796133600", "10 AM", "2026-12-01 10:00"), ("tomorrow", "afternoon", "2026-08-27 12:00-17:00"),
        ("tomorrow afternoon", "3", "2026-08-27 15:00"), ("tomorrow at 2", "", "2026-08-27 14:00"),
        ("tomorrow at 2", "3 PM", "2026-08-27 15:00"), ("tomorrow", "any time", "2026-08-27"), ("", "14:00", "14:00"),
        ("soon", "14:00", "14:00"), ("14:00", "tomorrow", "2026-08-27 14:00"), ("Tuesday", "10", "2026-09-01 10:00"),
        ("2026-02-31", "14:00", "!there is no 31 February 2026"), ("tomorrow", "25:00", "!25:00 is not a time of day"),
        ("tomorrow or Friday", "14:00", "?"), ("", "", "?"), ("null", "null", "?"),
    ])
    func twoFields(date: String, time: String, reading: String) throws {
        #expect(try Transcript("en").read(date: date, time: time) == reading)
    }

    @Test func missingFields() throws {
        let transcript = try Transcript("en")
        #expect(transcript.read(date: nil, time: nil) == "?")
        #expect(transcript.read(date: "tomorrow", time: nil) == "2026-08-27")
        #expect(transcript.read(date: nil, time: "2 PM") == "14:00")
    }
}
