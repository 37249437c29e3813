internal import AMQP
internal import Contracts
internal import Foundation
internal import Messaging
internal import Synchronization

/// From the moment a webhook is due to its `call.ended` at a consumer with a queue of its own.
struct DeliveryPart {
    private static let queue = "bench.observer"
    private static let perSecond = 100

    let bed: Bed
    let report: Report

    func run() async throws {
        try await bed.reset()
        let body = try ReportBody()
        var rounds: [Latencies] = []
        for number in 1...bed.plan.rounds {
            let call = IngestPart.calls("3a", number)
            let load = SteadyLoad.reports(bed, body, perSecond: Self.perSecond, call: call)
            rounds.append(
                Latencies(try await bed.withServices(["webhook-ingest"]) { _ in try await measure(load, call) }))
        }
        report.add(
            .delivery, "webhook to event at a consumer, 100/s", rounds.medians.text, "p50 / p99 / max (goal p50 6 ms)")
        try report.save(.delivery, rounds)
    }

    private func measure(_ load: SteadyLoad, _ call: @escaping @Sendable (Int) -> String) async throws -> [Duration] {
        try await bed.settle()
        var topology = EventTopology.shared
        topology.queues.append(.quorum(Self.queue))
        topology.bindings.append(.init(.queue(Self.queue), to: EventTopology.events, routingKey: "call.ended"))
        let administration = AMQPAdministration(configuration: bed.broker)
        try await administration.declare(topology)
        let consumer = AMQPConsumer(
            configuration: bed.broker, topology: topology, queue: Self.queue, prefetch: 100, logger: Bed.logger)
        let arrivals = Arrivals()
        let latencies = try await within(.seconds(load.seconds + 90), "the delivery of events") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await consumer.run { delivery in
                        let now = ContinuousClock.now
                        let message = delivery.message
                        delivery.ack()
                        if let event = try? ContractJSON.decode(CloudEvent<CallEnded>.self, from: message.body) {
                            arrivals.note(event.data.vapiCallID, now)
                        }
                    }
                }
                for await state in await consumer.stateUpdates() where state.isReady { break }
                let outcome = try await load.run()
                let calls = (0..<load.perSecond * load.seconds).map(call)
                try await waitUntil(.seconds(30), "the last event") { arrivals.has(calls) }
                await consumer.stop()
                group.cancelAll()
                return calls.enumerated().compactMap { index, call in
                    arrivals[call].map { $0 - load.due(index, after: outcome.start).instant }
                }
            }
        }
        try await administration.delete(queue: Self.queue)
        await administration.close()
        return latencies
    }

    /// When each call's event came.
    private final class Arrivals: Sendable {
        private let times = Mutex<[String: ContinuousClock.Instant]>([:])

        func note(_ call: String, _ time: ContinuousClock.Instant) {
            times.withLock { times in if times[call] == nil { times[call] = time } }
        }

        func has(_ calls: [String]) -> Bool { times.withLock { times in calls.allSatisfy { times[$0] != nil } } }
        subscript(call: String) -> ContinuousClock.Instant? { times.withLock { $0[call] } }
    }
}
