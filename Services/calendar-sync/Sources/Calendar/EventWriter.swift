internal import Availability
internal import Contracts
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Brings calendars in line with the appointments, after they are committed: one event after another in each calendar, several
/// calendars side by side.
///
/// An event's id is the appointment's, so that one whose making was not answered is found under it and not made twice.
struct EventWriter: Service {
    private static let calendarsAtOnce = 8
    /// Longer than the requests for one event can take.
    private static let lease: Double = 60
    /// For so long a calendar is worked on before it is let go.
    private static let turn: Duration = .seconds(25)
    private static let hoursLater: Double = 3 * 3600

    let pool: PostgresPool
    let keeper: AccessKeeper
    let client: GoogleCalendarClient
    let wakeUp: WakeUp
    let logger: Logger

    func run() async throws {
        await wakeUp.untilShutdown { await step() }
    }

    private func step() async -> Duration? {
        do {
            let claimed = try await pool.execute(ClaimCalendars(limit: Self.calendarsAtOnce, seconds: Self.lease))
            guard !claimed.isEmpty else {
                let next = try await pool.execute(NextWrite()).first ?? 5
                return .seconds(next <= 0 ? 0.5 : min(next, 5))
            }
            await withDiscardingTaskGroup { group in
                for claim in claimed { group.addTask { await work(claim) } }
            }
            return nil
        } catch {
            logger.warning("calendars cannot be written right now", error: error)
            return .seconds(1)
        }
    }

    private func work(_ claim: ClaimCalendars.Row) async {
        let begin = ContinuousClock.now
        let connection = claim.connection
        var rest = 0.0
        do {
            while ContinuousClock.now - begin < Self.turn, !Task.isCancelled, !Task.isShuttingDownGracefully,
                let link = try await pool.execute(
                    ClaimLink(connectionID: connection.id, seconds: Self.lease)
                ).first
            {
                rest = try await write(link, connection)
                guard rest == 0 else { break }
            }
            _ = try await pool.execute(ReleaseCalendar(claim: claim, rest: rest))
        } catch {
            // What is not noted comes again when its lease is over.
            logger.warning("a calendar could not be written", error: error)
        }
    }

    /// Returns for how long the calendar is to be left alone, in seconds.
    private func write(_ link: CalendarLink, _ connection: Connection) async throws -> Double {
        do {
            let answer = try await keeper.with(connection) { access in
                link.wanted ? try await put(link, access) : try await remove(link, access)
            }
            // Broken: everything of it waits until it is connected again.
            guard let event = answer else { return 1 }
            let written = NoteWritten(
                link: link, connectionID: connection.id, etag: event?.etag, conferenceURL: event?.conferenceURL)
            _ = try await pool.transaction { try await $0.pipeline(NoteEventID(link: link), written) }
            count("written")
            return 0
        } catch let failure as GoogleFailure {
            count("\(failure.kind)")
            return try await note(failure, link, connection)
        }
    }

    private func note(
        _ failure: GoogleFailure, _ link: CalendarLink, _ connection: Connection
    ) async throws -> Double {
        logger.warning(
            "an event was not written to a calendar",
            metadata: ["appointment": "\(link.appointment.appointmentID)", "reason": "\(failure)"])
        var wait: Double? = min(2 * pow(2, Double(min(link.attempts, 10) - 1)), 600) * .random(in: 1...1.2)
        var rest = 0.0
        switch failure.kind {
        case .limited, .unavailable, .clientRefused: rest = min(wait ?? 60, 60)
        case .quota: (wait, rest) = (Self.hoursLater, Self.hoursLater)
        case .forbidden, .unauthorized, .grantGone:
            // A fresh key was refused, too.
            try await keeper.breakOff(connection, failure.reason)
            return 1
        case .changed, .duplicate: break
        case .notFound, .gone, .syncTokenGone, .invalid:
            // Trying again does not help; the next change of the appointment is another chance.
            wait = link.attempts >= 5 ? nil : wait
        }
        _ = try await pool.execute(
            NoteUnwritten(link: link, connectionID: connection.id, problem: failure.description, wait: wait))
        return rest
    }

    // MARK: Google

    private func put(_ link: CalendarLink, _ access: GoogleCalendarClient.Access) async throws -> CalendarEvent? {
        let draft = EventWording.draft(link)
        let inviting: GoogleCalendarClient.Invitations = draft.attendees == nil ? .none : .all
        let known = try await tryWithGuests(link, draft, access, inviting)
        if let known { return known }
        return try await overwrite(link, draft, access, inviting)
    }

    /// An address that Google does not take must not keep the appointment out of the calendar.
    private func tryWithGuests(
        _ link: CalendarLink, _ draft: EventDraft, _ access: GoogleCalendarClient.Access,
        _ inviting: GoogleCalendarClient.Invitations
    ) async throws(GoogleFailure) -> CalendarEvent? {
        do {
            return try await tryOnce(link, draft, access, inviting)
        } catch {
            guard error.kind == .invalid, draft.attendees != nil else { throw error }
            var alone = draft
            alone.attendees = nil
            return try await tryOnce(link, alone, access, .none)
        }
    }

    /// Nil when what is there is not what was written: changed or deleted since, or made before with the answer lost.
    private func tryOnce(
        _ link: CalendarLink, _ draft: EventDraft, _ access: GoogleCalendarClient.Access,
        _ inviting: GoogleCalendarClient.Invitations
    ) async throws(GoogleFailure) -> CalendarEvent? {
        do {
            if link.writtenVersion != nil {
                return try await client.patch(link.eventID, draft.asChange, access, inviting: inviting, etag: link.etag)
            }
            var new = draft
            new.id = link.eventID
            return try await client.insert(new, access, inviting: inviting)
        } catch {
            switch error.kind {
            case .changed, .notFound, .gone, .duplicate: return nil
            default: throw error
            }
        }
    }

    /// The event has changed since it was written, or was never known to be there. What somebody decided here last counts.
    private func overwrite(
        _ link: CalendarLink, _ draft: EventDraft, _ access: GoogleCalendarClient.Access,
        _ inviting: GoogleCalendarClient.Invitations
    ) async throws -> CalendarEvent? {
        var draft = draft
        guard let event = try await client.event(link.eventID, access) else {
            draft.id = link.eventID
            return try await client.insert(draft, access, inviting: inviting)
        }
        guard EventWording.isOurs(event, link.appointment) || event.isCancelled else {
            throw GoogleFailure(.invalid, status: 409, reason: "another event has the appointment's id")
        }
        draft.id = nil
        return try await client.patch(link.eventID, draft.asChange, access, inviting: inviting, etag: event.etag)
    }

    private func remove(_ link: CalendarLink, _ access: GoogleCalendarClient.Access) async throws -> CalendarEvent? {
        // Also one that was never known to be there: its making may have had no answer.
        let invites = link.rules.invitesLead && link.leadEmail != nil
        try await client.delete(link.eventID, access, inviting: invites ? .all : .none)
        return nil
    }

    private func count(_ result: String) {
        Counter(label: "thavon_calendar_writes_total", dimensions: [("result", result)]).increment()
    }
}
