import CivilTime
import Foundation
import Testing

@testable import SpokenTime

@Suite struct TimeSpeakerTests {
    /// On Wednesday, 26 August 2026, at 10:00 in Berlin.
    private static func speaker(_ language: String) throws -> TimeSpeaker {
        TimeSpeaker(
            zone: try #require(TimeZone(identifier: "Europe/Berlin")), language: language,
            now: Date(timeIntervalSince1970: 1_787_731_200))
    }

    /// What is said of moments like `2026-08-27T14:00`.
    private static func said(_ language: String, _ moments: String) throws -> String {
        let clock = LocalClock(try #require(TimeZone(identifier: "Europe/Berlin")))
        let dates = try moments.split(separator: " ").map { text in
            let parts = text.split(separator: "T")
            let time = try parts[1].split(separator: ":").map { try #require(Int($0)) }
            return clock.instant(of: try #require(CivilDate(String(parts[0]))), minute: time[0] * 60 + time[1])
        }
        return try speaker(language).moments(dates)
    }

    @Test(arguments: [
        ("2026-08-27T14:00", "tomorrow at 2 PM"), ("2026-08-26T14:30", "today at 2:30 PM"),
        ("2026-08-28T10:30", "Friday, August 28 at 10:30 AM"), ("2026-08-29T12:00", "Saturday, August 29 at noon"),
        ("2026-08-29T00:05", "Saturday, August 29 at 12:05 AM"),
        ("2026-12-01T12:30", "Tuesday, December 1 at 12:30 PM"),
        ("2027-06-22T09:00", "Tuesday, June 22 at 9 AM"), ("2027-06-23T09:00", "Wednesday, June 23, 2027 at 9 AM"),
        ("2026-08-25T09:00", "Tuesday, August 25, 2026 at 9 AM"), ("", ""),
        (
            "2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00",
            "tomorrow at 10 AM or 2:30 PM, or Friday, August 28 at 9 AM"
        ),
        (
            "2026-08-31T09:00 2026-08-27T11:00 2026-08-27T10:00 2026-08-27T10:00 2026-08-27T12:00 2026-08-28T09:00",
            "tomorrow at 10 AM, 11 AM or noon, Friday, August 28 at 9 AM, or Monday, August 31 at 9 AM"
        ),
    ])
    func english(moments: String, said: String) throws { #expect(try Self.said("en-US", moments) == said) }

    @Test(arguments: [
        ("2026-08-28T10:30", "Friday, 28 August at 10:30 AM"),
        ("2027-12-01T10:30", "Wednesday, 1 December 2027 at 10:30 AM"),
    ])
    func british(moments: String, said: String) throws { #expect(try Self.said("en-GB", moments) == said) }

    @Test(arguments: [
        ("2026-08-27T14:00", "morgen um 14:00 Uhr"), ("2026-08-26T14:30", "heute um 14:30 Uhr"),
        ("2026-08-28T10:30", "Freitag, 28. August um 10:30 Uhr"),
        ("2026-08-29T12:00", "Samstag, 29. August um 12:00 Uhr"),
        ("2026-08-29T00:15", "Samstag, 29. August um 0:15 Uhr"),
        ("2026-08-29T07:00", "Samstag, 29. August um 7:00 Uhr morgens"),
        ("2026-12-01T08:05", "Dienstag, 1. Dezember um 8:05 Uhr"), ("2027-03-01T09:00", "Montag, 1. März um 9:00 Uhr"),
        ("2027-07-01T09:00", "Donnerstag, 1. Juli 2027 um 9:00 Uhr"),
        (
            "2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00",
            "morgen um 10:00 Uhr oder um 14:30 Uhr, oder Freitag, 28. August um 9:00 Uhr"
        ),
    ])
    func german(moments: String, said: String) throws { #expect(try Self.said("de-AT", moments) == said) }

    @Test(arguments: [
        ("2026-08-27T14:00", "mañana a las 14:00"), ("2026-08-26T14:30", "hoy a las 14:30"),
        ("2026-08-28T10:30", "el viernes 28 de agosto a las 10:30"),
        ("2026-08-29T12:00", "el sábado 29 de agosto a las 12:00"),
        ("2026-08-29T01:00", "el sábado 29 de agosto a la 1:00 de la mañana"),
        ("2026-09-02T13:00", "el miércoles 2 de septiembre a las 13:00"),
        ("2026-12-01T08:05", "el martes 1 de diciembre a las 8:05"),
        ("2027-03-01T07:30", "el lunes 1 de marzo a las 7:30 de la mañana"),
        ("2027-07-01T09:00", "el jueves 1 de julio de 2027 a las 9:00"),
        (
            "2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00",
            "mañana a las 10:00 o a las 14:30, o el viernes 28 de agosto a las 9:00"
        ),
    ])
    func spanish(moments: String, said: String) throws { #expect(try Self.said("es", moments) == said) }

    @Test(arguments: [
        ("2026-08-27T14:00", "demain à 14h"), ("2026-08-26T14:30", "aujourd'hui à 14h30"),
        ("2026-08-28T10:30", "vendredi 28 août à 10h30"), ("2026-08-29T12:00", "samedi 29 août à 12h"),
        ("2026-08-29T01:00", "samedi 29 août à 1h du matin"), ("2026-09-02T13:05", "mercredi 2 septembre à 13h05"),
        ("2026-12-01T08:00", "mardi 1er décembre à 8h"), ("2027-02-01T07:30", "lundi 1er février à 7h30 du matin"),
        ("2027-07-01T09:00", "jeudi 1er juillet 2027 à 9h"),
        ("2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00", "demain à 10h ou à 14h30, ou vendredi 28 août à 9h"),
    ])
    func french(moments: String, said: String) throws { #expect(try Self.said("fr-CA", moments) == said) }

    @Test(arguments: [
        ("2026-08-27T14:00", "amanhã às 14h"), ("2026-08-26T14:30", "hoje às 14h30"),
        ("2026-08-28T10:30", "sexta-feira, 28 de agosto às 10h30"), ("2026-08-29T12:00", "sábado, 29 de agosto às 12h"),
        ("2026-08-29T01:00", "sábado, 29 de agosto à 1h da manhã"),
        ("2026-09-01T13:05", "terça-feira, 1º de setembro às 13h05"),
        ("2026-12-02T08:00", "quarta-feira, 2 de dezembro às 8h"),
        ("2027-03-01T07:30", "segunda-feira, 1º de março às 7h30 da manhã"),
        ("2027-07-01T09:00", "quinta-feira, 1º de julho de 2027 às 9h"),
        (
            "2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00",
            "amanhã às 10h ou às 14h30, ou sexta-feira, 28 de agosto às 9h"
        ),
    ])
    func portuguese(moments: String, said: String) throws { #expect(try Self.said("pt", moments) == said) }

    @Test(arguments: [
        ("2026-08-27T14:00", "domani alle 14:00"), ("2026-08-26T14:30", "oggi alle 14:30"),
        ("2026-08-28T10:30", "venerdì 28 agosto alle 10:30"), ("2026-08-29T12:00", "sabato 29 agosto alle 12:00"),
        ("2026-08-29T01:00", "sabato 29 agosto all'1:00 di mattina"),
        ("2026-09-01T13:05", "martedì 1º settembre alle 13:05"),
        ("2026-12-02T08:00", "mercoledì 2 dicembre alle 8:00"),
        ("2027-03-01T07:30", "lunedì 1º marzo alle 7:30 di mattina"),
        ("2027-07-01T09:00", "giovedì 1º luglio 2027 alle 9:00"),
        (
            "2026-08-27T10:00 2026-08-27T14:30 2026-08-28T09:00",
            "domani alle 10:00 o alle 14:30, o venerdì 28 agosto alle 9:00"
        ),
    ])
    func italian(moments: String, said: String) throws { #expect(try Self.said("it", moments) == said) }

    @Test func daysAndTimesAlone() throws {
        let noon = Date(timeIntervalSince1970: 1_787_738_400)
        #expect(try Self.speaker("en").time(noon) == "noon")
        #expect(try Self.speaker("de").time(noon.addingTimeInterval(1800)) == "12:30 Uhr")
        #expect(try Self.speaker("fr").moment(noon) == "aujourd'hui à 12h")
        #expect(try Self.speaker("nl").day(try #require(CivilDate("2026-08-27"))) == "tomorrow")
    }

    /// What begins twice is said once.
    @Test func anHourThatComesTwice() throws {
        let dates = [1_792_888_200.0, 1_792_891_800].map { Date(timeIntervalSince1970: $0) }
        #expect(try Self.speaker("de").moments(dates) == "Sonntag, 25. Oktober um 2:30 Uhr morgens")
    }
}
