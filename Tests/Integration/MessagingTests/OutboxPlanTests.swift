import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// What the statements of the outbox read when a hundred thousand events wait.
@Suite(.timeLimit(.minutes(15))) struct OutboxPlanTests {
    /// How the waiting events are spread over aggregates and claims.
    enum Backlog: String, CaseIterable {
        case allDifferentUnclaimed, allDifferentClaimed, allDifferentExpired
        case manyOfEachUnclaimed, manyOfEachWithTheFirstClaimed, manyOfEachExpired

        var fill: String {
            let (aggregate, claim) =
                switch self {
                case .allDifferentUnclaimed: ("n", "'-infinity'")
                case .allDifferentClaimed: ("n", "now() + interval '1 hour'")
                case .allDifferentExpired: ("n", "now() - interval '1 hour'")
                case .manyOfEachUnclaimed: ("(n - 1) / 100", "'-infinity'")
                case .manyOfEachWithTheFirstClaimed:
                    ("(n - 1) / 100", "CASE WHEN n % 100 = 1 THEN now() + interval '1 hour' ELSE '-infinity' END")
                case .manyOfEachExpired: ("(n - 1) / 100", "now() - interval '1 hour'")
                }
            return """
                INSERT INTO outbox (id, service, aggregate_id, routing_key, event_type, body, claimed_until)
                SELECT gen_random_uuid(), 'assignment', md5((\(aggregate))::text), 'k', 't', '', \(claim)
                FROM generate_series(1, 100000) n;
                ANALYZE outbox;
                """
        }

        /// How many of 500 a claim gets.
        var claimable: Int {
            switch self {
            case .allDifferentClaimed, .manyOfEachWithTheFirstClaimed: 0
            default: 500
            }
        }
    }

    @Test(arguments: Backlog.allCases) func aLongBacklogIsNotReadFromEndToEnd(_ backlog: Backlog) async throws {
        try await withThavonDatabase { database in
            let owner = PostgresPool(configuration: database, logger: log)
            try await owner.simpleQuery(backlog.fill)
            await owner.shutdown()
            try await Self.withPool(database) { pool in
                let append = AppendToOutbox(try (0..<64).map { try progressed(.new(), $0) })
                let claim = ClaimOutbox(limit: 500, claim: .seconds(15))
                try await StatementPlan.expectFewRows(append, of: "outbox", in: pool, atMost: 64 * 2)
                try await StatementPlan.expectFewRows(claim, of: "outbox", in: pool, atMost: 5_000)
                try await StatementPlan.expectFewRows(OutboxBacklog(), of: "outbox", in: pool, atMost: 10_000)
                // Neither of the explanations above has left a trace.
                let claimed = try await pool.execute(claim)
                #expect(claimed.count == backlog.claimable)
                #expect(Set(claimed.map(\.aggregateID)).count == backlog.claimable)
                let state = try await pool.execute(OutboxBacklog())
                #expect(state.first?.count == 10_000)
            }
        }
    }

    @Test func twoClaimsAtOnceGetDifferentEvents() async throws {
        try await withThavonDatabase { database in
            try await Self.withPool(database) { pool in
                _ = try await pool.execute(
                    AppendToOutbox(try (0..<20).map { try progressed(.new(), $0) }, claim: .zero))
                let claim = ClaimOutbox(limit: 10, claim: .seconds(15))
                let (first, second) = try await pool.transaction { transaction in
                    let first = try await transaction.execute(claim)
                    return (first, try await pool.execute(claim))
                }
                #expect(first.count == 10)
                #expect(second.count == 10)
                #expect(Set((first + second).map(\.id)).count == 20)
            }
        }
    }

    @Test func eventsAppendedTogetherAreClaimedTogetherAndSweptOneByOne() async throws {
        try await withThavonDatabase { database in
            try await Self.withPool(database) { pool in
                let subject = CallID.new()
                let together = try (0..<3).map { try progressed(subject, $0) }
                let append = AppendToOutbox(together, claim: .zero)
                #expect(append.handover(try await pool.execute(append)).events == together)
                let later = AppendToOutbox([try progressed(subject, 3)])
                #expect(later.handover(try await pool.execute(later)).events.isEmpty)
                for expected in together + later.events {
                    let claimed = try await pool.execute(ClaimOutbox(limit: 10, claim: .seconds(15)))
                    #expect(claimed == [expected])
                    _ = try await pool.execute(DeleteFromOutbox(ids: claimed.map(\.id.rawValue)))
                }
                let appended = AppendToOutbox([try progressed(subject, 4)])
                #expect(appended.handover(try await pool.execute(appended)).events.count == 1)
            }
        }
    }

    // MARK: Plans

    private static func withPool(
        _ database: PostgresConfiguration, _ body: (PostgresPool) async throws -> Void
    ) async throws {
        var database = database
        database.user = "assignment"
        let pool = PostgresPool(configuration: database, logger: log)
        do { try await body(pool) } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }
}
