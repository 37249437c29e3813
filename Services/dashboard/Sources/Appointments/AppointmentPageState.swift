internal import CivilTime
internal import Contracts
internal import Foundation

/// What can be done about an appointment on its page.
enum AppointmentAction: String, Sendable, CaseIterable {
    case move, cancel, complete, miss, remind, link, notes
}

/// What a page of an appointment shows besides the appointment: what somebody is about to do, and what came of it.
struct AppointmentPageState: Sendable {
    var notice: Phrase?
    /// What was not done, and why.
    var refusal: (action: AppointmentAction, text: HTML)?
    /// Free times of the day that was asked for.
    var day: CivilDate?
    var offer: SlotOffer?
    /// Of one's own, as it was typed.
    var typed = ChosenTime()
    var problems: [ChosenTime.Problem] = []
    var reason = ""
    /// What could be had instead of what was asked for.
    var alternatives: [Slot] = []
    /// As they were typed; nil: as they are.
    var notes: String?
    var notesProblem: Phrase?
    /// Whether somebody else has changed the notes since whoever typed these has seen them.
    var areNotesStale = false
    /// With which the lead can do something about it.
    var link: LinkAppointment.Reply?
    var once: OnceOnly

    init(now: Date) { once = OnceOnly(now: now) }
}

/// An appointment and what belongs to it, as its page shows them.
struct AppointmentFile: Sendable {
    var appointment: AppointmentDetail
    var changes: [ListAppointmentChanges.Change]
    var calendars: [ListCalendarsOfAppointment.Link]
    var reminders: [ListAppointmentReminders.Reminder]
    var messages: [ListAppointmentMessages.Message]
}
