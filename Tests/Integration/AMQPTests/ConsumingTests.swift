import AMQP
import Synchronization
import TestSupport
import Testing

@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)))
struct ConsumingTests {
    private func consumer(
        _ configuration: AMQPConfiguration, _ topology: AMQPTopology = AMQPTopology(queues: [.quorum("q")]),
        queue: String = "q", prefetch: UInt16 = 10, arguments: AMQPTable = [:]
    ) -> AMQPConsumer {
        AMQPConsumer(
            configuration: configuration, topology: topology, queue: queue, prefetch: prefetch, arguments: arguments,
            logger: quietLogger)
    }

    private func publish(
        _ texts: [String], _ configuration: AMQPConfiguration,
        _ topology: AMQPTopology = AMQPTopology(queues: [.quorum("q")]), to queue: String = "q"
    ) async throws {
        try await withPublisher(configuration, topology) { publisher in
            let results = await publisher.publish(
                texts.map { AMQPPublish(AMQPMessage(text: $0), to: "", routingKey: queue) })
            for result in results { try result.get() }
        }
    }

    @Test func anAcknowledgedMessageIsGone() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await publish(["a", "b", "c"], configuration)
            let inbox = Inbox<String>()
            try await withConsumer(
                consumer(configuration),
                handler: { delivery in
                    #expect(!delivery.redelivered && delivery.queue == "q" && delivery.routingKey == "q")
                    inbox.put(delivery.message.text)
                    delivery.ack()
                }
            ) {
                #expect(Set(await inbox.take(3)) == ["a", "b", "c"])
            }
            #expect(try await drain("q", configuration) == [])
        }
    }

    @Test func aDeliveryThatIsDroppedGoesBackAndIsCounted() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await publish(["a"], configuration)
            let inbox = Inbox<Bool>()
            let consumer = consumer(configuration)
            try await withConsumer(
                consumer,
                handler: { delivery in
                    inbox.put(delivery.redelivered)
                    if delivery.redelivered { delivery.ack() }
                }
            ) {
                #expect(await inbox.take(2) == [false, true])
                #expect(await consumer.droppedDeliveries == 1)
            }
            #expect(try await drain("q", configuration) == [])
        }
    }

    @Test func noMoreHandlersRunThanThePrefetch() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await publish((0..<50).map(String.init), configuration)
            let running = Atomic(0)
            let most = Atomic(0)
            let started = Inbox<Void>()
            let gate = Gate()
            let done = Inbox<Void>()
            try await withConsumer(
                consumer(configuration, prefetch: 4),
                handler: { delivery in
                    let now = running.add(1, ordering: .relaxed).newValue
                    most.max(now, ordering: .relaxed)
                    started.put(())
                    await gate.wait()
                    // Acknowledged before the handler is over: the broker sends more, the handler must wait all the same.
                    delivery.ack()
                    await Task.yield()
                    running.subtract(1, ordering: .relaxed)
                    done.put(())
                }
            ) {
                _ = await started.take(4)
                let administration = AMQPAdministration(configuration: configuration)
                let depth = try await administration.queueDepth("q")
                #expect(depth.messages == 46)
                await administration.close()
                gate.open()
                _ = await done.take(50)
                #expect(most.load(ordering: .relaxed) == 4)
            }
        }
    }

    @Test func aPoisonMessageIsDeadLetteredAtTheDeliveryLimit() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let topology = AMQPTopology(
                exchanges: [.init("dead", kind: .fanout)],
                queues: [
                    .quorum("q", arguments: ["x-delivery-limit": 3, "x-dead-letter-exchange": "dead"]),
                    .quorum("dead-letters"),
                ],
                bindings: [.init(.queue("dead-letters"), to: "dead")])
            try await publish(["poison"], configuration, topology)
            let dead = Inbox<AMQPMessage>()
            let attempts = Atomic(0)
            try await withConsumer(
                consumer(configuration, topology),
                handler: { delivery in
                    attempts.add(1, ordering: .relaxed)
                    delivery.reject(requeue: true)
                }
            ) {
                try await withConsumer(
                    consumer(configuration, topology, queue: "dead-letters"),
                    handler: { delivery in
                        dead.put(delivery.message)
                        delivery.ack()
                    }
                ) {
                    let message = try await dead.next()
                    let death = message.headers["x-death"]?.arrayValue?.first?.tableValue
                    #expect(death?["reason"] == "delivery_limit")
                    #expect(death?["queue"] == "q")
                    #expect(attempts.load(ordering: .relaxed) == 4)
                }
            }
        }
    }

    @Test func aDelayQueueBringsTheMessageBackWithItsHistory() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let topology = AMQPTopology(
                queues: [
                    .quorum("q"),
                    .init(
                        "delay",
                        arguments: [
                            "x-message-ttl": 50, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "q",
                        ]),
                ])
            try await publish(["later"], configuration, topology, to: "delay")
            let inbox = Inbox<AMQPMessage>()
            try await withConsumer(
                consumer(configuration, topology),
                handler: { delivery in
                    inbox.put(delivery.message)
                    delivery.ack()
                }
            ) {
                let message = try await inbox.next()
                #expect(message.text == "later")
                let death = message.headers["x-death"]?.arrayValue?.first?.tableValue
                #expect(death?["reason"] == "expired")
                #expect(death?["queue"] == "delay")
                #expect(death?["count"] == 1)
                #expect(death?["routing-keys"] == ["delay"])
                guard case .timestamp = death?["time"] else {
                    Issue.record("no time in \(String(describing: death))")
                    return
                }
            }
        }
    }

    @Test func aStreamIsReadFromItsFirstMessageAgainAndAgain() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let topology = AMQPTopology(queues: [.stream("log")])
            let sent = (0..<20).map(String.init)
            try await publish(sent, configuration, topology, to: "log")
            for _ in 0..<2 {
                let inbox = Inbox<(String, Int64?)>()
                try await withConsumer(
                    consumer(
                        configuration, topology, queue: "log", prefetch: 1, arguments: ["x-stream-offset": "first"]),
                    handler: { delivery in
                        inbox.put((delivery.message.text, delivery.message.headers["x-stream-offset"]?.int64Value))
                        delivery.ack()
                    }
                ) {
                    let read = await inbox.take(20)
                    #expect(read.map(\.0) == sent)
                    #expect(read.map(\.1) == (0..<20).map { Int64($0) })
                }
            }
        }
    }

    @Test func aConsumerWhoseQueueIsDeletedDeclaresItAgain() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let inbox = Inbox<String>()
            let consumer = consumer(configuration)
            try await withConsumer(
                consumer,
                handler: { delivery in
                    inbox.put(delivery.message.text)
                    delivery.ack()
                }
            ) {
                var updates = await consumer.stateUpdates().makeAsyncIterator()
                while let state = await updates.next(), !state.isReady {}
                let administration = AMQPAdministration(configuration: configuration)
                try await administration.delete(queue: "q")
                await administration.close()
                while let state = await updates.next(), state.isReady {}
                while let state = await updates.next(), !state.isReady {}
                try await publish(["after"], configuration)
                #expect(try await inbox.next() == "after")
            }
        }
    }

    @Test func stoppingWaitsForTheRunningHandlerAndSendsItsAcknowledgement() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await publish(["running", "waiting"], configuration)
            let started = Inbox<String>()
            let gate = Gate()
            let consumer = consumer(configuration, prefetch: 1)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await consumer.run { delivery in
                        started.put(delivery.message.text)
                        await gate.wait()
                        delivery.ack()
                    }
                }
                #expect(try await started.next() == "running")
                group.addTask { await consumer.stop() }
                gate.open()
                try await group.waitForAll()
            }
            #expect(try await drain("q", configuration) == ["waiting"])
        }
    }

    @Test func cancellingTheTaskEndsTheRunAndReturnsWhatWasHeld() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await publish(["held"], configuration)
            let started = Inbox<Void>()
            let consumer = consumer(configuration)
            let task = Task {
                try await consumer.run { delivery in
                    started.put(())
                    await Gate().wait()
                    _ = consume delivery
                }
            }
            try await started.next()
            task.cancel()
            try await task.value
            #expect(try await drain("q", configuration) == ["held"])
        }
    }
}
