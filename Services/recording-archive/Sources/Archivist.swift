internal import Contracts
internal import Deadlines
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import ObjectStore
internal import Observability
internal import Postgres
internal import ServiceKit
internal import ServiceLifecycle

/// Fetches recordings and removes deleted ones, several at a time.
///
/// A recording is claimed by one replica and stays with it as long as the claim is renewed. What one has found out counts only
/// under the latest claim, and all of them store it under the same name: so there is one, whoever is killed when.
struct Archivist: Service {
    let pool: PostgresPool
    let relay: OutboxRelay
    let store: ObjectStore
    let fetcher: RecordingFetcher
    let watch: StoreWatch
    let settings: ArchiveSettings
    let logger: Logger
    /// One for each that works at the same time.
    private let bells: [WakeUp]

    init(
        pool: PostgresPool, relay: OutboxRelay, store: ObjectStore, fetcher: RecordingFetcher, watch: StoreWatch,
        settings: ArchiveSettings, logger: Logger
    ) {
        self.pool = pool
        self.relay = relay
        self.store = store
        self.fetcher = fetcher
        self.watch = watch
        self.settings = settings
        self.logger = logger
        bells = (0..<settings.workers).map { _ in WakeUp() }
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for bell in bells { group.addTask { await bell.untilShutdown { await step() } } }
        }
    }

    /// Has those who wait look for work.
    func wake() { for bell in bells { bell.wake() } }

    /// - Returns: how long to wait; nil to go on at once.
    private func step() async -> Duration? {
        do {
            guard let work = try await pool.execute(ClaimRecording(lease: settings.lease.inSeconds)).first else {
                let next = try await pool.execute(NextRecording()).first ?? 2
                return .seconds(min(max(next, 0.1), 2))
            }
            await withTrace(continuing: work.traceparent) { await perform(work) }
            return nil
        } catch {
            logger.warning("recordings cannot be looked for right now", error: error)
            return .seconds(1)
        }
    }

    /// Should it fail, the claim runs out and somebody tries again.
    private func perform(_ work: ArchiveWork) async {
        let begin = ContinuousClock.now
        do {
            let lease = RecordingLease(pool: pool, work: work, length: settings.lease)
            if work.isRemoval {
                try await lease.hold { try await remove(work) }
            } else {
                let (result, linkIsRefused) = try await lease.hold { try await fetcher.fetch(work) }
                Metrics.Timer(label: "thavon_recording_fetch_seconds")
                    .recordSeconds((ContinuousClock.now - begin).inSeconds)
                // What lies in the store has to be written down, also when we are to stop.
                try await shielded { try await conclude(work, result, linkIsRefused) }
            }
        } catch is LeaseLost {
            logger.info("a recording is somebody else's now", metadata: ["call.id": "\(work.callID)"])
        } catch is CancellationError {
        } catch {
            logger.warning(
                "a recording could not be dealt with, it is tried again", error: error,
                metadata: ["call.id": "\(work.callID)"])
        }
    }

    private func conclude(_ work: ArchiveWork, _ result: FetchResult, _ linkIsRefused: Bool) async throws {
        let plan = ArchivePlan.after(
            result, attempt: work.attempt, firstWait: settings.firstWait, jitter: .random(in: 0...1))
        switch result {
        case .noRoom(_, let detail): watch.note(detail)
        case .fetched: watch.note(nil)
        case .notNow, .none, .never: break
        }
        let (handover, outcome): (OutboxHandover, String) = try await pool.transaction { transaction in
            let (events, outcome) = try await write(plan, work, linkIsRefused, in: transaction)
            return (try await transaction.commit(publishing: events), outcome)
        }
        relay.publish(handover)
        Counter(label: "thavon_recordings_total", dimensions: [("result", outcome)]).increment()
        if case .fetched(let recording) = result, outcome == "stored" {
            Counter(label: "thavon_recording_bytes_total").increment(by: recording.bytes)
        }
        log(plan, work, outcome)
    }

    private func write(
        _ plan: ArchivePlan, _ work: ArchiveWork, _ linkIsRefused: Bool, in transaction: PostgresTransaction
    ) async throws -> ([OutgoingEvent], String) {
        switch plan {
        case .store(let recording):
            let noted = try await transaction.execute(
                NoteStored(work: work, recording: recording, linkIsRefused: linkIsRefused))
            guard !noted.isEmpty else {
                _ = try await transaction.execute(RemoveAgain(callID: work.callID))
                return ([], "lost")
            }
            return ([try work.archived(recording)], "stored")
        case .again(let wait, let reason, let detail, let countsAsAttempt):
            _ = try await transaction.execute(
                NoteWaiting(
                    work: work, reason: reason, detail: detail, wait: wait.inSeconds, linkIsRefused: linkIsRefused,
                    countsAsAttempt: countsAsAttempt))
            return ([], "waiting")
        case .absent(let reason, let detail):
            _ = try await transaction.execute(
                NoteGivenUp(work: work, status: "absent", reason: reason, detail: detail))
            return ([], "absent")
        case .failed(let reason, let detail):
            let noted = try await transaction.execute(
                NoteGivenUp(work: work, status: "failed", reason: reason, detail: detail))
            return (noted.isEmpty ? [] : [try work.failed(reason)], "failed")
        }
    }

    private func remove(_ work: ArchiveWork) async throws {
        do {
            guard let key = ObjectKey(work.objectKey.description) else { return }
            try await store.delete(key)
        } catch {
            watch.note(error.description)
            let wait = settings.firstWait.inSeconds
            _ = try await pool.execute(NoteNotRemoved(work: work, detail: error.description, wait: wait))
            return
        }
        watch.note(nil)
        let handover: OutboxHandover = try await pool.transaction { transaction in
            let removed = try await transaction.execute(NoteRemoved(work: work))
            return try await transaction.commit(publishing: removed.isEmpty ? [] : [try work.deleted])
        }
        relay.publish(handover)
        Counter(label: "thavon_recordings_total", dimensions: [("result", "removed")]).increment()
    }

    private func log(_ plan: ArchivePlan, _ work: ArchiveWork, _ outcome: String) {
        var metadata: Logger.Metadata = [
            "call.id": "\(work.callID)", "attempt": "\(work.attempt)", "result": "\(outcome)",
        ]
        switch plan {
        case .store: return logger.debug("a recording is stored", metadata: metadata)
        case .again(_, let reason, let detail, _), .absent(let reason, let detail), .failed(let reason, let detail):
            metadata["reason"] = "\(reason)"
            metadata["detail"] = "\(detail)"
        }
        if case .failed = plan {
            logger.error("a recording is given up", metadata: metadata)
        } else {
            logger.info("no recording", metadata: metadata)
        }
    }
}

extension ArchiveWork {
    fileprivate func archived(_ recording: FetchedRecording) throws -> OutgoingEvent {
        try event(
            RecordingArchived(
                callID: callID, contentType: recording.contentType, bytes: recording.bytes,
                durationSeconds: recording.seconds))
    }

    fileprivate func failed(_ reason: RecordingReason) throws -> OutgoingEvent {
        try event(RecordingFailed(callID: callID, reason: reason, attempts: attempt))
    }

    fileprivate var deleted: OutgoingEvent {
        get throws {
            try event(
                RecordingDeleted(
                    callID: callID, reason: RecordingReason(rawValue: reason ?? ""), actor: actor ?? "unknown"))
        }
    }

    private func event(_ payload: some EventPayload) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: RecordingArchive.name, about: callID, agencyID: agencyID, traceparent: traceparent, payload)
    }
}
