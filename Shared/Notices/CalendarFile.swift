internal import CivilTime
package import Foundation

/// An appointment as an iCalendar file (RFC 5545), as mail clients take it over into a calendar.
///
/// For mails: `Content-Type: text/calendar; charset=utf-8; method=…`.
package struct CalendarFile: Sendable, Equatable {
    package enum Method: String, Sendable {
        /// Booked or moved.
        case request = "REQUEST"
        case cancel = "CANCEL"
    }

    /// Who invites, or is invited.
    package struct Person: Sendable, Equatable {
        package var name: String?
        /// A mail address. What does not look like one is left out of the file, with its person.
        package var address: String

        package init(name: String?, address: String) {
            self.name = name
            self.address = address
        }
    }

    package var method: Method
    /// The same in all files about one appointment.
    package var id: String
    /// Grows with each change; a calendar takes no file over that is older than what it has.
    package var sequence: Int
    /// When the file was made.
    package var stamp: Date
    package var startsAt: Date
    package var endsAt: Date
    package var summary: String
    package var description: String?
    package var location: String?
    /// Strict clients want one for an invitation.
    package var organizer: Person?
    package var attendee: Person?

    package init(
        method: Method, id: String, sequence: Int, stamp: Date, startsAt: Date, endsAt: Date, summary: String,
        description: String? = nil, location: String? = nil, organizer: Person? = nil, attendee: Person? = nil
    ) {
        self.method = method
        self.id = id
        self.sequence = sequence
        self.stamp = stamp
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.summary = summary
        self.description = description
        self.location = location
        self.organizer = organizer
        self.attendee = attendee
    }

    package static let fileName = "appointment.ics"

    /// The file, with CRLF line ends and lines of at most 75 octets.
    package var text: String { lines.map(\.folded).joined() }

    private var lines: [ContentLine] {
        let status = method == .cancel ? "CANCELLED" : "CONFIRMED"
        let lines: [ContentLine?] = [
            ContentLine(name: "BEGIN", value: "VCALENDAR"),
            ContentLine(name: "PRODID", value: "-//Thavon//Notices//EN"),
            ContentLine(name: "VERSION", value: "2.0"),
            ContentLine(name: "CALSCALE", value: "GREGORIAN"),
            ContentLine(name: "METHOD", value: method.rawValue),
            ContentLine(name: "BEGIN", value: "VEVENT"),
            ContentLine(name: "UID", value: ContentLine.escaped("\(id)@thavon")),
            ContentLine(name: "SEQUENCE", value: "\(max(0, sequence))"),
            ContentLine(name: "DTSTAMP", value: Self.utc(stamp)),
            ContentLine(name: "DTSTART", value: Self.utc(startsAt)),
            ContentLine(name: "DTEND", value: Self.utc(max(startsAt, endsAt))),
            ContentLine(name: "SUMMARY", value: ContentLine.escaped(summary)),
            description.map { ContentLine(name: "DESCRIPTION", value: ContentLine.escaped($0)) },
            location.map { ContentLine(name: "LOCATION", value: ContentLine.escaped($0)) },
            organizer.flatMap { Self.line("ORGANIZER", $0) },
            attendee.flatMap { Self.line("ATTENDEE", $0) },
            ContentLine(name: "STATUS", value: status),
            ContentLine(name: "TRANSP", value: method == .cancel ? "TRANSPARENT" : "OPAQUE"),
            ContentLine(name: "END", value: "VEVENT"),
            ContentLine(name: "END", value: "VCALENDAR"),
        ]
        return lines.compactMap { $0 }
    }

    private static func line(_ name: String, _ person: Person) -> ContentLine? {
        guard isAddress(person.address) else { return nil }
        let parameters = UserText.line(person.name).map { [(name: "CN", value: $0)] } ?? []
        return ContentLine(name: name, parameters: parameters, value: "mailto:\(person.address)")
    }

    /// Whether it can stand in a line as it is; whether it takes mail is another question.
    private static func isAddress(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),:;<>[\\]".utf8.contains($0) }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return isPlain && text.utf8.count <= 254 && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }

    /// "20260827T143000Z"
    private static func utc(_ date: Date) -> String {
        let reading = LocalClock(.gmt).reading(at: date)
        let (hour, minute) = (reading.minute / 60, reading.minute % 60)
        let day = digits(reading.date.year, 4) + digits(reading.date.month, 2) + digits(reading.date.day, 2)
        return "\(day)T\(digits(hour, 2))\(digits(minute, 2))\(digits(Int(reading.second), 2))Z"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
