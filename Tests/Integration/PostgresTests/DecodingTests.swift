internal import FoundationEssentials
internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct DecodingTests {
    private struct Pair<A: PostgresDecodable, B: PostgresDecodable>: PostgresStatement {
        static var sql: String { "SELECT 1::int8 AS number, NULL::text AS label" }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> (A, B) { try row.decode((A, B).self) }
    }

    private struct TooFew: PostgresStatement {
        static let sql = "SELECT 1, 2"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
    }

    @Test func aMismatchNamesColumnExpectedAndFoundType() async throws {
        try await withPool(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) {
                try await pool.execute(Pair<UUID, String?>())
            }
            #expect(error?.code == .decoding)
            let text = try #require(error?.description)
            #expect(text.contains("number") && text.contains("UUID") && text.contains("int8"))
        }
    }

    @Test func anUnexpectedNullNamesItsColumn() async throws {
        try await withPool(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(Pair<Int, String>()) }
            #expect(error?.description.contains("label") == true)
            #expect(error?.description.contains("NULL") == true)
        }
    }

    @Test func anotherNumberOfColumnsIsAnError() async throws {
        try await withPool(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(TooFew()) }
            #expect(error?.code == .decoding)
        }
    }

    @Test func theConnectionSurvivesARowThatCannotBeRead() async throws {
        try await withPool(connections: 1) { pool in
            let before = try await pool.execute(BackendID())
            _ = try? await pool.execute(TooFew())
            let after = try await pool.execute(BackendID())
            #expect(before == after)
        }
    }
}
