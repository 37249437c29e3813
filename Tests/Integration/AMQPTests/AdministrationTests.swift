import AMQP
import TestSupport
import Testing

@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)))
struct AdministrationTests {
    @Test func aTopologyMismatchNamesTheQueue() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let administration = AMQPAdministration(configuration: configuration)
            try await administration.declare(AMQPTopology(queues: [.quorum("fine"), .quorum("orders")]))
            try await administration.declare(AMQPTopology(queues: [.quorum("fine"), .quorum("orders")]))
            let changed = AMQPTopology(
                queues: [.quorum("fine"), .quorum("orders", arguments: ["x-delivery-limit": 9])])
            let error = await amqpError { try await administration.declare(changed) }
            #expect(error?.code == .preconditionFailed)
            #expect(error?.operation == "declare queue orders")
            #expect(error?.isTransient == false)
            // A publisher that relies on it refuses to start.
            let publisher = AMQPPublisher(configuration: configuration, topology: changed, logger: quietLogger)
            let ended = await amqpError { try await publisher.run() }
            #expect(ended?.code == .preconditionFailed)
            let neverReady = await amqpError { try await publisher.waitUntilReady() }
            #expect(neverReady?.code == .preconditionFailed)
            await administration.close()
        }
    }

    @Test func aWrongPasswordAndAMissingVirtualHostAreAuthenticationErrors() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let wrong = try AMQPConfiguration(url: "amqp://thavon:wrong@127.0.0.1:\(configuration.port)/")
            let publisher = AMQPPublisher(configuration: wrong, logger: quietLogger)
            let error = await amqpError { try await publisher.run() }
            #expect(error?.code == .authentication)
            #expect(error.map { "\($0)".contains("wrong") } == false)
            let consumer = AMQPConsumer(configuration: wrong, queue: "q", prefetch: 1, logger: quietLogger)
            let refused = await amqpError { try await consumer.run { _ in } }
            #expect(refused?.code == .authentication)
            var missing = configuration
            missing.virtualHost = "no-such-host"
            let administration = AMQPAdministration(configuration: missing)
            let nowhere = await amqpError { try await administration.connect() }
            #expect(nowhere?.code == .authentication)
        }
    }

    @Test func nobodyListeningIsAPassingConnectionFailure() async throws {
        let configuration = try AMQPConfiguration(url: "amqp://127.0.0.1:1/")
        let error = await amqpError { try await AMQPAdministration(configuration: configuration).connect() }
        #expect(error?.code == .connectionFailed)
        #expect(error?.isTransient == true)
    }

    @Test func takenMessagesAreSettledOneByOne() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let administration = AMQPAdministration(configuration: configuration)
            try await administration.declare(AMQPTopology(queues: [.quorum("q")]))
            for text in ["a", "b", "c"] {
                try await administration.publish(AMQPPublish(AMQPMessage(text: text), to: "", routingKey: "q"))
            }
            #expect(try await administration.peek("q", limit: 2).map(\.text) == ["a", "b"])
            // The first is dropped, which puts it back; the second is acknowledged.
            let first = try await take(from: administration, acknowledging: false)
            let second = try await take(from: administration, acknowledging: true)
            #expect([first, second] == ["a", "a"] || [first, second] == ["a", "b"], "\([first, second])")
            await administration.close()
            let left = try await drain("q", configuration)
            #expect(Set(left + [second]) == ["a", "b", "c"] && left.count == 2)
        }
    }

    /// A quorum queue puts back what a connection held only after the broker has said goodbye to it.
    @Test func whatWasLookedAtIsThereAgainAtOnce() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let administration = AMQPAdministration(configuration: configuration)
            let other = AMQPAdministration(configuration: configuration)
            try await administration.declare(AMQPTopology(queues: [.quorum("q"), .quorum("next")]))
            let texts = (0..<30).map { "\($0)" }
            for text in texts {
                try await administration.publish(AMQPPublish(AMQPMessage(text: text), to: "", routingKey: "q"))
            }
            for _ in 0..<30 {
                let seen = try await administration.peek("q", limit: 30).map(\.text)
                let depth = try await other.queueDepth("q").messages
                #expect(seen == texts && depth == 30, "\(seen) \(depth)")
            }
            let taken = try await administration.take(from: "q", among: 30) {
                $0.text == "29"
            } publishing: {
                AMQPPublish($0, to: "", routingKey: "next")
            }
            let left = try await other.queueDepth("q").messages
            let moved = try await other.queueDepth("next").messages
            #expect(taken?.text == "29" && left == 29 && moved == 1)
            let gone = try await administration.take(from: "q", among: 30, where: { $0.text == "29" }) { _ in nil }
            let further = try await administration.take(from: "q", among: 5, where: { $0.text == "5" }) { _ in nil }
            let rest = try await other.queueDepth("q").messages
            #expect(gone == nil && further == nil && rest == 29)
            await other.close()
        }
    }

    /// What cannot be published in its place stays where it was.
    @Test func whatCannotGoOnStays() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let administration = AMQPAdministration(configuration: configuration)
            try await administration.declare(AMQPTopology(queues: [.quorum("q")]))
            try await administration.publish(AMQPPublish(AMQPMessage(text: "a"), to: "", routingKey: "q"))
            let error = await amqpError {
                _ = try await administration.take(from: "q", among: 5, where: { _ in true }) {
                    AMQPPublish($0, to: "", routingKey: "missing", mandatory: true)
                }
            }
            guard case .returned = error?.code else {
                Issue.record("not returned: \(String(describing: error))")
                return
            }
            let left = try await drain("q", configuration)
            #expect(left == ["a"])
        }
    }

    private func take(from administration: AMQPAdministration, acknowledging: Bool) async throws -> String {
        guard let delivery = try await administration.get("q") else { return "" }
        let text = delivery.message.text
        if acknowledging { delivery.ack() }
        return text
    }

    @Test func anEmptyOrMissingQueueIsTold() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let administration = AMQPAdministration(configuration: configuration)
            let missing = await amqpError { _ = try await administration.queueDepth("missing") }
            #expect(missing?.code == .notFound)
            try await administration.declare(AMQPTopology(queues: [.quorum("q")]))
            let isEmpty = try await administration.get("q") == nil
            #expect(isEmpty)
            try await administration.publish(AMQPPublish(AMQPMessage(text: "x"), to: "", routingKey: "q"))
            let depth = try await administration.queueDepth("q")
            #expect(depth == (messages: 1, consumers: 0))
            #expect(try await administration.purge("q") == 1)
            let error = await amqpError {
                try await administration.publish(AMQPPublish(AMQPMessage(text: "x"), to: "", routingKey: "none"))
            }
            #expect(error?.code == .returned(replyCode: 312, text: "NO_ROUTE"), "\(String(describing: error))")
            try await administration.delete(queue: "q")
            await administration.close()
        }
    }
}
