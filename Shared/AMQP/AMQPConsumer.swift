package import Logging
internal import PollExecutor

/// Takes messages off a queue and hands each to a handler.
///
/// One connection of its own, on its own thread. It connects, declares the topology, and does so again whenever the
/// connection is lost or the broker cancels the subscription, for example because the queue was deleted. Messages that
/// were not settled by then are delivered again by the broker, so a handler may meet a message twice.
package actor AMQPConsumer {
    let executor: PollExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    let configuration: AMQPConfiguration
    let topology: AMQPTopology
    package nonisolated let queue: String
    let prefetch: UInt16
    let arguments: AMQPTable
    let exclusive: Bool
    let consumerTag: String
    let shutdownGrace: Duration
    let logger: Logger

    var connection: BrokerConnection?
    var box: SettlementBox?
    var settlements = SettlementLedger()
    var states = StateBroadcast()
    let control = RunControl()
    var heartbeatTimer: PollTimer?
    var deliveries: AsyncStream<[IncomingDelivery]>.Continuation?
    var handlersAreDone = false
    var droppedEarlier = 0

    /// - Parameters:
    ///   - prefetch: how many messages may be unsettled, and how many handlers run, at once. At least 1.
    ///   - arguments: of the subscription, such as `x-stream-offset` or `x-priority`.
    ///   - exclusive: refuse other consumers on the queue.
    ///   - consumerTag: names the subscription in the broker's tools.
    ///   - shutdownGrace: how long a graceful stop waits for running handlers.
    package init(
        configuration: AMQPConfiguration, topology: AMQPTopology = AMQPTopology(), queue: String, prefetch: UInt16,
        arguments: AMQPTable = [:], exclusive: Bool = false, consumerTag: String = "",
        shutdownGrace: Duration = .seconds(10), logger: Logger
    ) {
        self.executor = PollExecutor(name: "amqp-consume")
        self.configuration = configuration
        self.topology = topology
        self.queue = queue
        self.prefetch = max(1, prefetch)
        self.arguments = arguments
        self.exclusive = exclusive
        self.consumerTag = consumerTag.isEmpty ? "\(configuration.connectionName)/\(queue)" : consumerTag
        self.shutdownGrace = shutdownGrace
        self.logger = logger
    }

    /// How the consumer stands with the broker.
    package var state: AMQPConnectionState { states.current }

    /// The state now and each change of it. A slow reader misses intermediate states, never the latest.
    package func stateUpdates() -> AsyncStream<AMQPConnectionState> { states.subscribe() }

    /// How many deliveries were dropped without being settled, and so went back to their queue.
    package var droppedDeliveries: Int {
        droppedEarlier += box?.takeDropped() ?? 0
        return droppedEarlier
    }

    /// Hands each message to `handler`, at most `prefetch` at a time, until ``stop()`` or the cancellation of the task.
    /// Both end it gracefully: no further messages, running handlers may finish (on cancellation their tasks are cancelled
    /// too), settlements are sent, the connection is closed, and it returns. Call it once.
    ///
    /// - Throws: ``AMQPError`` when the first connection fails for a reason that will not pass by itself.
    package func run(_ handler: @Sendable @escaping (consuming AMQPDelivery) async -> Void) async throws {
        try control.start("run consumer")
        let (stream, continuation) = AsyncStream.makeStream(of: [IncomingDelivery].self)
        deliveries = continuation
        let (prefetch, queue) = (Int(prefetch), queue)
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask { [weak self] in
                await Self.dispatch(stream, from: queue, limit: prefetch, to: handler)
                self?.soon { $0.noteHandlersAreDone() }
            }
            let result = await superviseUntilCancelled()
            await finish(failure: result)
            // Handlers that outlast the grace have lost their connection; they are asked to give up.
            group.cancelAll()
            return result
        }
        if let result { throw result }
    }

    /// Ends ``run(_:)`` gracefully. Returns when the connection is closed, at most the grace and a few seconds later, even
    /// if a handler still runs; what that handler holds is delivered again.
    package func stop() async {
        // Set even before the start: then the run ends as soon as it begins.
        control.mustEnd = true
        guard control.hasStarted, !control.hasEnded else { return control.end(nil) }
        control.ring()
        while !control.hasEnded { await control.sleep() }
    }

    @concurrent private static func dispatch(
        _ batches: AsyncStream<[IncomingDelivery]>, from queue: String, limit: Int,
        to handler: @Sendable @escaping (consuming AMQPDelivery) async -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await batch in batches {
                for delivery in batch {
                    if running == limit {
                        await group.next()
                        running -= 1
                    }
                    guard delivery.box.acceptsWork else { continue }
                    running += 1
                    group.addTask {
                        await handler(AMQPDelivery(delivery.content, queue: queue, box: delivery.box))
                    }
                }
            }
        }
    }
}

/// A delivery on its way from the connection to a handler.
struct IncomingDelivery: Sendable {
    var content: ReceivedContent
    var box: SettlementBox
}
