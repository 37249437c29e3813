import AMQP
import Contracts
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(15)), .enabled(if: TestRabbitMQ.isAvailable)) struct ConsumerTests {
    /// Runs a consumer of `thavon.assignment` during `body`.
    static func consuming<R: Sendable>(
        _ bench: Bench, _ handlers: [EventHandler], prefetch: UInt16 = 8, longestHold: Duration = .seconds(300),
        afterCommit: @escaping @Sendable () -> Void = {}, _ body: () async throws -> R
    ) async throws -> R {
        let consumer = EventConsumer(
            service: "assignment", broker: bench.broker, publisher: bench.publisher, pool: bench.pool,
            relay: bench.relay, prefetch: prefetch, handlers: handlers, logger: log, longestHold: longestHold,
            afterCommit: afterCommit)
        return try await consuming(bench, consumer, body)
    }

    static func consuming<R: Sendable>(
        _ bench: Bench, _ consumer: EventConsumer, _ body: () async throws -> R
    ) async throws -> R {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await consumer.run() }
            let result = try await body()
            group.cancelAll()
            return result
        }
    }

    static func ended(_ call: CallID = .new()) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: "webhook-ingest", about: call, agencyID: nil,
            CallEnded(
                callID: call, vapiCallID: "v", leadID: nil, direction: nil, status: .completed, outcome: .conversation,
                endedReason: nil, retryable: false, conversationHappened: true, startedAt: nil, endedAt: nil,
                durationSeconds: nil, language: nil, recordingAvailable: false))
    }

    static func publish(_ event: OutgoingEvent, _ bench: Bench) async throws {
        try await bench.publisher.publish(event.message, to: EventTopology.events, routingKey: event.routingKey)
    }

    /// Reads one message of a queue as soon as there is one.
    static func next(of queue: String, _ bench: Bench) async throws -> AMQPMessage {
        let consumer = AMQPConsumer(
            configuration: bench.broker, topology: EventTopology.shared, queue: queue, prefetch: 1, consumerTag: "next",
            logger: log)
        let (messages, sink) = AsyncStream.makeStream(of: AMQPMessage.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await consumer.run { delivery in
                    sink.yield(delivery.message)
                    delivery.ack()
                }
            }
            defer { group.cancelAll() }
            for await message in messages { return message }
            throw CancellationError()
        }
    }

    @Test func anEventThatComesFiveTimesHasItsEffectOnce() async throws {
        try await Bench.with { bench in
            let counter = Counted()
            let event = try Self.ended()
            let last = try Self.ended()
            let handler = EventHandler.on(CallEnded.self) { received, _ in
                counter.add()
                return [try progressed(received.data.callID, 1)]
            }
            try await EventObserver.observe(bench.broker) { events in
                // One after another, so that the last is handled after all repeats of the first.
                try await Self.consuming(bench, [handler], prefetch: 1) {
                    for _ in 0..<5 { try await Self.publish(event, bench) }
                    try await Self.publish(last, bench)
                    try await events.waitFor("call.progressed", subjects: 2)
                }
                #expect(counter.value == 2)
            }
        }
    }

    final class Counted: Sendable {
        private let count = Mutex(0)
        var value: Int { count.withLock { $0 } }
        func add() { count.withLock { $0 += 1 } }
    }

    @Test func aFailureThatStaysIsADeadLetterWithItsReason() async throws {
        try await Bench.with { bench in
            let handler = EventHandler.on(CallEnded.self) { _, _ in throw PermanentFailure("no such call") }
            try await Self.consuming(bench, [handler]) {
                let event = try Self.ended()
                try await Self.publish(event, bench)
                let dead = try await Self.next(of: EventTopology.dead, bench)
                #expect(dead.messageID == event.id.description)
                #expect(dead.headers[FailedDelivery.reasonHeader]?.stringValue == "no such call")
                #expect(dead.headers[FailedDelivery.attemptsHeader]?.int64Value == 1)
                #expect(dead.headers[FailedDelivery.queueHeader]?.stringValue == "thavon.assignment")
                #expect(dead.body == event.body)
            }
        }
    }

    @Test func whatIsNoEventIsADeadLetter() async throws {
        try await Bench.with { bench in
            try await Self.consuming(bench, []) {
                try await bench.publisher.publish(
                    AMQPMessage(body: Array("hello".utf8)), to: EventTopology.events, routingKey: "call.ended")
                let garbage = try await Self.next(of: EventTopology.dead, bench)
                #expect(garbage.headers[FailedDelivery.reasonHeader]?.stringValue?.contains("not a CloudEvent") == true)
            }
        }
    }

    /// During a rolling update it is one of the next version's.
    @Test func aTypeThatNothingHandlesWaitsForSomebodyWhoDoes() async throws {
        try await Bench.with { bench in
            try await Self.consuming(bench, []) {
                let event = try Self.ended()
                try await Self.publish(event, bench)
                let waiting = try await Self.next(of: EventTopology.delays[0].name, bench)
                #expect(waiting.messageID == event.id.description)
                #expect(
                    waiting.headers[FailedDelivery.reasonHeader]?.stringValue?.contains("nothing here handles") == true)
            }
        }
    }

    /// Through no fault of the message: nothing is counted, and no connection is worn out by it.
    @Test func whatCannotBeHandledForLongWhileTheDatabaseIsAwayIsParked() async throws {
        try await Bench.with { bench in
            let handler = EventHandler.on(CallEnded.self) { _, transaction in
                _ = try await transaction.execute(EndOwnSession())
                return []
            }
            try await Self.consuming(bench, [handler], longestHold: .zero) {
                let event = try Self.ended()
                try await Self.publish(event, bench)
                let parked = try await Self.next(of: EventTopology.delays.last?.name ?? "", bench)
                #expect(parked.messageID == event.id.description)
                #expect(parked.headers[FailedDelivery.attemptsHeader] == nil)
            }
        }
    }

    @Test func itSaysHowItStandsWithTheBroker() async throws {
        try await Bench.with { bench in
            let consumer = EventConsumer(
                service: "assignment", broker: bench.broker, publisher: bench.publisher, pool: bench.pool,
                relay: bench.relay, prefetch: 1, handlers: [], logger: log)
            #expect(await !consumer.connectionState.isReady)
            try await Self.consuming(bench, consumer) {
                while await !consumer.connectionState.isReady { await Task.yield() }
            }
        }
    }

    @Test func aPassingFailureWaitsAndComesBack() async throws {
        try await Bench.with { bench in
            struct Passing: Error {}
            let attempts = Counted()
            let done = AsyncStream.makeStream(of: Void.self)
            let handler = EventHandler.on(CallEnded.self) { _, _ in
                attempts.add()
                if attempts.value == 1 { throw Passing() }
                return []
            }
            try await Self.consuming(bench, [handler], afterCommit: { done.continuation.yield() }) {
                try await Self.publish(try Self.ended(), bench)
                for await _ in done.stream { break }
                #expect(attempts.value == 2)
            }
        }
    }

    @Test func aFailedTransactionLeavesNothingBehind() async throws {
        try await Bench.with { bench in
            let handler = EventHandler.on(CallEnded.self) { event, transaction in
                _ = try await transaction.execute(SetClaimedEvent(id: event.id.rawValue))
                throw PermanentFailure("after writing")
            }
            try await Self.consuming(bench, [handler]) {
                let event = try Self.ended()
                try await Self.publish(event, bench)
                _ = try await Self.next(of: EventTopology.dead, bench)
                let left = try await bench.waiting()
                #expect(left == 0)
                // Not in the inbox either: sent again by hand, it is handled again.
                let again = try await bench.pool.execute(RecordInInbox(messageID: event.id, eventTime: Date()))
                #expect(again.count == 1)
            }
        }
    }

    struct SetClaimedEvent: PostgresStatement {
        typealias Row = NoRow
        static let sql = """
            INSERT INTO outbox (id, aggregate_id, routing_key, event_type, body) VALUES ($1, 'x', 'x', 'x', '')
            """
        let id: UUID
        var parameters: [PostgresParameter] { [.init(id)] }
    }

    @Test func theStreamReplaysWhatWasPublishedBefore() async throws {
        try await Bench.with { bench in
            let events = try (0..<5).map { _ in try Self.ended() }
            for event in events { try await Self.publish(event, bench) }
            let reader = AMQPConsumer(
                configuration: bench.broker, topology: EventTopology.shared, queue: EventTopology.log, prefetch: 1,
                arguments: ["x-stream-offset": .string("first")], consumerTag: "replay", logger: log)
            let (ids, sink) = AsyncStream.makeStream(of: String.self)
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await reader.run { delivery in
                        sink.yield(delivery.message.messageID ?? "")
                        delivery.ack()
                    }
                }
                var replayed: [String] = []
                for await id in ids {
                    replayed.append(id)
                    if replayed.count == 5 { break }
                }
                #expect(replayed == events.map(\.id.description))
                group.cancelAll()
            }
        }
    }
}

@Suite struct FailedDeliveryTests {
    struct Passing: Error {}

    @Test func fourDelaysThenTheDeadLetters() {
        var message = AMQPMessage(body: [1, 2, 3])
        var ways: [String] = []
        for attempt in 1...5 {
            let failure = FailedDelivery(message, queue: "q", error: Passing())
            #expect(failure.attempts == attempt)
            ways.append(failure.exchange)
            message = failure.message
        }
        #expect(
            ways == ["thavon.delay.5s", "thavon.delay.30s", "thavon.delay.2m", "thavon.delay.10m", "thavon.dead"])
    }
}

/// As when the server is shut down in the middle.
private struct EndOwnSession: PostgresStatement {
    typealias Row = NoRow
    static let sql = "SELECT pg_terminate_backend(pg_backend_pid())"
}
