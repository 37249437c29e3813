internal import Postgres

struct AppliedMigrations: PostgresStatement {
    struct Row: Sendable {
        var version: Int32
        var checksum: String
    }

    static let sql = "SELECT version, checksum FROM schema_migrations ORDER BY version"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (version, checksum) = try row.decode((Int32, String).self)
        return Row(version: version, checksum: checksum)
    }
}

struct RecordMigration: PostgresStatement {
    typealias Row = NoRow

    static let sql = "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)"

    var migration: Migration

    var parameters: [PostgresParameter] {
        [.init(migration.version), .init(migration.name), .init(migration.checksum)]
    }
}

struct LatestMigration: PostgresStatement {
    static let sql = "SELECT coalesce(max(version), 0) FROM schema_migrations"

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int32 { try row.decode(Int32.self) }
}

extension Migration {
    /// FNV-1a, 64 bits: tells an edited file from the one that was applied, which needs no cryptography.
    var checksum: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
