package import AMQP
internal import Contracts
internal import FoundationEssentials
package import Logging
internal import Metrics
package import Postgres
internal import ServiceLifecycle
internal import Synchronization

/// Publishes what is in the outbox: at once what this process has just committed, from memory; and on a sweep what was
/// left behind by a process that died, by a broker that was away, or because an earlier event of the aggregate waited.
///
/// Any number of relays may run for one service. A row is deleted when the broker has confirmed it; a relay that dies in
/// between leaves it to the sweep, so an event may be published twice but is never lost, and the consumers' inboxes make
/// that once.
package final class OutboxRelay: Service {
    /// How long a row belongs to the relay that claimed it.
    package static let claimDuration: Duration = .seconds(15)
    private static let sweepLimit: Int32 = 500

    private let pool: PostgresPool
    private let publisher: AMQPPublisher
    private let sweepInterval: Duration
    private let logger: Logger
    private let handedOver: AsyncStream<[OutgoingEvent]>
    private let inlet: AsyncStream<[OutgoingEvent]>.Continuation
    private let published = Counter(label: "thavon_outbox_published_total")
    private let failed = Counter(label: "thavon_outbox_publish_failures_total")
    private let backlog = Meter(label: "thavon_outbox_backlog")
    private let backlogAge = Meter(label: "thavon_outbox_oldest_seconds")
    private let sweepSoon = WakeUp()
    /// Whether something was left to the sweep that an event on its way holds back.
    private let followersWait = Atomic(false)

    /// - Parameter sweepInterval: how often it looks for what nobody has told it about.
    package init(
        pool: PostgresPool, publisher: AMQPPublisher, sweepInterval: Duration = .seconds(1), logger: Logger
    ) {
        self.sweepInterval = sweepInterval
        self.pool = pool
        self.publisher = publisher
        self.logger = logger
        // What does not fit is found by the sweep once its claim has run out.
        (handedOver, inlet) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(10_000))
    }

    /// Publishes what was put into the outbox, soon. Call it after the commit.
    package func publish(_ handover: OutboxHandover) {
        if !handover.events.isEmpty { inlet.yield(handover.events) }
        guard handover.leavesSome else { return }
        followersWait.store(true, ordering: .releasing)
        // What held them back may be gone already.
        sweepSoon.wake()
    }

    /// Runs until cancelled or until the service drains; what was handed over before is published first.
    package func run() async throws {
        try await withGracefulShutdownHandler {
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask(name: "outbox-sweep") { await self.sweepRegularly() }
                await self.publishHandedOver()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.inlet.finish()
        }
    }

    private func publishHandedOver() async {
        let gathered = Gathered()
        await withDiscardingTaskGroup { group in
            for await events in handedOver {
                // While a batch is on its way, what comes next gathers and becomes the next batch.
                guard gathered.add(events) else { continue }
                group.addTask(name: "outbox-publish") {
                    while let batch = gathered.take() { await self.publishInOrder(batch) }
                }
            }
        }
    }

    private func sweepRegularly() async {
        while !Task.isCancelled && !Task.isShuttingDownGracefully {
            do {
                let found = try await sweep()
                if found == 0 {
                    await sweepSoon.wait(atMost: sweepInterval)
                } else if found < Self.sweepLimit / 2 {
                    try await Task.sleep(for: .milliseconds(20), tolerance: .milliseconds(20))
                }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("outbox sweep failed", error: error)
                try? await Task.sleep(for: sweepInterval)
            }
        }
    }

    /// Publishes one round of waiting events and returns how many there were.
    @discardableResult
    package func sweep() async throws -> Int {
        // Before the broker is waited for: while it is away is when somebody looks at this.
        if let state = try await pool.execute(OutboxBacklog()).first {
            backlog.set(state.count)
            backlogAge.set(state.oldestSeconds)
        }
        guard await publisher.state.isReady else { return 0 }
        let events = try await pool.execute(ClaimOutbox(limit: Self.sweepLimit, claim: Self.claimDuration))
        await publishInOrder(events)
        return events.count
    }

    /// Publishes the first event of each aggregate, then the second… so that one that fails holds back its successors.
    private func publishInOrder(_ events: [OutgoingEvent]) async {
        var waiting = events
        while !waiting.isEmpty {
            var heads: [OutgoingEvent] = []
            var rest: [OutgoingEvent] = []
            var seen = Set<String>()
            for event in waiting {
                if seen.insert(event.aggregateID).inserted { heads.append(event) } else { rest.append(event) }
            }
            let failed = await publishTogether(heads)
            waiting = failed.isEmpty ? rest : rest.filter { !failed.contains($0.aggregateID) }
        }
    }

    /// Returns the aggregates whose event could not be published.
    private func publishTogether(_ events: [OutgoingEvent]) async -> Set<String> {
        let results = await publisher.publish(
            events.map { AMQPPublish($0.message, to: EventTopology.events, routingKey: $0.routingKey, mandatory: true) }
        )
        var confirmed: [UUID] = []
        var failures = Set<String>()
        var reason: AMQPError?
        for (event, result) in zip(events, results) {
            switch result {
            case .success: confirmed.append(event.id.rawValue)
            case .failure(let error):
                failures.insert(event.aggregateID)
                reason = error
            }
        }
        if let reason {
            logger.warning(
                "events not published, they stay in the outbox", error: reason, metadata: ["count": "\(failures.count)"]
            )
        }
        published.increment(by: confirmed.count)
        failed.increment(by: failures.count)
        await delete(confirmed)
        return failures
    }

    private func delete(_ ids: [UUID]) async {
        guard !ids.isEmpty else { return }
        do {
            try await pool.transaction { transaction in
                // Losing the deletion repeats a message, which the inbox of each consumer ignores.
                _ = try await transaction.pipelineAndCommit(CommitWithoutWaiting(), DeleteFromOutbox(ids: ids))
            }
            if followersWait.exchange(false, ordering: .acquiringAndReleasing) { sweepSoon.wake() }
        } catch {
            // They will be published again when their claim has run out, and ignored by those who have them.
            logger.warning("published events could not be removed from the outbox", error: error)
        }
    }
}

/// Batches that pile up while one is being published. Beyond a limit they are let go: the sweep finds them once their claim
/// has run out.
private final class Gathered: Sendable {
    private static let limit = 10_000

    private struct State {
        var events: [OutgoingEvent] = []
        var isBusy = false
    }

    private let state = Mutex(State())

    /// Whether the caller has to start publishing, because nobody does.
    func add(_ events: [OutgoingEvent]) -> Bool {
        state.withLock { state in
            if state.events.count < Self.limit { state.events += events }
            defer { state.isBusy = true }
            return !state.isBusy
        }
    }

    /// All that has gathered, or nil when there is nothing: then the next ``add(_:)`` starts anew.
    func take() -> [OutgoingEvent]? {
        state.withLock { state in
            guard !state.events.isEmpty else {
                state.isBusy = false
                return nil
            }
            defer { state.events = [] }
            return state.events
        }
    }
}
