import CivilTime
import Foundation
import Testing

@testable import SpokenTime

/// Readings as text, so that tables of them are short: `2026-08-27 14:00`, `2026-08-27`, `2026-08-27 08:00-12:00`, `14:00`,
/// `!what is wrong`, and `?` for what is not understood.
struct Transcript {
    let reader: SpokenTimeReader
    let clock: LocalClock

    /// On Wednesday, 26 August 2026, at 10:00 in Berlin.
    init(_ language: String, zone: String = "Europe/Berlin", now: Double = 1_787_731_200) throws {
        let zone = try #require(TimeZone(identifier: zone))
        reader = SpokenTimeReader(zone: zone, now: Date(timeIntervalSince1970: now), language: language)
        clock = LocalClock(zone)
    }

    func read(_ text: String) -> String { transcript(reader.read(text)) }

    func read(date: String?, time: String?) -> String { transcript(reader.read(date: date, time: time)) }

    private func transcript(_ time: SpokenTime?) -> String {
        switch time {
        case .moment(let date):
            let reading = clock.reading(at: date)
            let seconds = reading.second == 0 ? "" : " \(reading.second)"
            return "\(reading.date) \(Self.clock(reading.minute))\(seconds)"
        case .day(let date): return "\(date)"
        case .dayPart(let date, let window): return "\(date) \(window.text)"
        case .time(let minute): return Self.clock(minute)
        case .impossible(let reason): return "!\(reason)"
        case nil: return "?"
        }
    }

    private static func clock(_ minute: Int) -> String {
        String("\(100 + minute / 60)".dropFirst()) + ":" + String("\(100 + minute % 60)".dropFirst())
    }
}
