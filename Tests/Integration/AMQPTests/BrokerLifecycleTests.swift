import AMQP
import LocalServers
import TestSupport
import Testing

/// Each with a broker of its own, because it is harmed. One after the other: brokers are heavy.
@Suite(.enabled(if: TestRabbitMQ.isAvailable), .timeLimit(.minutes(15)), .serialized)
struct BrokerLifecycleTests {
    @Test func publisherAndConsumerOutliveARestartAndDeclareAnew() async throws {
        try await TestRabbitMQ.withPrivateServer { server in
            let configuration = try AMQPConfiguration(url: server.url())
            let topology = AMQPTopology(
                exchanges: [.init("events", kind: .topic, durable: false)],
                queues: [.quorum("kept"), .init("passing", durable: false)],
                bindings: [
                    .init(.queue("kept"), to: "events", routingKey: "#"),
                    .init(.queue("passing"), to: "events", routingKey: "#"),
                ])
            // Two who declare the same new queue at once may find its leader not yet elected, which refuses messages.
            let administration = AMQPAdministration(configuration: configuration)
            try await administration.declare(topology)
            await administration.close()
            let inbox = Inbox<String>()
            let consumer = AMQPConsumer(
                configuration: configuration, topology: topology, queue: "passing", prefetch: 1, logger: quietLogger)
            try await withConsumer(
                consumer,
                handler: { delivery in
                    inbox.put(delivery.message.text)
                    delivery.ack()
                }
            ) {
                try await withPublisher(configuration, topology, publishTimeout: .seconds(60)) { publisher in
                    try await publisher.publish(AMQPMessage(text: "before"), to: "events", routingKey: "a")
                    #expect(try await inbox.next() == "before")
                    try await server.restart()
                    try await publisher.publish(AMQPMessage(text: "after"), to: "events", routingKey: "a")
                    #expect(try await inbox.next() == "after")
                }
            }
            #expect(try await drain("kept", configuration) == ["before", "after"])
        }
    }

    @Test func confirmedMessagesSurviveTheSuddenDeathOfTheBroker() async throws {
        try await TestRabbitMQ.withPrivateServer { server in
            let configuration = try AMQPConfiguration(url: server.url())
            let administration = AMQPAdministration(configuration: configuration)
            try await administration.declare(AMQPTopology(queues: [.quorum("q")]))
            await administration.close()
            // RabbitMQ writes the name of a new quorum queue to disk some seconds late: killed before that, it has the
            // queue and cannot start it. An orderly restart writes it at once.
            try await server.restart()
            let count = 2000
            let results = try await withPublisher(
                configuration, AMQPTopology(queues: [.quorum("q")]), maxOutstanding: 50, publishTimeout: .seconds(60)
            ) { publisher in
                async let batch = publisher.publish(
                    (0..<count).map { AMQPPublish(AMQPMessage(text: "\($0)"), to: "", routingKey: "q") })
                try await publisher.publish(AMQPMessage(text: "first"), to: "", routingKey: "q")
                await server.kill()
                try await server.start()
                return await batch
            }
            let present = Set(try await drain("q", configuration))
            for (index, result) in results.enumerated() {
                switch result {
                case .success: #expect(present.contains("\(index)"))
                case .failure(let error): #expect(error.isUncertain)
                }
            }
        }
    }

    @Test func aBlockedBrokerMakesPublishesWaitOrTimeOut() async throws {
        try await TestRabbitMQ.withPrivateServer { server in
            let configuration = try AMQPConfiguration(url: server.url())
            let topology = AMQPTopology(queues: [.quorum("q")])
            try await withPublisher(configuration, topology, publishTimeout: .seconds(60)) { patient in
                try await withPublisher(configuration, topology, publishTimeout: .seconds(1)) { hasty in
                    var updates = await patient.stateUpdates().makeAsyncIterator()
                    var hastyUpdates = await hasty.stateUpdates().makeAsyncIterator()
                    try await server.setMemoryAlarm(true)
                    // The broker blocks a connection when it first publishes under the alarm.
                    async let first: Void = patient.publish(AMQPMessage(text: "1"), to: "", routingKey: "q")
                    let uncertain = await amqpError {
                        try await hasty.publish(AMQPMessage(text: "2"), to: "", routingKey: "q")
                    }
                    #expect(uncertain?.code == .blocked)
                    #expect(uncertain?.isUncertain == true)
                    while let state = await updates.next(), state.isReady {}
                    while let state = await hastyUpdates.next(), state.isReady {}
                    async let second: Void = patient.publish(AMQPMessage(text: "3"), to: "", routingKey: "q")
                    let unsent = await amqpError {
                        try await hasty.publish(AMQPMessage(text: "4"), to: "", routingKey: "q")
                    }
                    #expect(unsent?.code == .blocked)
                    #expect(unsent?.isUncertain == false)
                    try await server.setMemoryAlarm(false)
                    try await first
                    try await second
                }
            }
            let present = Set(try await drain("q", configuration))
            #expect(present.isSuperset(of: ["1", "3"]) && !present.contains("4"))
        }
    }
}
