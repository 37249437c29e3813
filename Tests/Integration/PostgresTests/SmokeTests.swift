internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct SmokeTests {
    struct One: PostgresStatement {
        static let sql = "SELECT $1 + 1"
        var n: Int
        var parameters: [PostgresParameter] { [.init(n)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
    }

    @Test func oneIsOne() async throws {
        try await withPool { pool in
            let first = try await pool.execute(One(n: 1))
            #expect(first == [2])
            #expect(try await pool.execute(One(n: 2)) == [3])
        }
    }
}
