package import AMQP
package import Contracts
internal import Deadlines
internal import Foundation
internal import Logging
internal import Messaging

/// Subscribes to all events, as another service would, and lets a test await them.
package actor EventObserver {
    private var subjects: [String: Set<String>] = [:]
    private var received: [String: [EventID]] = [:]
    private var bodies: [String: [[UInt8]]] = [:]
    private var waiting: [UUID: Waiter] = [:]

    private struct Waiter {
        var type: String
        var count: Int
        var continuation: CheckedContinuation<Void, any Error>
    }

    /// What did not come, and what did instead.
    package struct Missing: Error, CustomStringConvertible {
        package var description: String
    }

    /// How long an event is waited for: far longer than any takes, and short enough that a test says what it missed.
    private static let patience: Duration = .seconds(300)

    /// Observes during `body`. What was published before is not seen.
    package static func observe<R: Sendable>(
        _ broker: AMQPConfiguration, _ body: (EventObserver) async throws -> R
    ) async throws -> R {
        let observer = EventObserver()
        var topology = EventTopology.shared
        let queue = "test.observer.\(UUID().uuidString.prefix(8))"
        topology.queues.append(.init(queue))
        topology.bindings.append(.init(.queue(queue), to: EventTopology.events, routingKey: "#"))
        let administration = AMQPAdministration(configuration: broker)
        try await administration.connect()
        try await administration.declare(topology)
        await administration.close()
        let consumer = AMQPConsumer(
            configuration: broker, topology: topology, queue: queue, prefetch: 200, consumerTag: "observer",
            logger: Logger(label: "observer"))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await consumer.run { delivery in
                    let message = delivery.message
                    await observer.note(message)
                    delivery.ack()
                }
            }
            let result = try await body(observer)
            group.cancelAll()
            return result
        }
    }

    /// Returns when events about `count` different subjects have come, e.g. `notification.sent`.
    ///
    /// - Throws: `Missing` when they do not come; `CancellationError` when the test is over its time.
    package func waitFor(_ routingKey: String, subjects count: Int = 1) async throws {
        let type = "io.thavon.\(routingKey).v1"
        do {
            try await withDeadline(Self.patience) { try await self.arrival(of: type, subjects: count) }
        } catch is DeadlineExceeded {
            let came = subjects.map { "\($0.value.count) × \($0.key)" }.sorted().joined(separator: ", ")
            throw Missing(description: "\(count) × \(type) did not come; what came: \(came)")
        }
    }

    private func arrival(of type: String, subjects count: Int) async throws {
        guard (subjects[type]?.count ?? 0) < count else { return }
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation {
                waiting[id] = Waiter(type: type, count: count, continuation: $0)
                if Task.isCancelled { giveUp(id) }
            }
        } onCancel: {
            Task { await self.giveUp(id) }
        }
    }

    private func giveUp(_ id: UUID) {
        waiting.removeValue(forKey: id)?.continuation.resume(throwing: CancellationError())
    }

    package func events(_ routingKey: String) -> [EventID] { received["io.thavon.\(routingKey).v1"] ?? [] }
    /// The events themselves, as they came.
    package func events<Payload: EventPayload>(of _: Payload.Type) throws -> [CloudEvent<Payload>] {
        try bodies[Payload.type, default: []].map { try ContractJSON.decode(CloudEvent<Payload>.self, from: $0) }
    }

    package func subjects(_ routingKey: String) -> Set<String> { subjects["io.thavon.\(routingKey).v1"] ?? [] }

    private func note(_ message: AMQPMessage) {
        guard let header = try? ContractJSON.decode(CloudEventHeader.self, from: message.body) else { return }
        received[header.type, default: []].append(header.id)
        bodies[header.type, default: []].append(message.body)
        subjects[header.type, default: []].insert(header.subject ?? "")
        for (id, waiter) in waiting where (subjects[waiter.type]?.count ?? 0) >= waiter.count {
            waiting[id] = nil
            waiter.continuation.resume()
        }
    }
}
