import Foundation
import Testing

@testable import Notices

@Suite struct FormatTests {
    private func rendered(
        _ kind: NoticeKind = .appointmentReminder, to role: NoticeRecipient.Role, in language: String, zone: String,
        at moment: Date = SampleFacts.moment, leadZone: String? = nil
    ) throws -> RenderedNotice {
        var notice = SampleFacts.plain.notice(kind, to: role, in: language, zone: zone)
        notice.content = .appointmentReminder(
            AppointmentNotice(
                startsAt: moment, leadName: "Ana", leadTimeZone: leadZone.flatMap(TimeZone.init(identifier:))))
        return try Samples.renderer().render(notice)
    }

    @Test(arguments: [
        ("en", "America/New_York", "Thursday, August 27, 2026\n10:30 AM, Eastern Daylight Time"),
        ("en-GB", "Europe/London", "Thursday, 27 August 2026\n15:30, British Summer Time"),
        ("de", "Europe/Berlin", "Donnerstag, 27. August 2026\n16:30 Uhr, Mitteleuropäische Sommerzeit"),
        ("es", "Europe/Madrid", "Jueves, 27 de agosto de 2026\n16:30, hora de verano de Europa central"),
        ("fr", "Europe/Paris", "Jeudi 27 août 2026\n16:30, heure d’été d’Europe centrale"),
        ("it", "Europe/Rome", "Giovedì 27 agosto 2026\n16:30, Ora legale dell’Europa centrale"),
        ("pt-BR", "America/Sao_Paulo", "Quinta-feira, 27 de agosto de 2026\n11:30, Horário Padrão de Brasília"),
    ])
    func aLeadIsToldDayTimeAndZone(language: String, zone: String, text: String) throws {
        #expect(try rendered(to: .lead, in: language, zone: zone).text.contains("\n\n\(text)\n\n"))
    }

    @Test func anAgentIsToldTheZoneOnlyWhereItCouldBeAnother() throws {
        let same = try rendered(to: .agent, in: "en", zone: "Europe/Berlin", leadZone: "Europe/Madrid")
        #expect(same.text.contains("\n4:30 PM\n") && !same.text.contains("Central European"))
        #expect(same.short.contains("Thu, Aug 27, 4:30 PM."))
        let other = try rendered(to: .agent, in: "en", zone: "Europe/Berlin", leadZone: "America/New_York")
        #expect(other.text.contains("\n4:30 PM, Central European Summer Time\n"))
        #expect(other.text.contains("For the lead: Thursday, August 27, 2026 at 10:30 AM (Eastern Daylight Time)"))
        #expect(!same.text.contains("For the lead"))
    }

    /// 2026-10-25 02:30 comes twice in Berlin.
    @Test func anHourThatComesTwiceHasItsZone() throws {
        let first = Date(timeIntervalSince1970: 1_792_888_200)
        let texts = try [first, first.addingTimeInterval(3600), first.addingTimeInterval(7200)].map {
            try rendered(to: .agent, in: "en-GB", zone: "Europe/Berlin", at: $0).text
        }
        #expect(texts[0].contains("02:30, Central European Summer Time"))
        #expect(texts[1].contains("02:30, Central European Standard Time"))
        #expect(texts[2].contains("03:30\n"))
    }

    @Test(arguments: [
        (0, "0 s"), (-5, "0 s"), (59, "59 s"), (60, "1 min"), (192, "3 min 12 s"), (3600, "1 h"), (3661, "1 h 1 min"),
        (90_000, "25 h"),
    ])
    func lengths(seconds: Int, text: String) { #expect(ReaderFormats.length(seconds: seconds) == text) }

    @Test func waitsAndNumbers() throws {
        func formats(_ tag: String) throws -> ReaderFormats {
            ReaderFormats(try #require(NoticeLanguage(tag: tag)), zone: zone("Europe/Berlin"))
        }
        #expect(try formats("en").wait(.seconds(47 * 60)) == "47 minutes")
        #expect(try formats("en").wait(.seconds(3)) == "1 minute")
        #expect(try formats("de").wait(.seconds(2 * 86_400 + 3 * 3600 + 60)) == "2 Tage und 3 Stunden")
        #expect(try formats("de").number(1_234_567) == "1.234.567")
        #expect(try formats("en").number(1_234_567) == "1,234,567")
    }

    /// The clock is in the words of an SMS: no space of a kind that would make it cost twice as much.
    @Test func anEnglishReminderKeepsToTheSmallAlphabet() throws {
        let rendered = try rendered(to: .lead, in: "en", zone: "America/New_York")
        #expect(rendered.short.contains("Thu, Aug 27, 10:30 AM (EDT)"))
        #expect(SMSText(rendered.short).encoding == .gsm7)
    }
}
