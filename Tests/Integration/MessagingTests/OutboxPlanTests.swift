import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Messaging

/// What the statements of the outbox read when a hundred thousand events wait.
@Suite(.timeLimit(.minutes(2))) struct OutboxPlanTests {
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
                try await Self.expectFewRows(append, in: pool, atMost: 64 * 2)
                try await Self.expectFewRows(claim, in: pool, atMost: 5_000)
                try await Self.expectFewRows(OutboxBacklog(), in: pool, atMost: 10_000)
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

    private struct Undo: Error {}

    /// Runs a statement, counts the rows of the outbox that it looks at, and takes it back; then looks at the plan that
    /// serves any parameters.
    private static func expectFewRows<S: PostgresStatement>(
        _ statement: S, in pool: PostgresPool, atMost limit: Double, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        do {
            try await pool.transaction { transaction in
                let plan = try await transaction.execute(Explained(statement: statement)).joined()
                let scans = Scan.all(in: plan)
                #expect(!scans.isEmpty, sourceLocation: location)
                #expect(!scans.contains { $0.isSequential }, "\(S.self): \(plan)", sourceLocation: location)
                let rows = scans.map(\.rows).reduce(0, +)
                #expect(rows <= limit, "\(S.self): \(plan)", sourceLocation: location)
                throw Undo()
            }
        } catch is Undo {}
        try await pool.withConnection { connection in
            try await connection.simpleQuery("SET plan_cache_mode = force_generic_plan; PREPARE any_values AS \(S.sql)")
            let nulls = statement.parameters.map { _ in "NULL" }.joined(separator: ", ")
            let execute = statement.parameters.isEmpty ? "any_values" : "any_values(\(nulls))"
            try await connection.simpleQuery(
                """
                CREATE FUNCTION pg_temp.plan() RETURNS json LANGUAGE plpgsql AS $$
                DECLARE plan json;
                BEGIN EXECUTE 'EXPLAIN (FORMAT JSON) EXECUTE \(execute)' INTO plan; RETURN plan; END $$
                """)
            let plan = try await connection.execute(AnyValuesPlan()).joined()
            let scans = Scan.all(in: plan)
            #expect(!scans.isEmpty, sourceLocation: location)
            #expect(!scans.contains { $0.isSequential }, "\(S.self): \(plan)", sourceLocation: location)
            try await connection.simpleQuery("DISCARD TEMP; DEALLOCATE any_values; RESET plan_cache_mode")
        }
    }

    private struct Explained<S: PostgresStatement>: PostgresStatement {
        static var sql: String { "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + S.sql }
        let statement: S
        var parameters: [PostgresParameter] { statement.parameters }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
    }

    private struct AnyValuesPlan: PostgresStatement {
        static let sql = "SELECT pg_temp.plan()"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
    }

    /// A node of a plan that reads the outbox.
    private struct Scan {
        let isSequential: Bool
        /// How many rows it came by, kept or not, in all its runs.
        let rows: Double

        static func all(in plan: String) -> [Scan] {
            guard let json = try? JSONSerialization.jsonObject(with: Data(plan.utf8)) else { return [] }
            return all(under: json)
        }

        private static func all(under json: Any) -> [Scan] {
            if let list = json as? [Any] { return list.flatMap(all(under:)) }
            guard let node = json as? [String: Any] else { return [] }
            let below = node.values.flatMap(all(under:))
            guard let type = node["Node Type"] as? String, type.hasSuffix("Scan"),
                node["Relation Name"] as? String == "outbox" || type == "Bitmap Index Scan"
            else { return below }
            func number(_ key: String) -> Double { (node[key] as? NSNumber)?.doubleValue ?? 0 }
            let each = number("Actual Rows") + number("Rows Removed by Filter")
            return below + [Scan(isSequential: type == "Seq Scan", rows: each * number("Actual Loops"))]
        }
    }
}
