internal import CivilTime
internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Notices
internal import Postgres
internal import ServiceLifecycle

/// Tells each agency's owners about the day before, once a day, at an hour of their own clock. Any number may run: a row
/// decides who tells, in the transaction that stores the messages.
///
/// Who was not told in time is told later on the same day, and not after that.
struct DigestTimer: Service {
    /// So many in a row cannot be the agencies' own.
    private static let mostFailures = 3

    let pool: PostgresPool
    let relay: OutboxRelay
    let desk: NoticeDesk
    let schedule: DigestSchedule
    let logger: Logger
    /// There may be something to send.
    let afterCommit: @Sendable () -> Void

    func run() async throws { await WakeUp().untilShutdown { await step() } }

    private func step() async -> Duration? {
        do {
            let look = DigestLook(try await pool.execute(ListDigestAgencies()), schedule, now: Date())
            // Replicas look at the same moment; each in its own order, they wait for each other less.
            let failures = await tell(look.due.shuffled())
            return failures == 0 ? look.pause(at: Date()) : .seconds(DigestLook.shortestPause)
        } catch {
            logger.warning("daily summaries cannot be looked at right now", error: error)
            return .seconds(DigestLook.shortestPause)
        }
    }

    private func tell(_ due: [DigestLook.Due]) async -> Int {
        var failures = 0
        for digest in due where failures < Self.mostFailures && !Task.isShuttingDownGracefully {
            do {
                try await tell(digest)
            } catch {
                failures += 1
                logger.error(
                    "a daily summary could not be made, it is tried again", error: error,
                    metadata: ["agency": "\(digest.agencyID)", "day": "\(digest.day.date)"])
            }
        }
        return failures
    }

    private func tell(_ digest: DigestLook.Due) async throws {
        let (outcome, handover): (Outcome, OutboxHandover) = try await pool.transaction { transaction in
            let take = TakeDigest(agencyID: digest.agencyID, day: digest.day.date)
            guard try await !transaction.execute(take).isEmpty else { return (.taken, .nothing) }
            guard let (notice, audience) = try await facts(of: digest, in: transaction) else {
                return (.quiet, .nothing)
            }
            let people = audience.owners.map { ($0, NoticeContent.digestDaily(notice)) }
            let events = try await desk.tell(people, digest.occasion(audience), in: transaction)
            return (.told, try await transaction.commit(publishing: events))
        }
        relay.publish(handover)
        if outcome == .told { afterCommit() }
        Counter(label: "thavon_digests_total", dimensions: [("outcome", outcome.rawValue)]).increment()
    }

    /// Nil when there is nothing to tell, or nobody.
    private func facts(
        of digest: DigestLook.Due, in transaction: PostgresTransaction
    ) async throws -> (DigestNotice, Audience)? {
        let (agencyID, day) = (digest.agencyID, digest.day)
        let (numbers, upcoming, people) = try await transaction.pipeline(
            CountDay(agencyID: agencyID, began: day.began, ended: day.ended),
            ListUpcoming(agencyID: agencyID, from: Date(), until: day.nextEnds), LoadAudience(agencyID: agencyID))
        guard let numbers = numbers.first, let audience = Audience(people) else { return nil }
        let notice = DigestNotice(
            // Its middle is on that day by clocks nearby, too.
            day: day.began.addingTimeInterval(day.ended.timeIntervalSince(day.began) / 2), calls: Int(numbers.calls),
            conversations: Int(numbers.conversations), newLeads: Int(numbers.newLeads),
            appointmentsBooked: Int(numbers.appointmentsBooked), overdue: Int(numbers.overdue), upcoming: upcoming,
            link: desk.publicURL)
        return notice.saysNothing ? nil : (notice, audience)
    }

    private enum Outcome: String {
        case told
        /// Nothing happened, or there is nobody to tell.
        case quiet
        /// Somebody else has told them.
        case taken
    }
}

extension DigestLook.Due {
    /// Nobody announces a day's end: the event's id follows from what it is about.
    fileprivate func occasion(_ audience: Audience) -> NoticeDesk.Occasion {
        NoticeDesk.Occasion(
            eventID: .digest(of: agencyID, day.date), time: day.ended, agencyID: agencyID, traceparent: nil,
            subject: NotificationSubject(), audience: audience, version: nil)
    }
}

extension EventID {
    static func digest(of agencyID: AgencyID, _ date: CivilDate) -> EventID {
        EventID(rawValue: .derived(from: "digest/\(agencyID)/\(date)"))
    }
}

extension DigestNotice {
    var saysNothing: Bool {
        calls == 0 && newLeads == 0 && appointmentsBooked == 0 && overdue == 0 && upcoming.isEmpty
    }
}
