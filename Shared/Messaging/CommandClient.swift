package import AMQP
package import Contracts
internal import Deadlines
internal import FoundationEssentials
package import Logging
internal import Metrics
internal import ServiceLifecycle
internal import Synchronization

/// Sends commands to other services and waits for their replies.
///
/// One queue for the replies, of this process alone; it goes when the process does.
package final class CommandClient: Service {
    private let publisher: AMQPPublisher
    private let consumer: AMQPConsumer
    private let replyQueue: String
    private let waiting = Mutex<[String: CheckedContinuation<[UInt8], any Error>]>([:])

    /// - Parameter name: of the process, for the broker's tools.
    package init(name: String, broker: AMQPConfiguration, publisher: AMQPPublisher, logger: Logger) {
        self.publisher = publisher
        replyQueue = "thavon.replies.\(name).\(UUID().uuidString.lowercased())"
        var topology = EventTopology.shared
        topology.queues.append(.init(replyQueue, durable: false, exclusive: true, autoDelete: true))
        consumer = AMQPConsumer(
            configuration: broker, topology: topology, queue: replyQueue, prefetch: 64, consumerTag: "\(name)-replies",
            logger: logger)
    }

    package func run() async throws {
        try await consumer.runUntilShutdown { delivery in
            self.take(delivery.message)
            delivery.ack()
        }
    }

    /// Returns once replies can be received.
    package func waitUntilReady() async throws {
        for await state in await consumer.stateUpdates() where state.isReady { return }
        try Task.checkCancellation()
    }

    /// Sends a command and returns what it came to.
    ///
    /// - Throws: `DeadlineExceeded` when there is no reply by the command's deadline: then whether it was done is not known,
    ///   and sending it again under the same id finds out. `AMQPError` when it could not be sent.
    package func send<Payload: CommandPayload>(
        _ command: Command<Payload>
    ) async throws -> CommandResult<Payload.Reply> {
        let limit = Duration.seconds(command.deadline.timeIntervalSinceNow)
        guard limit > .zero else { throw DeadlineExceeded() }
        let id = UUID().uuidString
        let message = AMQPMessage(
            body: try ContractJSON.encode(command), contentType: ContractJSON.contentType,
            messageID: command.id.description, type: Payload.type, correlationID: id, replyTo: replyQueue,
            expiration: limit, persistent: false)
        defer { forget(id) }
        let reply = try await withDeadline(limit) { [self] in
            try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                group.addTask { try await self.reply(to: id) }
                group.addTask {
                    try await self.publisher.publish(
                        message, to: EventTopology.commands, routingKey: Payload.routingKey)
                    return nil
                }
                while let result = try await group.next() {
                    if let result {
                        group.cancelAll()
                        return result
                    }
                }
                throw CancellationError()
            }
        }
        return try ContractJSON.decode(CommandResult<Payload.Reply>.self, from: reply)
    }

    private func reply(to id: String) async throws -> [UInt8] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = waiting.withLock { waiting in
                    guard !Task.isCancelled else { return true }
                    waiting[id] = continuation
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            forget(id)
        }
    }

    private func take(_ message: AMQPMessage) {
        guard let id = message.correlationID else { return }
        let continuation = waiting.withLock { $0.removeValue(forKey: id) }
        continuation?.resume(returning: message.body)
    }

    private func forget(_ id: String) {
        let continuation = waiting.withLock { $0.removeValue(forKey: id) }
        continuation?.resume(throwing: CancellationError())
    }
}
