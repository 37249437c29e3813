internal import AMQP
internal import Foundation
internal import LocalServers
internal import Synchronization

/// Our driver beside a program in C on the same library: 1 KiB persistent messages through a quorum queue.
struct BrokerPart {
    private static let queue = "bench.quorum"
    private static let window = 256
    /// How many the C program acknowledges at once when it does not acknowledge each.
    private static let ackEvery = 32

    let bed: Bed
    let report: Report

    private struct Round: Codable {
        var publish = 0.0
        var publishInC = 0.0
        var consume = 0.0
        var consumeInC = 0.0
        var consumeInCAckingEach = 0.0
    }

    private struct Outcome: Decodable {
        var messages: Int
        var seconds: Double
        var perSecond: Double { Double(messages) / seconds }
    }

    func run() async throws {
        let program = try await bed.tool.compile("broker", libraries: ["rabbitmq"])
        let administration = AMQPAdministration(configuration: bed.broker)
        try await administration.declare(AMQPTopology(queues: [.quorum(Self.queue)]))
        var rounds: [Round] = []
        for _ in 0..<bed.plan.rounds {
            var round = Round()
            let seconds = max(1, Double(bed.plan.seconds) / 3)
            let (count, took) = try await publish(for: .seconds(seconds))
            round.publish = Double(count) / took
            round.consume = try await consume(count)
            let published = try await inC(program, "publish", "\(seconds)")
            round.publishInC = published.perSecond
            round.consumeInC = try await inC(program, "consume", "\(published.messages)", "\(Self.ackEvery)").perSecond
            let again = try await inC(program, "publish", "\(seconds)")
            round.consumeInCAckingEach = try await inC(program, "consume", "\(again.messages)", "1").perSecond
            rounds.append(round)
        }
        try await administration.delete(queue: Self.queue)
        await administration.close()
        add(rounds)
        try report.save(.broker, rounds)
    }

    private func add(_ rounds: [Round]) {
        func share(_ ours: Double, _ theirs: Double) -> String {
            "\((100 * ours / max(1, theirs)).text()) % of C with \(theirs.text())/s"
        }
        let (publish, consume) = (rounds.map(\.publish).median, rounds.map(\.consume).median)
        report.add(
            .broker, "publish with confirms, window 256", "\(publish.text())/s",
            share(publish, rounds.map(\.publishInC).median) + " (goal 70 %)")
        report.add(
            .broker, "consume with acknowledgements", "\(consume.text())/s",
            share(consume, rounds.map(\.consumeInCAckingEach).median) + " acknowledging each (goal 70 %); "
                + share(consume, rounds.map(\.consumeInC).median)
                + " acknowledging every \(Self.ackEvery)th with those before")
    }

    private func inC(_ program: String, _ arguments: String...) async throws -> Outcome {
        try await bed.tool.measure(
            Outcome.self, program,
            [
                arguments[0], "\(bed.rabbitMQ.port)", bed.rabbitMQ.user, bed.rabbitMQ.password, Self.queue,
                "\(Self.window)",
            ] + arguments.dropFirst(), limit: .seconds(bed.plan.seconds + 60))
    }

    /// As the relay does: in batches, with the window always full.
    private func publish(for time: Duration) async throws -> (count: Int, seconds: Double) {
        let publisher = AMQPPublisher(configuration: bed.broker, maxOutstanding: Self.window, logger: Bed.logger)
        let message = AMQPMessage(
            body: [UInt8](repeating: UInt8(ascii: "x"), count: 1024), contentType: "application/octet-stream")
        let batch = Array(repeating: AMQPPublish(message, to: "", routingKey: Self.queue), count: Self.window)
        return try await within(time + .seconds(60), "publishing") {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await publisher.run() }
                try await publisher.waitUntilReady()
                let begun = ContinuousClock.now
                let counts = try await withThrowingTaskGroup(of: Int.self) { callers in
                    for _ in 0..<2 {
                        callers.addTask {
                            var count = 0
                            while .now - begun < time {
                                for result in await publisher.publish(batch) { try result.get() }
                                count += batch.count
                            }
                            return count
                        }
                    }
                    return try await callers.reduce(0, +)
                }
                let seconds = (ContinuousClock.now - begun).inSeconds
                await publisher.shutdown()
                group.cancelAll()
                return (counts, seconds)
            }
        }
    }

    private func consume(_ count: Int) async throws -> Double {
        let consumer = AMQPConsumer(
            configuration: bed.broker, queue: Self.queue, prefetch: UInt16(Self.window), logger: Bed.logger)
        let countdown = Countdown(count)
        return try await within(.seconds(90), "consuming") {
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await consumer.run { delivery in
                        delivery.ack()
                        countdown.advance()
                    }
                }
                for await _ in countdown.end {}
                await consumer.stop()
                group.cancelAll()
                return Double(count) / countdown.seconds
            }
        }
    }

    /// Counts down to the last message, from the first.
    private final class Countdown: Sendable {
        private struct State {
            var left: Int
            var first: ContinuousClock.Instant?
            var last: ContinuousClock.Instant?
        }

        /// Ends with the last message.
        let end: AsyncStream<Never>
        private let sink: AsyncStream<Never>.Continuation
        private let state: Mutex<State>

        init(_ count: Int) {
            (end, sink) = AsyncStream.makeStream()
            state = Mutex(State(left: count))
        }

        func advance() {
            let isLast = state.withLock { state in
                let now = ContinuousClock.now
                state.left -= 1
                state.first = state.first ?? now
                if state.left == 0 { state.last = now }
                return state.left == 0
            }
            if isLast { sink.finish() }
        }

        var seconds: Double {
            state.withLock { state in
                guard let first = state.first, let last = state.last else { return .infinity }
                return (last - first).inSeconds
            }
        }
    }
}
