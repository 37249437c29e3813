import Foundation
import Testing

@testable import Notices

@Suite struct CalendarFileTests {
    private static let file = CalendarFile(
        method: .request, id: "018f4e2a-7c1b-7def-8a90-123456789abc", sequence: 2, stamp: SampleFacts.moment,
        startsAt: SampleFacts.moment.addingTimeInterval(86_400),
        endsAt: SampleFacts.moment.addingTimeInterval(88_200.9),
        summary: "Cita con Ana Pérez")

    /// Unfolded lines: name with parameters, and value.
    private func lines(_ file: CalendarFile) throws -> [(name: String, value: String)] {
        let physical = file.text.components(separatedBy: "\r\n")
        #expect(physical.last == "")
        var logical: [String] = []
        for line in physical.dropLast() {
            #expect(line.utf8.count <= 75 && !line.utf8.contains { $0 == 0x0A || $0 == 0x0D })
            if line.unicodeScalars.first == " " {
                logical[logical.count - 1].unicodeScalars += line.unicodeScalars.dropFirst()
            } else {
                logical.append(line)
            }
        }
        #expect(!file.text.unicodeScalars.contains("\u{FFFD}"), "a character is torn apart")
        return try logical.map { line in
            var isQuoted = false
            let colon = try #require(
                line.indices.first { index in
                    if line[index] == "\"" { isQuoted.toggle() }
                    return line[index] == ":" && !isQuoted
                })
            return (String(line[..<colon]), String(line[line.index(after: colon)...]))
        }
    }

    private func value(_ name: String, _ file: CalendarFile) throws -> String? {
        try lines(file).first { $0.name == name }?.value
    }

    /// What a calendar makes of a text.
    private func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" || character == "N" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                #expect(character != ";" && character != ",", "a separator that is not escaped ends the text")
                result.append(character)
            }
        }
        return result
    }

    @Test func aRequestAndACancellation() throws {
        #expect(
            try lines(Self.file).map { "\($0.name):\($0.value)" } == [
                "BEGIN:VCALENDAR", "PRODID:-//Thavon//Notices//EN", "VERSION:2.0", "CALSCALE:GREGORIAN",
                "METHOD:REQUEST", "BEGIN:VEVENT", "UID:018f4e2a-7c1b-7def-8a90-123456789abc@thavon", "SEQUENCE:2",
                "DTSTAMP:20260827T143000Z", "DTSTART:20260828T143000Z", "DTEND:20260828T150000Z",
                "SUMMARY:Cita con Ana Pérez", "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
            ])
        var file = Self.file
        file.method = .cancel
        file.sequence = 3
        #expect(try value("METHOD", file) == "CANCEL" && value("STATUS", file) == "CANCELLED")
        #expect(try value("UID", file) == value("UID", Self.file) && value("SEQUENCE", file) == "3")
    }

    @Test(arguments: [
        "a;b,c\\d", "line\nline", "line\r\nline", "\\n", "END:VEVENT\r\nBEGIN:VALARM",
        String(repeating: "é", count: 200),
        String(repeating: "👩‍👩‍👧", count: 60), String(repeating: "x", count: 5000), "مرحبا; بك,", ":\"", "a\u{85}b",
        "a\u{2028}b",
    ])
    func textsComeBackAsTheyWere(text: String) throws {
        var file = Self.file
        (file.summary, file.description, file.location) = (text, text, text)
        let expected = text.replacing("\r\n", with: "\n").replacing("\u{85}", with: "\n").replacing(
            "\u{2028}", with: "\n")
        for name in ["SUMMARY", "DESCRIPTION", "LOCATION"] {
            #expect(unescaped(try value(name, file) ?? "") == expected)
        }
        #expect(try lines(file).map(\.name).filter { $0 == "BEGIN" || $0 == "END" }.count == 4)
    }

    @Test func controlCharactersAreLeftOut() throws {
        var file = Self.file
        file.summary = "a\u{0}b\u{1B}c\u{7F}d\te"
        #expect(try value("SUMMARY", file) == "abcd\te")
    }

    @Test func namesCannotBreakOut() throws {
        var file = Self.file
        file.organizer = .init(
            name: "Ana \"X\"; ^n, Y:\r\nATTENDEE:mailto:evil@example.com", address: "ana@example.com")
        file.attendee = .init(name: "\n", address: "tom@example.com")
        let lines = try lines(file)
        #expect(
            lines.filter { $0.value.contains("mailto:") }.map { "\($0.name):\($0.value)" } == [
                "ORGANIZER;CN=\"Ana ^'X^'; ^^n, Y: ATTENDEE:mailto:evil@example.com\":mailto:ana@example.com",
                "ATTENDEE:mailto:tom@example.com",
            ])
    }

    @Test(arguments: [
        "", "x", "@", "a@", "@b", "a@b@c", "a b@example.com", "a@example.com\r\nX:y", "a@example.com;x=y",
        "ä@example.com",
        String(repeating: "a", count: 250) + "@example.com",
    ])
    func whatIsNoAddressIsLeftOut(address: String) throws {
        var file = Self.file
        file.organizer = .init(name: "Ana", address: address)
        #expect(try lines(file).map(\.name) == lines(Self.file).map(\.name))
    }

    @Test func anEndIsNotBeforeItsStartAndNoVersionIsNegative() throws {
        var file = Self.file
        (file.endsAt, file.sequence) = (file.startsAt.addingTimeInterval(-60), -1)
        #expect(try value("DTEND", file) == value("DTSTART", file) && value("SEQUENCE", file) == "0")
    }

    @Test func noticesOfAppointmentsHaveOne() throws {
        let renderer = try Samples.renderer()
        func file(_ kind: NoticeKind, _ role: NoticeRecipient.Role, _ facts: SampleFacts = .plain) throws
            -> CalendarFile?
        {
            try renderer.calendarFile(
                for: facts.notice(kind, to: role, in: "es"), id: "7", version: 4, stamp: SampleFacts.moment)
        }
        let lead = try #require(try file(.appointmentBooked, .lead))
        #expect(lead.summary == "Cita con Tomás Ibáñez, Casa & Hogar Inmobiliaria")
        #expect(lead.method == .request && lead.sequence == 4 && lead.id == "7")
        #expect(lead.endsAt == SampleFacts.moment.addingTimeInterval(2700))
        #expect(lead.location == "Calle Mayor 12, 3º B, Madrid")
        #expect(try file(.appointmentMoved, .agent)?.summary == "Cita con Ana Pérez")
        #expect(try file(.appointmentCancelled, .agent)?.method == .cancel)
        let bare = try #require(try file(.appointmentBooked, .lead, .bare))
        #expect(bare.summary == "Cita con Casa & Hogar Inmobiliaria" && bare.endsAt > bare.startsAt)
        for kind in NoticeKind.allCases
        where ![.appointmentBooked, .appointmentMoved, .appointmentCancelled].contains(kind) {
            #expect(try file(kind, .agent) == nil)
        }
        for facts in SampleFacts.ugly { _ = try lines(try #require(try file(.appointmentMoved, .owner, facts))) }
    }
}
