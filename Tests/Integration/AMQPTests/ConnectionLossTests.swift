import AMQP
import TestSupport
import Testing

@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)))
struct ConnectionLossTests {
    private func withProxy<R>(
        _ body: (CuttingProxy, _ proxied: AMQPConfiguration, _ direct: AMQPConfiguration) async throws -> R
    ) async throws -> R {
        try await TestRabbitMQ.withVirtualHost { direct in
            let proxy = try CuttingProxy(to: direct.port)
            defer { proxy.close() }
            var proxied = direct
            proxied.port = proxy.port
            return try await body(proxy, proxied, direct)
        }
    }

    /// As when SIGTERM comes before the service has got going.
    @Test func whatWasStoppedBeforeItsStartEndsAtOnce() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let consumer = AMQPConsumer(
                configuration: configuration, topology: AMQPTopology(queues: [.init("q")]), queue: "q", prefetch: 1,
                logger: quietLogger)
            await consumer.stop()
            try await consumer.run { delivery in delivery.ack() }
            let publisher = AMQPPublisher(configuration: configuration, logger: quietLogger)
            await publisher.shutdown()
            try await publisher.run()
        }
    }

    @Test func eachPublishIsConfirmedOrUncertainWhenTheConnectionIsCutAmongThem() async throws {
        try await withProxy { proxy, proxied, direct in
            let count = 1000
            let results = try await withPublisher(proxied, AMQPTopology(queues: [.quorum("q")]), maxOutstanding: 64) {
                publisher in
                proxy.cut(afterBytes: 20_000)
                return await publisher.publish(
                    (0..<count).map { AMQPPublish(AMQPMessage(text: "\($0)"), to: "", routingKey: "q") })
            }
            let failures = results.compactMap(\.failure)
            #expect(!failures.isEmpty && failures.count <= 64)
            #expect(failures.allSatisfy { $0.code == .connectionLost && $0.isUncertain && $0.isTransient })
            let present = try await drain("q", direct)
            #expect(Set(present).count == present.count, "nothing is published twice")
            let confirmed = results.indices.filter { results[$0].failure == nil }.map(String.init)
            #expect(Set(confirmed).isSubset(of: Set(present)))
        }
    }

    @Test func aConsumerResumesAfterACutAndLosesNothing() async throws {
        try await withProxy { proxy, proxied, direct in
            let topology = AMQPTopology(queues: [.quorum("q")])
            let texts = (0..<300).map(String.init)
            try await withPublisher(direct, topology) { publisher in
                _ = await publisher.publish(
                    texts.map { AMQPPublish(AMQPMessage(text: $0), to: "", routingKey: "q") })
            }
            let inbox = Inbox<String>()
            let consumer = AMQPConsumer(
                configuration: proxied, topology: topology, queue: "q", prefetch: 20, logger: quietLogger)
            try await withConsumer(
                consumer,
                handler: { delivery in
                    inbox.put(delivery.message.text)
                    delivery.ack()
                }
            ) {
                var seen = Set(await inbox.take(100))
                proxy.cut()
                while seen.count < texts.count { seen.insert(try await inbox.next()) }
                #expect(seen == Set(texts))
            }
            #expect(try await drain("q", direct) == [])
        }
    }

    @Test func aSilentConnectionIsGivenUpByItsHeartbeat() async throws {
        try await withProxy { proxy, proxied, _ in
            var configuration = proxied
            configuration.heartbeat = .seconds(1)
            let topology = AMQPTopology(queues: [.quorum("q")])
            let consumer = AMQPConsumer(
                configuration: configuration, topology: topology, queue: "q", prefetch: 1, logger: quietLogger)
            try await withConsumer(consumer, handler: { delivery in delivery.ack() }) {
                try await withPublisher(configuration, topology) { publisher in
                    var publishing = await publisher.stateUpdates().makeAsyncIterator()
                    var consuming = await consumer.stateUpdates().makeAsyncIterator()
                    while let state = await consuming.next(), !state.isReady {}
                    proxy.pause()
                    let error = await amqpError {
                        try await publisher.publish(AMQPMessage(text: "into the void"), to: "", routingKey: "q")
                    }
                    #expect(error?.code == .connectionLost)
                    #expect(error?.isUncertain == true)
                    while let state = await consuming.next(), state.isReady {}
                    proxy.resume()
                    proxy.cut()
                    while let state = await consuming.next(), !state.isReady {}
                    while let state = await publishing.next(), state.isReady {}
                    try await publisher.publish(AMQPMessage(text: "back"), to: "", routingKey: "q")
                }
            }
        }
    }

    @Test func aBrokerThatStopsReadingCannotHoldAPublishForEver() async throws {
        try await withProxy { proxy, proxied, _ in
            var configuration = proxied
            configuration.connectionTimeout = .seconds(1)
            configuration.heartbeat = .seconds(5)
            try await withPublisher(configuration, AMQPTopology(queues: [.init("q")])) { publisher in
                proxy.stall()
                // More than all buffers on the way hold. Heartbeats keep arriving, so only the stall is noticed.
                let huge = AMQPMessage(body: [UInt8](repeating: 1, count: 64 << 20))
                let error = await amqpError { try await publisher.publish(huge, to: "", routingKey: "q") }
                #expect(error?.code == .connectionLost)
                #expect(error?.reason == "the broker stopped reading")
            }
        }
    }

    @Test func aConnectionStaysUpOnHeartbeatsAlone() async throws {
        try await withProxy { _, proxied, _ in
            var configuration = proxied
            configuration.heartbeat = .seconds(1)
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("delayed")])) { publisher in
                // A message that comes back by itself after five heartbeats is the event to wait for.
                let topology = AMQPTopology(
                    queues: [
                        .quorum("delayed"),
                        .init(
                            "wait",
                            arguments: [
                                "x-message-ttl": 5000, "x-dead-letter-exchange": "",
                                "x-dead-letter-routing-key": "delayed",
                            ]),
                    ])
                let inbox = Inbox<String>()
                let consumer = AMQPConsumer(
                    configuration: configuration, topology: topology, queue: "delayed", prefetch: 1, logger: quietLogger
                )
                try await withConsumer(
                    consumer,
                    handler: { delivery in
                        inbox.put("\(delivery.deliveryTag)")
                        delivery.ack()
                    }
                ) {
                    let updates = await publisher.stateUpdates()
                    var states = await consumer.stateUpdates().makeAsyncIterator()
                    while let state = await states.next(), !state.isReady {}
                    try await publisher.publish(AMQPMessage(text: "x"), to: "", routingKey: "wait")
                    #expect(try await inbox.next() == "1")
                    // The first state is the only one there has been.
                    await publisher.shutdown()
                    let seen = await updates.reduce(into: 0) { $0 += $1.isReady ? 1 : 0 }
                    #expect(seen == 1)
                }
            }
        }
    }

    @Test func aPublishWithoutAConnectionTimesOutAndIsCertainlyNotSent() async throws {
        let configuration = try AMQPConfiguration(url: "amqp://127.0.0.1:1/")
        let publisher = AMQPPublisher(
            configuration: configuration, publishTimeout: .milliseconds(300), logger: quietLogger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            let error = await amqpError {
                try await publisher.publish(AMQPMessage(text: "x"), to: "", routingKey: "q")
            }
            #expect(error?.code == .timeout)
            #expect(error?.isUncertain == false)
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
