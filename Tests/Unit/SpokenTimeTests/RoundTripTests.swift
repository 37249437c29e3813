import CivilTime
import Foundation
import TestSupport
import Testing

@testable import SpokenTime

@Suite struct RoundTripTests {
    static let zones = [
        "Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/Los_Angeles",
        "America/St_Johns",
        "America/Sao_Paulo", "America/Mexico_City", "America/Santiago", "America/Phoenix", "Pacific/Auckland",
        "Pacific/Chatham", "Pacific/Honolulu", "Australia/Lord_Howe", "Australia/Adelaide", "Asia/Kolkata",
        "Asia/Kathmandu", "Asia/Tokyo", "Africa/Casablanca", "Etc/UTC",
    ]

    /// Whatever is said of a moment on a quarter hour in the next 300 days is understood as that moment.
    @Test(arguments: ["en-US", "en-GB", "es", "fr", "de", "pt", "it"])
    func whatIsSaidIsUnderstood(language: String) throws {
        var generator = SeededGenerator(seed: 2026)
        for _ in 0..<500 {
            let zone = try #require(Self.zones.randomElement(using: &generator).flatMap { TimeZone(identifier: $0) })
            let now = Date(
                timeIntervalSince1970: Double(Int.random(in: 1_750_000_000...1_950_000_000, using: &generator)))
            let speaker = TimeSpeaker(zone: zone, language: language, now: now)
            let reader = SpokenTimeReader(zone: zone, now: now, language: language)
            let clock = LocalClock(zone)
            let today = clock.reading(at: now).date
            let date = CivilDate(dayNumber: today.dayNumber + Int.random(in: 0...300, using: &generator))
            let minute = Int.random(in: 0..<96, using: &generator) * 15
            // Of a time that comes twice, the first; one that is left out cannot be said.
            guard let moment = clock.instants(of: date, minute: minute).first else { continue }
            let text = speaker.moment(moment)
            #expect(reader.read(text) == .moment(moment), "\(text), \(zone.identifier), \(now)")
            #expect(reader.read(speaker.day(date)) == .day(date), "\(speaker.day(date))")
            #expect(reader.read(date: speaker.day(date), time: speaker.time(moment)) == .moment(moment), "\(text)")
        }
    }
}
