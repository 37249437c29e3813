package import AMQP
package import Contracts
internal import FoundationEssentials
package import Logging
internal import Metrics
internal import Observability
package import Postgres
internal import ServiceLifecycle

/// What to do with one type of event.
package struct EventHandler: Sendable {
    let type: String
    /// Decodes the body, then does the work in the transaction and returns the events it causes.
    let handle: @Sendable (_ body: [UInt8], _ transaction: PostgresTransaction) async throws -> [OutgoingEvent]

    /// - Parameter body: does the work in the given transaction, which also marks the message as dealt with, and returns
    ///   the events to publish. It may run again from the start when the transaction has to be repeated. Throw
    ///   ``PermanentFailure`` when trying again cannot help.
    package static func on<Payload: EventPayload>(
        _ payload: Payload.Type,
        _ body: @escaping @Sendable (CloudEvent<Payload>, PostgresTransaction) async throws -> [OutgoingEvent]
    ) -> EventHandler {
        EventHandler(type: Payload.type) { bytes, transaction in
            let event: CloudEvent<Payload>
            do {
                event = try ContractJSON.decode(CloudEvent<Payload>.self, from: bytes)
            } catch {
                throw PermanentFailure("the body does not read as \(Payload.type): \(error)")
            }
            return try await body(event, transaction)
        }
    }
}

/// A type that nothing here handles. During a rolling update it is one that the next version subscribes to, whose services
/// share the queue: so it is tried again, as a failure that passes.
private struct UnhandledType: Error, CustomStringConvertible {
    let type: String
    var description: String { "nothing here handles \(type)" }
}

/// Trying again cannot help: the message becomes a dead letter at once, with this reason.
package struct PermanentFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ reason: String) { description = reason }
}

/// The effect has been there before this message: what the handler wrote is undone and the message counts as dealt with.
package struct NothingToDo: Error, CustomStringConvertible {
    package let description: String
    package init(_ reason: String) { description = reason }
}

/// Consumes a service's queue: each event once, in one transaction with its effect and the events that follow from it.
///
/// A handler that fails for a passing reason is tried again after 5 s, 30 s, 2 min and 10 min, then the message becomes a
/// dead letter with reason and attempts. While the database is away, messages are held, and after five minutes parked in the
/// longest delay queue, rather than burnt: neither counts as an attempt.
///
/// Messages are handled side by side, here and in other processes, and a failure lets later ones pass: handlers cannot rely
/// on any order. Where order matters, the payload carries a version of its aggregate, or the handler asks the database how
/// things stand.
package struct EventConsumer: Service {
    private let consumer: AMQPConsumer
    private let publisher: AMQPPublisher
    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let handlers: [String: EventHandler]
    private let afterCommit: @Sendable () -> Void
    private let queue: String
    private let longestHold: Duration
    private let logger: Logger

    /// - Parameters:
    ///   - prefetch: how many messages are worked on at the same time.
    ///   - afterCommit: called after each commit, to wake whoever acts on what was written.
    ///   - longestHold: how long a message is kept in hand while the database is away; well below the broker's
    ///     `consumer_timeout` of 30 minutes.
    package init(
        service: String, broker: AMQPConfiguration, publisher: AMQPPublisher, pool: PostgresPool, relay: OutboxRelay,
        prefetch: UInt16, handlers: [EventHandler], logger: Logger, longestHold: Duration = .seconds(300),
        afterCommit: @escaping @Sendable () -> Void = {}
    ) {
        self.longestHold = longestHold
        queue = EventTopology.queue(of: service)
        consumer = AMQPConsumer(
            configuration: broker, topology: EventTopology.shared, queue: queue, prefetch: prefetch,
            consumerTag: service, logger: logger)
        self.publisher = publisher
        self.pool = pool
        self.relay = relay
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.type, $0) })
        self.afterCommit = afterCommit
        self.logger = logger
    }

    /// How it stands with the broker.
    package var connectionState: AMQPConnectionState { get async { await consumer.state } }

    package func run() async throws {
        try await consumer.runUntilShutdown { delivery in await self.process(delivery) }
    }

    private func process(_ delivery: consuming AMQPDelivery) async {
        let message = delivery.message
        let header: CloudEventHeader
        do {
            header = try ContractJSON.decode(CloudEventHeader.self, from: message.body)
        } catch {
            await settle(delivery, .failed(PermanentFailure("not a CloudEvent: \(error)")), type: "unknown")
            return
        }
        let outcome = await withTrace(continuing: header.traceparent, eventID: header.id.description) {
            await handle(header, message.body)
        }
        await settle(delivery, outcome, type: header.type)
    }

    private enum Outcome {
        case done
        case duplicate
        /// The database has been away for so long that the broker would take the message back.
        case parked
        case failed(any Error)
        case stopped
    }

    private func handle(_ header: CloudEventHeader, _ body: [UInt8]) async -> Outcome {
        guard let handler = handlers[header.type] else {
            return .failed(UnhandledType(type: header.type))
        }
        var backoff = Duration.milliseconds(200)
        let begin = ContinuousClock.now
        while true {
            do {
                return try await attempt(handler, header, body) ? .done : .duplicate
            } catch let nothing as NothingToDo {
                logger.debug("nothing to do", metadata: ["reason": "\(nothing)"])
                return .duplicate
            } catch let error as PostgresError where error.isDependencyAway {
                logger.warning("the database is away, holding the message", error: error)
                guard ContinuousClock.now - begin < longestHold else { return .parked }
                do { try await Task.sleep(for: backoff) } catch { return .stopped }
                if Task.isShuttingDownGracefully { return .stopped }
                backoff = min(backoff * 2, .seconds(10))
            } catch is CancellationError {
                return .stopped
            } catch let error as PostgresError where error.code == .cancelled {
                return .stopped
            } catch {
                return .failed(error)
            }
        }
    }

    /// False when the message had been dealt with before.
    private func attempt(_ handler: EventHandler, _ header: CloudEventHeader, _ body: [UInt8]) async throws -> Bool {
        let handover: OutboxHandover? = try await pool.transaction { (transaction) -> OutboxHandover? in
            let isNew = try await transaction.execute(RecordInInbox(messageID: header.id, eventTime: header.time))
            guard !isNew.isEmpty else { return nil }
            return try await transaction.commit(publishing: try await handler.handle(body, transaction))
        }
        guard let handover else { return false }
        relay.publish(handover)
        afterCommit()
        return true
    }

    private func settle(_ delivery: consuming AMQPDelivery, _ outcome: Outcome, type: String) async {
        let result: String
        switch outcome {
        case .done:
            result = "done"
            delivery.ack()
        case .duplicate:
            result = "duplicate"
            delivery.ack()
        case .stopped:
            result = "returned"
            delivery.reject(requeue: true)
        case .parked:
            result =
                await move(delivery, FailedDelivery(parking: delivery.message, queue: queue)) ? "parked" : "returned"
        case .failed(let error):
            result = await postpone(delivery, error, type: type)
        }
        Counter(label: "thavon_events_consumed_total", dimensions: [("type", type), ("result", result)]).increment()
    }

    /// Moves a message that failed to the next delay queue, or to the dead letters, and acknowledges the original only
    /// when the copy is confirmed.
    private func postpone(_ delivery: consuming AMQPDelivery, _ error: any Error, type: String) async -> String {
        let failure = FailedDelivery(delivery.message, queue: queue, error: error)
        logger.log(
            level: failure.isDead ? .error : .warning,
            failure.isDead ? "event is a dead letter now" : "event failed and will be tried again",
            error: error,
            metadata: ["event.type": "\(type)", "attempts": "\(failure.attempts)", "exchange": "\(failure.exchange)"])
        let isMoved = await move(delivery, failure)
        return isMoved ? (failure.isDead ? "dead" : "delayed") : "returned"
    }

    private func move(_ delivery: consuming AMQPDelivery, _ failure: FailedDelivery) async -> Bool {
        do {
            try await publisher.publish(failure.message, to: failure.exchange, routingKey: queue)
            delivery.ack()
            return true
        } catch {
            logger.warning("an event could not be moved, it goes back to its queue", error: error)
            // Not at once: the queue counts how often a message comes back.
            try? await Task.sleep(for: .seconds(5))
            delivery.reject(requeue: true)
            return false
        }
    }
}

extension PostgresError {
    /// Whether the database rather than the message is the trouble: no connection, a shutdown (57P), no resources (53),
    /// or a server that only reads (25006) after a failover. A statement that takes too long is not: it may be the message's.
    package var isDependencyAway: Bool {
        switch code {
        case .connectionFailed, .connectionLost, .poolExhausted: true
        default: ["57P", "53", "08", "25006"].contains { sqlState?.rawValue.hasPrefix($0) ?? false }
        }
    }
}
