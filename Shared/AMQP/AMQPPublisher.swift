internal import DequeModule
package import Logging
internal import PollExecutor

/// Publishes messages and waits until the broker has taken responsibility for each.
///
/// One connection of its own, on its own thread; it connects, declares the topology and reconnects by itself while
/// ``run()`` runs. Any number of callers may publish at once. Messages are written in the order in which they were
/// accepted, but what is confirmed when is up to the broker.
///
/// A publish is never repeated silently. When its connection dies after it was written, it fails with an error whose
/// ``AMQPError/isUncertain`` is true, and whether to publish again is the caller's decision.
package actor AMQPPublisher {
    let executor: PollExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    let configuration: AMQPConfiguration
    let topology: AMQPTopology
    let maxOutstanding: Int
    let publishTimeout: Duration
    let logger: Logger

    var connection: BrokerConnection?
    var waiting: Deque<Waiting> = []
    var ledger = ConfirmLedger<Waiter>()
    var states = StateBroadcast()
    let control = RunControl()
    var flushIsScheduled = false
    var waitsForSocket = false
    var deadlineTimer: PollTimer?
    var heartbeatTimer: PollTimer?

    struct Waiting {
        var publish: AMQPPublish
        var waiter: Waiter
        var deadline: ContinuousClock.Instant
    }

    /// - Parameters:
    ///   - maxOutstanding: how many messages may be written and not yet confirmed; further ones wait here.
    ///   - publishTimeout: the longest that a publish takes from call to answer.
    package init(
        configuration: AMQPConfiguration, topology: AMQPTopology = AMQPTopology(), maxOutstanding: Int = 1024,
        publishTimeout: Duration = .seconds(10), logger: Logger
    ) {
        self.executor = PollExecutor(name: "amqp-publish")
        self.configuration = configuration
        self.topology = topology
        self.maxOutstanding = max(1, maxOutstanding)
        self.publishTimeout = publishTimeout
        self.logger = logger
    }

    /// How the publisher stands with the broker.
    package var state: AMQPConnectionState { states.current }

    /// The state now and each change of it. A slow reader misses intermediate states, never the latest.
    package func stateUpdates() -> AsyncStream<AMQPConnectionState> { states.subscribe() }

    /// Returns once messages can be published.
    ///
    /// - Throws: the error that ended ``run()``, ``AMQPError/Code/closed`` after ``shutdown(within:)``, or
    ///   `CancellationError`.
    package func waitUntilReady() async throws {
        if let failure = control.failure { throw failure }
        for await state in states.subscribe() where state.isReady { return }
        try Task.checkCancellation()
        throw control.failure ?? AMQPError(.closed, "wait for the publisher")
    }

    /// Publishes a message and returns once the broker has confirmed it, which for a durable queue and a persistent
    /// message means that it is on disk.
    ///
    /// Waits while there is no connection or the broker is blocked, in all for at most the publish time-out. Not cut
    /// short by the cancellation of the task: an answer that is not waited for is an outcome that nobody knows.
    ///
    /// - Throws: ``AMQPError/Code/returned(replyCode:text:)`` when `mandatory` and no queue wanted the message,
    ///   ``AMQPError/Code/nacked``, ``AMQPError/Code/blocked``, ``AMQPError/Code/timeout``,
    ///   ``AMQPError/Code/connectionLost``, a refusal that closed the channel, or ``AMQPError/Code/closed``.
    package func publish(
        _ message: AMQPMessage, to exchange: String, routingKey: String, mandatory: Bool = true
    ) async throws(AMQPError) {
        let publish = AMQPPublish(message, to: exchange, routingKey: routingKey, mandatory: mandatory)
        let result = await withCheckedContinuation { continuation in
            accept(publish, .one(continuation), deadline: .now + publishTimeout)
        }
        try result.get()
    }

    /// Publishes many messages with one hop onto the publisher's thread. The results are in the order of the messages,
    /// and each is independent of the others; see ``publish(_:to:routingKey:mandatory:)``.
    package func publish(_ batch: [AMQPPublish]) async -> [Result<Void, AMQPError>] {
        guard !batch.isEmpty else { return [] }
        let deadline = ContinuousClock.now + publishTimeout
        return await withCheckedContinuation { continuation in
            let answers = BatchAnswers(count: batch.count, continuation: continuation)
            for (index, publish) in batch.enumerated() {
                accept(publish, .partOfBatch(answers, index), deadline: deadline)
            }
        }
    }

    private func accept(_ publish: AMQPPublish, _ waiter: Waiter, deadline: ContinuousClock.Instant) {
        guard !control.refusesWork else {
            return waiter.resume(control.failure ?? AMQPError(.closed, "publish to \(publish.exchange)"))
        }
        if let problem = publish.encodingProblem { return waiter.resume(problem) }
        waiting.append(Waiting(publish: publish, waiter: waiter, deadline: deadline))
        if deadlineTimer == nil { armDeadline(at: deadline) }
        scheduleFlush()
    }
}
