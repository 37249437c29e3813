package import Foundation

extension NoticeRenderer {
    /// The calendar file that goes with a notice that an appointment was booked, moved or cancelled; nil for the other
    /// kinds.
    ///
    /// - Parameters:
    ///   - id: the appointment's, the same for all its files.
    ///   - version: grows with each change of the appointment.
    ///   - stamp: the time now.
    /// - Throws: ``UnrenderableNotice`` when the agency has no name or a link is no web address.
    package func calendarFile(
        for notice: Notice, id: String, version: Int, stamp: Date, organizer: CalendarFile.Person? = nil,
        attendee: CalendarFile.Person? = nil
    ) throws(UnrenderableNotice) -> CalendarFile? {
        guard let (appointment, method) = Self.invitation(notice.content) else { return nil }
        let language = NoticeLanguage.choose(notice).language
        do {
            let words = try words(in: language)
            let details = try NoticeDetails(notice, words: words, language: language)
            let title = notice.recipient.role == .lead ? CommonText.calendarLead : .calendarTeam
            return CalendarFile(
                method: method, id: id, sequence: version, stamp: stamp, startsAt: appointment.startsAt,
                endsAt: appointment.endsAt ?? appointment.startsAt.addingTimeInterval(Self.usualLength),
                summary: try words.text(title, details.templateValues()), description: details.values[.link],
                location: details.values[.place], organizer: organizer, attendee: attendee)
        } catch {
            throw UnrenderableNotice(kind: notice.kind, reason: error.description)
        }
    }

    /// Half an hour, when nobody has said when it ends.
    private static let usualLength = 1800.0

    private static func invitation(_ content: NoticeContent) -> (AppointmentNotice, CalendarFile.Method)? {
        switch content {
        case .appointmentBooked(let appointment), .appointmentMoved(let appointment): (appointment, .request)
        case .appointmentCancelled(let appointment): (appointment, .cancel)
        default: nil
        }
    }
}
