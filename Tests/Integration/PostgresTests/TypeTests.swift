internal import FoundationEssentials
internal import Postgres
internal import TestSupport
internal import Testing

/// Sends a value to the server and reads it back.
private struct Echo<Value: PostgresCodable>: PostgresStatement {
    static var sql: String { "SELECT $1" }
    var value: Value
    var parameters: [PostgresParameter] { [.init(value)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Value { try row.decode(Value.self) }
}

/// Sends a value to the server and reads back what text the server makes of it.
private struct AsText<Value: PostgresCodable>: PostgresStatement {
    static var sql: String { "SELECT ($1)::text" }
    var value: Value
    var parameters: [PostgresParameter] { [.init(value)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String? { try row.decode(String?.self) }
}

private enum Colour: String, PostgresCodable { case red, green }

private struct LeadID: RawRepresentable, PostgresCodable, Hashable { let rawValue: UUID }

@Suite struct TypeTests {
    private func expectRoundTrip<Value: PostgresCodable & Equatable>(
        _ values: [Value], on pool: PostgresPool, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        for value in values {
            let back = try await pool.execute(Echo(value: value))
            #expect(back == [value], sourceLocation: location)
        }
        let optionals: [Value?] = values + [nil]
        for value in optionals {
            let back = try await pool.execute(Echo(value: value))
            #expect(back == [value], sourceLocation: location)
        }
    }

    private func expectArraysRoundTrip<Value: PostgresCodable & Equatable>(
        _ values: [Value], on pool: PostgresPool, _ location: SourceLocation = #_sourceLocation
    ) async throws {
        for array in [[], values, Array(values.prefix(1))] {
            let back = try await pool.execute(Echo(value: array))
            #expect(back == [array], sourceLocation: location)
        }
        for array in [[], [nil], [nil] + values + [nil], values] as [[Value?]] {
            let back = try await pool.execute(Echo(value: array))
            #expect(back == [array], sourceLocation: location)
        }
        let missing = try await pool.execute(Echo<[Value]?>(value: nil))
        #expect(missing == [nil], sourceLocation: location)
    }

    private func expectAll<Value: PostgresCodable & Equatable>(
        _ values: [Value], _ location: SourceLocation = #_sourceLocation
    ) async throws {
        try await withPool(connections: 1) { pool in
            try await expectRoundTrip(values, on: pool, location)
            try await expectArraysRoundTrip(values, on: pool, location)
        }
    }

    @Test func truthValuesRoundTrip() async throws { try await expectAll([true, false]) }
    @Test func smallIntegersRoundTrip() async throws { try await expectAll([0, -1, .min, .max] as [Int16]) }
    @Test func integersRoundTrip() async throws { try await expectAll([0, -1, .min, .max] as [Int32]) }
    @Test func bigIntegersRoundTrip() async throws { try await expectAll([0, -1, .min, .max] as [Int64]) }
    @Test func wordsRoundTrip() async throws { try await expectAll([0, -1, .min, .max] as [Int]) }

    @Test func floatingPointNumbersRoundTrip() async throws {
        try await expectAll([
            0, -0.1, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
        ])
    }

    @Test func textRoundTripsInAllScripts() async throws {
        try await expectAll(["", "plain", "Grüße, 你好, שלום 👩‍👩‍👧‍👦", "a'b\"c\\d;--", String(repeating: "ß", count: 5000)])
    }

    @Test func identifiersRoundTrip() async throws {
        let zero = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        try await expectAll([UUID(), zero, UUID()])
        try await withPool(connections: 1) { pool in
            let id = UUID()
            let text = try await pool.execute(AsText(value: id))
            #expect(text == [id.uuidString.lowercased()])
        }
    }

    @Test func bytesRoundTrip() async throws {
        try await expectAll([[], [0], Array(0...255), Array(repeating: 7, count: 12_000)] as [[UInt8]])
    }

    @Test func tenMegabytesOfBytesRoundTrip() async throws {
        try await withPool(connections: 1) { pool in
            let bytes = (0..<10_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let back = try await pool.execute(Echo(value: bytes))
            #expect(back.first == bytes)
        }
    }

    @Test func documentsRoundTrip() async throws {
        try await expectAll([JSONB("{}"), JSONB("[1, 2, {\"a\": null}]"), JSONB("\"ü\"")])
    }

    @Test func timesRoundTripToTheMicrosecond() async throws {
        let halfACentury = stride(from: -780_000_000.0, through: 1_560_000_000.0, by: 12_345_678.0)
        try await expectAll(
            halfACentury.map { Date(timeIntervalSinceReferenceDate: ($0 * 1_000_000 + 123_457) / 1_000_000) })
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery("SET TIME ZONE 'UTC'")
            let moment = Date(timeIntervalSince1970: 1_767_225_599.999999)
            let text = try await pool.execute(AsText(value: moment))
            #expect(text == ["2025-12-31 23:59:59.999999+00"])
        }
    }

    @Test func theFirstAndLastTimesOfTheServerRoundTrip() async throws {
        struct Extremes: PostgresStatement {
            static let sql = "SELECT '4713-01-01 00:00:00+00 BC'::timestamptz, '294276-12-31 00:00:00+00'::timestamptz"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> [Date] {
                let (first, last) = try row.decode((Date, Date).self)
                return [first, last]
            }
        }
        struct AreExtremes: PostgresStatement {
            static let sql = """
                SELECT $1 = '4713-01-01 00:00:00+00 BC'::timestamptz AND $2 = '294276-12-31 00:00:00+00'::timestamptz
                """
            var first: Date
            var last: Date
            var parameters: [PostgresParameter] { [.init(first), .init(last)] }
            static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
        }
        try await withPool(connections: 1) { pool in
            let extremes = try #require(try await pool.execute(Extremes()).first)
            let same = try await pool.execute(AreExtremes(first: extremes[0], last: extremes[1]))
            #expect(same == [true])
            // 4713 BC and 294276 AD, seen from 2001.
            #expect(extremes[0].timeIntervalSinceReferenceDate < -211_000_000_000)
            #expect(extremes[1].timeIntervalSinceReferenceDate > 9_220_000_000_000)
        }
    }

    @Test func aTimeBeyondTheServersRangeIsRefusedAndNotBent() async throws {
        try await withPool(connections: 1) { pool in
            for seconds in [1e300, -1e300, .infinity, .nan] {
                await #expect(throws: PostgresError.self) {
                    try await pool.execute(AsText(value: Date(timeIntervalSinceReferenceDate: seconds)))
                }
            }
        }
    }

    @Test func infinityIsNoDate() async throws {
        struct Infinity: PostgresStatement {
            static let sql = "SELECT 'infinity'::timestamptz AS moment"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
        }
        try await withPool(connections: 1) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(Infinity()) }
            #expect(error?.code == .decoding)
            #expect(error?.description.contains("moment") == true)
        }
    }

    @Test func enumerationsAndTypedIdentifiersRoundTrip() async throws {
        try await expectAll([Colour.red, .green])
        try await expectAll([LeadID(rawValue: UUID())])
    }

    @Test func textOfEveryKindReadsAsString() async throws {
        struct Kinds: PostgresStatement {
            static let sql = "SELECT 'a'::varchar, 'b'::name, 'c'::char(1), 'd'::\"char\", '{\"e\": 1}'::json, 'f'::mood"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> [String] {
                let all = try row.decode((String, String, String, String, String, String).self)
                return [all.0, all.1, all.2, all.3, all.4, all.5]
            }
        }
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery("CREATE TYPE mood AS ENUM ('f', 'g')")
            let rows = try await pool.execute(Kinds())
            #expect(rows == [["a", "b", "c", "d", "{\"e\": 1}", "f"]])
        }
    }

    @Test func narrowColumnsWidenToInt() async throws {
        struct Narrow: PostgresStatement {
            static let sql = "SELECT 1::int2, 2::int4, 3::int8, 1.5::float4"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> [Double] {
                let all = try row.decode((Int, Int, Int, Double).self)
                return [Double(all.0), Double(all.1), Double(all.2), all.3]
            }
        }
        try await withPool(connections: 1) { pool in
            let rows = try await pool.execute(Narrow())
            #expect(rows == [[1, 2, 3, 1.5]])
        }
    }
}
