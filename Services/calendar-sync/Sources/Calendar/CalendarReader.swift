internal import Contracts
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Reads what has changed in calendars: when Google says that something has, and every now and then whether or not it does.
struct CalendarReader: Service {
    private static let atOnce = 8
    /// Longer than a reading of many pages takes.
    private static let lease: Double = 300
    /// Between readings of a calendar that tells of its changes, and of one that does not, in seconds.
    private static let usualPause: Double = 3600

    let pool: PostgresPool
    let keeper: AccessKeeper
    let client: GoogleCalendarClient
    let changes: AgentChanges
    /// Between readings of a calendar that does not tell of its changes.
    let pollEvery: Double
    let wakeUp: WakeUp
    let logger: Logger

    func run() async throws {
        await wakeUp.untilShutdown { await step() }
    }

    private func step() async -> Duration? {
        do {
            let claimed = try await pool.execute(ClaimSyncs(limit: Self.atOnce, seconds: Self.lease))
            guard !claimed.isEmpty else {
                let next = try await pool.execute(NextSync()).first ?? 5
                return .seconds(min(max(next, 0.1), 5))
            }
            await withDiscardingTaskGroup { group in
                for claim in claimed { group.addTask { await read(claim) } }
            }
            return nil
        } catch {
            logger.warning("calendars cannot be read right now", error: error)
            return .seconds(1)
        }
    }

    private func read(_ claim: ClaimSyncs.Row) async {
        do {
            let outcome: Void? = try await keeper.with(claim.connection) { access in try await read(claim, access) }
            count(outcome == nil ? "broken" : "read")
        } catch is AgentChanges.Overtaken {
            count("overtaken")
        } catch let failure as GoogleFailure {
            count("\(failure.kind)")
            await note(failure, claim)
        } catch {
            logger.warning("a calendar could not be read", error: error)
            await postpone(claim, forgetsToken: false)
        }
    }

    private func note(_ failure: GoogleFailure, _ claim: ClaimSyncs.Row) async {
        switch failure.kind {
        // Everything is read again, at once.
        case .syncTokenGone: await postpone(claim, wait: 0, forgetsToken: true)
        case .forbidden:
            do {
                try await keeper.breakOff(claim.connection, failure.reason)
            } catch {
                logger.error("a broken calendar could not be noted", error: error)
            }
        default:
            logger.warning("a calendar could not be read", metadata: ["reason": "\(failure)"])
            await postpone(claim, forgetsToken: false)
        }
    }

    private func postpone(_ claim: ClaimSyncs.Row, wait: Double? = nil, forgetsToken: Bool) async {
        let pause = wait ?? min(5 * pow(2, Double(min(claim.failures, 8))), 900) * .random(in: 1...1.2)
        do {
            _ = try await pool.execute(NoteUnsynced(claim: claim, wait: pause, forgetsToken: forgetsToken))
        } catch {
            // Its lease runs out, and it is read then.
            logger.warning("that a calendar could not be read was not written down", error: error)
        }
    }

    private func read(_ claim: ClaimSyncs.Row, _ access: GoogleCalendarClient.Access) async throws {
        let connection = claim.connection
        let start: GoogleCalendarClient.Start =
            connection.syncToken.map { .changes(since: $0) }
            ?? .everything(after: Date().addingTimeInterval(-86_400))
        var seen: [String] = []
        var account: String?
        var page: String?
        while true {
            let events = try await client.events(access, start, page: page)
            try await changes.apply(events.events, of: claim)
            seen += events.events.filter { !$0.isCancelled }.map(\.id)
            account = account ?? events.summary
            page = events.nextPageToken
            guard page == nil else { continue }
            if connection.syncToken == nil { try await reconcile(claim, seen, access) }
            let synced = NoteSynced(
                claim: claim, syncToken: events.nextSyncToken, account: account,
                wait: claim.hasChannel ? Self.usualPause : pollEvery)
            _ = try await pool.transaction { try await $0.pipeline(synced, PruneBusy(connectionID: connection.id)) }
            return
        }
    }

    /// A full list does not tell what was deleted: what we hold and it lacks is asked about.
    private func reconcile(
        _ claim: ClaimSyncs.Row, _ seen: [String], _ access: GoogleCalendarClient.Access
    ) async throws {
        let connection = claim.connection
        _ = try await pool.execute(ForgetBusy(connectionID: connection.id, seen: seen))
        let known = Set(seen)
        for id in try await pool.execute(ExpectedEvents(connectionID: connection.id)) where !known.contains(id) {
            let event = try await client.event(id, access)
            if let event, !event.isCancelled { continue }
            try await changes.noteDeleted(id, of: claim)
        }
    }

    private func count(_ result: String) {
        Counter(label: "thavon_calendar_reads_total", dimensions: [("result", result)]).increment()
    }
}
