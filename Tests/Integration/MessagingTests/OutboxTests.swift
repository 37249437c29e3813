import AMQP
import Contracts
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(15)), .enabled(if: TestRabbitMQ.isAvailable)) struct OutboxTests {
    /// What was published about each subject, in the order of arrival; repeats left out.
    final class Arrivals: Sendable {
        private let order = Mutex<[String: [String]]>([:])
        private let seen = Mutex<Set<String>>([])
        let done: AsyncStream<Void>
        private let finish: AsyncStream<Void>.Continuation
        private let expected: Int

        init(expecting count: Int) {
            expected = count
            (done, finish) = AsyncStream.makeStream()
        }

        var all: [String: [String]] { order.withLock { $0 } }

        func note(_ body: [UInt8]) {
            guard let event = try? ContractJSON.decode(CloudEvent<CallProgressed>.self, from: body) else { return }
            let count = seen.withLock { seen in
                if seen.insert(event.id.description).inserted {
                    order.withLock { $0[event.subject, default: []].append(event.data.vapiCallID) }
                }
                return seen.count
            }
            if count == expected { finish.finish() }
        }

        func wait() async { for await _ in done {} }
    }

    static func collecting<R: Sendable>(
        _ count: Int, from broker: AMQPConfiguration, _ body: (Arrivals) async throws -> R
    ) async throws -> R {
        var topology = EventTopology.shared
        topology.queues.append(.init("test.order"))
        topology.bindings.append(.init(.queue("test.order"), to: EventTopology.events, routingKey: "#"))
        let administration = AMQPAdministration(configuration: broker)
        try await administration.connect()
        try await administration.declare(topology)
        await administration.close()
        let arrivals = Arrivals(expecting: count)
        // One at a time, so that the order of arrival is the order of publishing.
        let consumer = AMQPConsumer(
            configuration: broker, topology: topology, queue: "test.order", prefetch: 1, consumerTag: "order",
            logger: log)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await consumer.run { delivery in
                    arrivals.note(delivery.message.body)
                    delivery.ack()
                }
            }
            let result = try await body(arrivals)
            group.cancelAll()
            return result
        }
    }

    @Test func eventsOfOneAggregateKeepTheirOrderWithSeveralRelays() async throws {
        try await Bench.with { bench in
            let subjects = (0..<20).map { _ in CallID.new() }
            try await Self.collecting(20 * 15, from: bench.broker) { arrivals in
                try await withThrowingTaskGroup(of: Void.self) { relays in
                    // Two more relays, as of two more replicas; each transaction is handed to one of the three, or to none.
                    let others = (0..<2).map { _ in
                        OutboxRelay(pool: bench.pool, publisher: bench.publisher, logger: log)
                    }
                    for relay in others { relays.addTask { try await relay.run() } }
                    let all = others + [bench.relay]
                    try await withThrowingTaskGroup(of: Void.self) { writers in
                        for subject in subjects {
                            writers.addTask {
                                for number in 0..<15 {
                                    let forgotten = number.isMultiple(of: 4)
                                    let handover = try await bench.store(
                                        [try progressed(subject, number)], claim: forgotten ? .zero : .seconds(15))
                                    if !forgotten { all[number % 3].publish(handover) }
                                }
                            }
                        }
                        try await writers.waitForAll()
                    }
                    await arrivals.wait()
                    relays.cancelAll()
                }
                for subject in subjects {
                    #expect(arrivals.all[subject.description] == (0..<15).map(String.init))
                }
            }
        }
    }

    @Test func whatADeadProcessLeftBehindIsPublishedByTheSweep() async throws {
        try await Bench.with(relays: false) { bench in
            try await EventObserver.observe(bench.broker) { events in
                // Committed, claimed, and then nobody: the claim has run out.
                try await bench.store([try progressed(.new(), 1), try progressed(.new(), 2)], claim: .zero)
                let swept = try await bench.relay.sweep()
                #expect(swept == 2)
                try await events.waitFor("call.progressed", subjects: 2)
                let left = try await bench.waiting()
                #expect(left == 0)
            }
        }
    }

    @Test func whatAnotherRelayIsPublishingIsLeftAlone() async throws {
        try await Bench.with(relays: false) { bench in
            let subject = CallID.new()
            try await bench.store([try progressed(subject, 1)])
            let second = try await bench.store([try progressed(subject, 2)])
            // The successor of an event that is on its way is not handed out.
            #expect(second.events.isEmpty)
            #expect(second.leavesSome)
            let swept = try await bench.relay.sweep()
            #expect(swept == 0)
            let left = try await bench.waiting()
            #expect(left == 2)
        }
    }

    @Test func eventsWaitInTheOutboxWhileTheBrokerIsAway() async throws {
        try await withThavonDatabase { database in
            try await TestRabbitMQ.withVirtualHost { broker in
                let proxy = try await ChaosProxy(to: broker.port)
                var proxied = broker
                proxied.port = proxy.port
                var role = database
                role.user = "assignment"
                let pool = PostgresPool(configuration: role, logger: log)
                let publisher = AMQPPublisher(
                    configuration: proxied, topology: EventTopology.shared, publishTimeout: .seconds(1), logger: log)
                let relay = OutboxRelay(pool: pool, publisher: publisher, logger: log)
                try await EventObserver.observe(broker) { events in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await publisher.run() }
                        try await publisher.waitUntilReady()
                        await proxy.stopAccepting()
                        await proxy.cutConnections()
                        let append = AppendToOutbox([try progressed(.new(), 1)], claim: .zero)
                        _ = try await pool.execute(append)
                        group.addTask { try await relay.run() }
                        relay.publish(OutboxHandover(events: append.events, leavesSome: false))
                        try await proxy.startAccepting()
                        try await events.waitFor("call.progressed")
                        group.cancelAll()
                    }
                }
                await pool.shutdown()
            }
        }
    }

    /// The second is stored while the first is on its way. Nothing looks for it by the clock here: it has to follow the first.
    @Test func whatWaitsForAnEarlierEventFollowsIt() async throws {
        try await Bench.with(relays: false) { bench in
            let relay = OutboxRelay(
                pool: bench.pool, publisher: bench.publisher, sweepInterval: .seconds(3600), logger: log)
            let subjects = (0..<20).map { _ in CallID.new() }
            try await Self.collecting(40, from: bench.broker) { arrivals in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await relay.run() }
                    for subject in subjects {
                        let first = try await bench.store([try progressed(subject, 0)])
                        let second = try await bench.store([try progressed(subject, 1)])
                        #expect(second.events.isEmpty && second.leavesSome)
                        relay.publish(first)
                        relay.publish(second)
                    }
                    await arrivals.wait()
                    group.cancelAll()
                }
                for subject in subjects { #expect(arrivals.all[subject.description] == ["0", "1"]) }
            }
        }
    }

    @Test func aServiceNeitherSeesNorTouchesTheOutboxOfAnother() async throws {
        try await Bench.with(service: "assignment", relays: false) { bench in
            try await bench.store([try progressed(.new(), 1)], claim: .zero)
            try await withThavonDatabaseRole(of: bench, as: "notifier") { other in
                let seen = try await other.execute(OutboxBacklog())
                #expect(seen.first?.count == 0)
                let claimed = try await other.execute(ClaimOutbox(limit: 10, claim: .seconds(1)))
                #expect(claimed.isEmpty)
            }
            let left = try await bench.waiting()
            #expect(left == 1)
        }
    }

    private func withThavonDatabaseRole(
        of bench: Bench, as role: String, _ body: (PostgresPool) async throws -> Void
    ) async throws {
        var configuration = bench.database
        configuration.user = role
        let pool = PostgresPool(configuration: configuration, logger: log)
        try await body(pool)
        await pool.shutdown()
    }
}
