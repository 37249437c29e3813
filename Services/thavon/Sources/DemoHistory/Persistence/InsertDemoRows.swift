internal import Foundation
internal import Postgres

/// Rows of one table, as JSON whose members are the table's columns.
protocol DemoRow: Encodable, Sendable {
    /// Takes all rows at once: `$1` is a JSON array of them.
    static var insert: String { get }
}

/// Adds rows that are not there.
struct InsertDemoRows<Added: DemoRow>: PostgresStatement {
    static var sql: String { Added.insert }

    private let json: JSONB

    init(_ rows: [Added]) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }
        json = JSONB(bytes: Array(try encoder.encode(rows)))
    }

    var parameters: [PostgresParameter] { [.init(json)] }
}
