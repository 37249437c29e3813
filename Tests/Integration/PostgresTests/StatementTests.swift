internal import FoundationEssentials
internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct StatementTests {
    @Test func parametersAreBoundAndNotSpliced() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            let label = "'); DROP TABLE items; --"
            _ = try await pool.execute(InsertItem(id: 1, label: label))
            let labels = try await pool.execute(ItemLabels())
            #expect(labels == [label])
        }
    }

    @Test func aPipelineReturnsAllResultsInOrder() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            let (_, _, labels, count, sum) = try await pool.pipeline(
                InsertItem(id: 1, label: "a", amount: 3), InsertItem(id: 2, label: "b", amount: 4), ItemLabels(),
                CountItems(), SumOfItems())
            #expect(labels == ["a", "b"])
            #expect(count == [2])
            #expect(sum == [7])
            let amounts = try await pool.pipeline(batch: (1...100).map { AddToItem(id: 1, by: $0) })
            #expect(amounts.last == [3 + 5050])
        }
    }

    @Test func anErrorInAPipelineLeavesNothingBehindAndTheConnectionUsable() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            let backend = try await pool.execute(BackendID())
            let error = await #expect(throws: PostgresError.self) {
                try await pool.pipeline(InsertItem(id: 1, label: "a"), Fail(), InsertItem(id: 2, label: "b"))
            }
            #expect(error?.sqlState?.rawValue == "22012")
            #expect(error?.operation == "Fail")
            let count = try await pool.execute(CountItems())
            #expect(count == [0])
            let same = try await pool.execute(BackendID())
            #expect(same == backend)
            _ = try await pool.pipeline(InsertItem(id: 1, label: "a"), InsertItem(id: 2, label: "b"))
            try await expectItemCount(2, in: pool)
        }
    }

    @Test func countsTheRowsThatWereTouched() async throws {
        struct Delete: PostgresStatement {
            static let sql = "DELETE FROM items WHERE id < $1"
            var parameters: [PostgresParameter] { [.init(3)] }
        }
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            _ = try await pool.pipeline(batch: (1...5).map { InsertItem(id: $0, label: "\($0)") })
            let deleted = try await pool.executeCounting(Delete())
            #expect(deleted == 2)
        }
    }

    @Test func aStatementIsPreparedAgainAfterItsTableChanged() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            _ = try await pool.execute(InsertItem(id: 1, label: "a"))
            let before = try await pool.execute(AllItems())
            #expect(before == [3])
            try await pool.simpleQuery("ALTER TABLE items ADD COLUMN note text")
            let after = try await pool.execute(AllItems())
            #expect(after == [4])
            try await pool.simpleQuery("ALTER TABLE items ADD COLUMN more text")
            let inTransaction = try await pool.transaction { try await $0.execute(AllItems()) }
            #expect(inTransaction == [5])
        }
    }

    @Test func aStatementIsPreparedAgainAfterTheServerForgotIt() async throws {
        try await withPool(connections: 1) { pool in
            let before = try await pool.execute(BackendID())
            try await pool.simpleQuery("DEALLOCATE ALL")
            let after = try await pool.execute(BackendID())
            #expect(before == after)
        }
    }

    @Test func aStatementIsPreparedOncePerConnection() async throws {
        struct Prepared: PostgresStatement {
            static let sql = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'Prepared%'"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
        }
        try await withPool(connections: 1) { pool in
            for _ in 0..<5 { _ = try await pool.execute(Prepared()) }
            let count = try await pool.execute(Prepared())
            #expect(count == [1])
        }
    }

    @Test func aSimpleQueryRunsManyStatementsOrNone() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery("CREATE TABLE a (n int); INSERT INTO a VALUES (1); SELECT * FROM a; ;")
            let error = await #expect(throws: PostgresError.self) {
                try await pool.simpleQuery("CREATE TABLE b (n int); SELECT * FROM missing")
            }
            #expect(error?.sqlState == .undefinedTable)
            try await pool.simpleQuery("CREATE TABLE b (n int)")
        }
    }

    @Test func copyIsRefusedAndThePoolGoesOn() async throws {
        try await withPool(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.simpleQuery("COPY (SELECT 1) TO STDOUT")
            }
            #expect(error?.code == .configuration)
            let backend = try await pool.execute(BackendID())
            #expect(backend.count == 1)
        }
    }

    @Test func twoHundredTasksShareFourConnections() async throws {
        try await withPool(connections: 4) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            try await withThrowingTaskGroup { group in
                for id in 1...200 {
                    group.addTask {
                        _ = try await pool.execute(InsertItem(id: id, label: "\(id)"))
                        _ = try await pool.transaction { transaction in
                            _ = try await transaction.execute(AddToItem(id: id, by: 1))
                            return try await transaction.execute(AddToItem(id: id, by: 1))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let (count, sum) = try await pool.pipeline(CountItems(), SumOfItems())
            #expect(count == [200])
            #expect(sum == [400])
            #expect(await pool.statistics.busy == 0)
            #expect(await pool.statistics.idle <= 4)
        }
    }
}
