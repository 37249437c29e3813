import AMQP
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)))
struct PublishingTests {
    @Test func aPublishToAQuorumQueueReturnsOnceConfirmed() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("q")])) { publisher in
                try await publisher.publish(AMQPMessage(text: "hello"), to: "", routingKey: "q")
            }
            #expect(try await drain("q", configuration) == ["hello"])
        }
    }

    @Test func tenThousandConcurrentPublishesAreEachConfirmedAndPresentOnce() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let count = 10_000
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("q")])) { publisher in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for worker in 0..<100 {
                        group.addTask {
                            for index in stride(from: worker, to: count, by: 100) {
                                try await publisher.publish(AMQPMessage(text: "\(index)"), to: "", routingKey: "q")
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            let inbox = Inbox<String>()
            let consumer = AMQPConsumer(configuration: configuration, queue: "q", prefetch: 500, logger: quietLogger)
            try await withConsumer(
                consumer,
                handler: { delivery in
                    inbox.put(delivery.message.text)
                    delivery.ack()
                }
            ) {
                let bodies = await inbox.take(count)
                #expect(Set(bodies) == Set((0..<count).map(String.init)))
            }
            let administration = AMQPAdministration(configuration: configuration)
            #expect(try await administration.queueDepth("q").messages == 0)
            await administration.close()
        }
    }

    @Test func aBatchIsAnsweredInOrder() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("q")])) { publisher in
                let batch = (0..<500).map { index in
                    AMQPPublish(
                        AMQPMessage(text: "\(index)"), to: "", routingKey: index % 100 == 7 ? "nowhere" : "q")
                }
                let results = await publisher.publish(batch)
                let failed = results.indices.filter { results[$0].failure != nil }
                #expect(failed == [7, 107, 207, 307, 407])
                #expect(results[7].failure?.code == .returned(replyCode: 312, text: "NO_ROUTE"))
            }
            #expect(try await drain("q", configuration).count == 495)
        }
    }

    @Test func anUnroutableMandatoryMessageIsReturnedAndOthersAreUnaffected() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let topology = AMQPTopology(
                exchanges: [.init("events", kind: .topic)], queues: [.quorum("q")],
                bindings: [.init(.queue("q"), to: "events", routingKey: "call.#")])
            try await withPublisher(configuration, topology) { publisher in
                async let good: Void = publisher.publish(AMQPMessage(text: "1"), to: "events", routingKey: "call.ended")
                async let error = amqpError {
                    try await publisher.publish(AMQPMessage(text: "2"), to: "events", routingKey: "lead.new")
                }
                async let alsoGood: Void = publisher.publish(AMQPMessage(text: "3"), to: "events", routingKey: "call.x")
                try await good
                try await alsoGood
                let returned = await error
                #expect(returned?.code == .returned(replyCode: 312, text: "NO_ROUTE"))
                #expect(returned?.isUncertain == false)
                try await publisher.publish(
                    AMQPMessage(text: "4"), to: "events", routingKey: "lead.new", mandatory: false)
            }
        }
    }

    @Test func aFullQueueThatRejectsPublishesNacks() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let queue = AMQPTopology.Queue("q", arguments: ["x-max-length": 2, "x-overflow": "reject-publish"])
            try await withPublisher(configuration, AMQPTopology(queues: [queue])) { publisher in
                var refused = 0
                for index in 0..<10 {
                    let error = await amqpError {
                        try await publisher.publish(AMQPMessage(text: "\(index)"), to: "", routingKey: "q")
                    }
                    guard let error else { continue }
                    #expect(error.code == .nacked)
                    #expect(error.isTransient)
                    refused += 1
                }
                #expect(refused == 8)
            }
        }
    }

    @Test func aPublishToAMissingExchangeFailsAndThePublisherGoesOn() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("q")])) { publisher in
                let error = await #expect(throws: AMQPError.self) {
                    try await publisher.publish(AMQPMessage(text: "x"), to: "missing", routingKey: "q")
                }
                guard case .channelClosed(404, _) = error?.code else {
                    Issue.record("unexpected \(String(describing: error))")
                    return
                }
                try await publisher.publish(AMQPMessage(text: "y"), to: "", routingKey: "q")
            }
        }
    }

    @Test func aMessageThatCannotBeEncodedIsRefusedBeforeItIsWritten() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            try await withPublisher(configuration, AMQPTopology(queues: [.quorum("q")])) { publisher in
                let tooLong = String(repeating: "x", count: 300)
                let error = await #expect(throws: AMQPError.self) {
                    try await publisher.publish(AMQPMessage(text: "x", id: tooLong), to: "", routingKey: "q")
                }
                #expect(error?.code == .configuration)
                try await publisher.publish(AMQPMessage(text: "y"), to: "", routingKey: "q")
            }
        }
    }

    @Test func everyPropertyAndNestedHeadersComeBackAsSent() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let message = AMQPMessage(
                body: Array(repeating: 7, count: 300_000), contentType: "application/json", contentEncoding: "identity",
                messageID: "m-1", type: "call.ended", appID: "tests", correlationID: "c-1", replyTo: "answers",
                expiration: .milliseconds(86_400_123), timestamp: Date(timeIntervalSince1970: 1_700_000_000),
                priority: 3,
                headers: [
                    "text": "grüß dich", "number": -42, "large": .int64(.max), "flag": true, "ratio": 0.25,
                    "blob": .bytes([0, 255, 128]), "when": .timestamp(Date(timeIntervalSince1970: 1_600_000_000)),
                    "nothing": nil, "list": [1, "two", [3.5, ["deep": [false]]]], "empty": [:],
                ])
            try await withPublisher(configuration, AMQPTopology(queues: [.init("q")])) { publisher in
                try await publisher.publish(message, to: "", routingKey: "q")
            }
            let administration = AMQPAdministration(configuration: configuration)
            let received = try await administration.peek("q", limit: 5)
            #expect(received == [message])
        }
    }

    @Test func publishesAfterShutdownAreRefused() async throws {
        try await TestRabbitMQ.withVirtualHost { configuration in
            let kept = try await withPublisher(configuration) { $0 }
            let error = await #expect(throws: AMQPError.self) {
                try await kept.publish(AMQPMessage(text: "x"), to: "", routingKey: "q")
            }
            #expect(error?.code == .closed)
        }
    }
}
