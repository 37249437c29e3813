import AMQP
import Contracts
import Deadlines
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Messaging

/// What is asked of a service is done once, and answered the same each time.
@Suite(.timeLimit(.minutes(15)), .enabled(if: TestRabbitMQ.isAvailable)) struct CommandTests {
    /// Runs a consumer of `thavon.commands.retry-scheduler` and a client during `body`.
    private static func asking(
        _ handlers: [CommandHandler], _ body: (Bench, CommandClient) async throws -> Void
    ) async throws {
        try await Bench.with(service: "retry-scheduler") { bench in
            let consumer = CommandConsumer(
                service: "retry-scheduler", broker: bench.broker, publisher: bench.publisher, pool: bench.pool,
                relay: bench.relay, prefetch: 4, handlers: handlers, logger: log)
            let client = CommandClient(name: "test", broker: bench.broker, publisher: bench.publisher, logger: log)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await consumer.run() }
                group.addTask { try await client.run() }
                try await client.waitUntilReady()
                try await body(bench, client)
                group.cancelAll()
            }
        }
    }

    private static func pause(deadline: TimeInterval = 30) -> Command<PauseCalls> {
        Command(
            source: "test", actor: "tester", deadline: Date().addingTimeInterval(deadline),
            agencyID: AgencyID(rawValue: UUID()), data: PauseCalls(retryID: nil, isPaused: true))
    }

    @Test func aCommandThatComesAgainIsAnsweredTheSameAndDoneOnce() async throws {
        let counter = ConsumerTests.Counted()
        let handler = CommandHandler.on(PauseCalls.self) { _, _ in
            counter.add()
            return (.init(isPaused: counter.value == 1), [])
        }
        try await Self.asking([handler]) { _, client in
            let command = Self.pause()
            let answers = try await withThrowingTaskGroup(of: CommandResult<PauseCalls.Reply>.self) { group in
                for _ in 0..<8 { group.addTask { try await client.send(command) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: .done(.init(isPaused: true)), count: 8))
            #expect(counter.value == 1)
        }
    }

    @Test func whatIsRefusedOrFailsIsToldAndLeavesNothing() async throws {
        let handler = CommandHandler.on(PauseCalls.self) { command, transaction in
            _ = try await transaction.execute(Mark(word: command.actor))
            if command.actor == "refused" { throw CommandRefused("not today") }
            struct Broken: Error {}
            throw Broken()
        }
        try await Self.asking([handler]) { bench, client in
            var command = Self.pause()
            command.actor = "refused"
            let refused = try await client.send(command)
            #expect(refused == .refused("not today"))
            command = Self.pause()
            let failed = try await client.send(command)
            guard case .failed = failed else {
                Issue.record("\(failed)")
                return
            }
            let marks = try await bench.pool.execute(CountMarks())
            #expect(marks == [0])
        }
    }

    @Test func aCommandNobodyHandlesIsRefused() async throws {
        try await Self.asking([]) { _, client in
            let answer = try await client.send(Self.pause())
            guard case .refused(let reason) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(reason.contains("calls.pause"))
        }
    }

    /// Whoever asked has gone: it is not begun.
    @Test func aCommandIsNotBegunAfterItsDeadline() async throws {
        let counter = ConsumerTests.Counted()
        let handler = CommandHandler.on(PauseCalls.self) { _, _ in
            counter.add()
            return (.init(isPaused: true), [])
        }
        try await Self.asking([handler]) { bench, client in
            await #expect(throws: DeadlineExceeded.self) { try await client.send(Self.pause(deadline: -1)) }
            // It reaches the service all the same, as from a client whose clock is wrong; the next one is answered after it.
            let late = Self.pause(deadline: -1)
            try await bench.publisher.publish(
                AMQPMessage(body: try ContractJSON.encode(late)), to: EventTopology.commands,
                routingKey: PauseCalls.routingKey)
            try await bench.publisher.publish(
                AMQPMessage(body: Array("nonsense".utf8)), to: EventTopology.commands, routingKey: PauseCalls.routingKey
            )
            let answer = try await client.send(Self.pause())
            #expect(answer == .done(.init(isPaused: true)))
            #expect(counter.value == 1)
        }
    }

    /// The services are away: whoever asks hears so in time.
    @Test func whoAsksWhenNobodyIsThereWaitsNoLongerThanTheDeadline() async throws {
        try await Bench.with { bench in
            let client = CommandClient(name: "test", broker: bench.broker, publisher: bench.publisher, logger: log)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await client.run() }
                try await client.waitUntilReady()
                await #expect(throws: DeadlineExceeded.self) { try await client.send(Self.pause(deadline: 0.3)) }
                group.cancelAll()
            }
        }
    }

    /// Something that the service may write.
    private struct Mark: PostgresStatement {
        typealias Row = NoRow
        static let sql = "INSERT INTO dial_accounts (account) VALUES ($1)"
        let word: String
        var parameters: [PostgresParameter] { [.init(word)] }
    }

    private struct CountMarks: PostgresStatement {
        static let sql = "SELECT count(*) FROM dial_accounts"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
    }
}
