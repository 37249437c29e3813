internal import AMQP
internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import ServiceKit
internal import ServiceLifecycle
internal import Synchronization

/// Something has happened to one of an agency's things.
struct LiveChange: Sendable, Equatable {
    var agencyID: AgencyID
    /// Such as `call.assigned`.
    var routingKey: String
    /// The id of what it happened to.
    var subject: String
}

/// What a reader is told.
enum LiveSignal: Sendable, Equatable {
    case change(LiveChange)
    /// Nothing has happened for a while: proxies keep the connection, and one that is gone is noticed.
    ///
    /// - Parameter isCurrent: whether anything would have been heard of.
    case nothing(isCurrent: Bool)
}

/// Tells the pages that are open in browsers what happens, as it happens.
///
/// Every process has a queue of its own, which goes with it: what nobody was looking at is of no use to anybody. A reader who
/// is too slow, or from before the connection to the broker broke, is ended, comes again and is told what was missed. Whether
/// a reader may see what has changed is not decided here: it reads it under its own rights.
final class LiveHub: Service {
    private struct Reader {
        var agencyID: AgencyID
        var continuation: AsyncStream<LiveSignal>.Continuation
    }

    /// What pages show of a call changes with these.
    private static let keys = ["call.*", "recording.*"]
    private static let buffered = 64

    private let consumer: AMQPConsumer
    private let readers = Mutex<[UUID: Reader]>([:])

    init(broker: AMQPConfiguration, logger: Logger) {
        let queue = "thavon.live.\(UUID().uuidString.lowercased())"
        var topology = EventTopology.shared
        topology.queues.append(.init(queue, durable: false, exclusive: true, autoDelete: true))
        topology.bindings += Self.keys.map { .init(.queue(queue), to: EventTopology.events, routingKey: $0) }
        consumer = AMQPConsumer(
            configuration: broker, topology: topology, queue: queue, prefetch: 200, consumerTag: "dashboard-live",
            logger: logger)
    }

    func run() async throws {
        // Readers end with the service: their requests would hold up its shutdown.
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await self.consumer.runUntilShutdown { delivery in
                        self.take(delivery.message)
                        delivery.ack()
                    }
                }
                group.addTask { try await self.keepAlive() }
                group.addTask { await self.endReadersAfterGaps() }
                try await group.next()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.close()
        }
    }

    /// Whether what happens is heard of.
    var readiness: ReadinessCheck { ReadinessCheck("live") { [consumer] in await consumer.state.problem } }

    /// What was published while there was no connection to the broker is lost here. So readers from before are ended: their
    /// browsers come again, and are told what they have missed.
    private func endReadersAfterGaps() async {
        var wasReady = false
        for await state in await consumer.stateUpdates() {
            if state.isReady, !wasReady { close() }
            // Blocked is connected, too.
            if case .disconnected = state { wasReady = false } else if state.isReady { wasReady = true }
        }
    }

    /// What happens in an agency from now on, until the reader stops.
    func changes(of agencyID: AgencyID) -> AsyncStream<LiveSignal> {
        let id = UUID()
        let (stream, continuation) = AsyncStream.makeStream(
            of: LiveSignal.self, bufferingPolicy: .bufferingNewest(Self.buffered))
        continuation.onTermination = { [weak self] _ in
            _ = self?.readers.withLock { $0.removeValue(forKey: id) }
        }
        readers.withLock { $0[id] = Reader(agencyID: agencyID, continuation: continuation) }
        return stream
    }

    private func keepAlive() async throws {
        while true {
            try await Task.sleep(for: .seconds(20))
            let isCurrent = await consumer.state.isReady
            for continuation in readers.withLock({ $0.values.map(\.continuation) }) {
                Self.tell(continuation, .nothing(isCurrent: isCurrent))
            }
        }
    }

    private func take(_ message: AMQPMessage) {
        guard let header = try? ContractJSON.decode(CloudEventHeader.self, from: message.body),
            let agencyID = header.agencyid, let subject = header.subject
        else { return }
        let key = header.type.replacing("io.thavon.", with: "").split(separator: ".").dropLast().joined(separator: ".")
        let change = LiveChange(agencyID: agencyID, routingKey: key, subject: subject)
        let interested = readers.withLock { readers in
            readers.values.filter { $0.agencyID == agencyID }.map(\.continuation)
        }
        for continuation in interested { Self.tell(continuation, .change(change)) }
    }

    /// Whoever is too slow comes again, and is told what was missed.
    private static func tell(_ continuation: AsyncStream<LiveSignal>.Continuation, _ signal: LiveSignal) {
        if case .dropped = continuation.yield(signal) { continuation.finish() }
    }

    private func close() {
        let all = readers.withLock { readers in
            defer { readers = [:] }
            return readers.values.map(\.continuation)
        }
        for continuation in all { continuation.finish() }
    }
}
