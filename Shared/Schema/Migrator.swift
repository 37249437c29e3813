package import Postgres

/// Brings a database to the newest schema.
package struct Migrator: Sendable {
    private let pool: PostgresPool

    /// - Parameter pool: connects as the owner of the database. Its statement time-out is the longest that waiting for another
    ///   migrator, or one migration, may take.
    package init(pool: PostgresPool) { self.pool = pool }

    /// Applies what is missing, each migration in its own transaction, and returns what it applied. When two run at once,
    /// the second waits for the first and finds nothing to do.
    ///
    /// - Throws: ``SchemaError`` when the database has a migration that this program does not know, or one with other
    ///   text; `PostgresError` when a statement fails. What was applied before stays applied.
    @discardableResult
    package func run(progress: @Sendable (Migration) -> Void = { _ in }) async throws -> [Migration] {
        try await pool.withConnection { connection in
            let applied: [Migration]
            do {
                try await connection.simpleQuery(Self.prepare)
                applied = try await apply(on: connection, progress: progress)
            } catch {
                // The lock belongs to the session and the session goes back to the pool.
                try? await connection.simpleQuery("ROLLBACK; SELECT pg_advisory_unlock(\(Self.lock))")
                throw error
            }
            try await connection.simpleQuery("SELECT pg_advisory_unlock(\(Self.lock))")
            return applied
        }
    }

    /// What ``run(progress:)`` would apply. Changes nothing.
    ///
    /// - Throws: as ``run(progress:)``.
    package func pending() async throws -> [Migration] {
        do {
            return try Self.missing(after: try await pool.execute(AppliedMigrations()), from: Migration.all)
        } catch SQLState.undefinedTable {
            return Migration.all
        }
    }

    private func apply(
        on connection: PostgresConnection, progress: @Sendable (Migration) -> Void
    ) async throws -> [Migration] {
        let known = try await connection.execute(AppliedMigrations())
        let missing = try Self.missing(after: known, from: Migration.all)
        for migration in missing {
            progress(migration)
            // Behind a lock that others wait for, everybody waits: better to give up and be started again.
            try await connection.simpleQuery("BEGIN; SET LOCAL lock_timeout = '10s'")
            try await connection.simpleQuery(String(decoding: migration.sql, as: UTF8.self))
            _ = try await connection.execute(RecordMigration(migration: migration))
            try await connection.simpleQuery("COMMIT")
        }
        return missing
    }

    static func missing(
        after applied: [AppliedMigrations.Row], from all: [Migration]
    ) throws(SchemaError) -> [Migration] {
        let known = Dictionary(uniqueKeysWithValues: all.map { ($0.version, $0) })
        for row in applied {
            guard let migration = known[row.version] else { throw .newerDatabase(found: row.version) }
            guard migration.checksum == row.checksum else { throw .editedMigration(migration.version, migration.name) }
        }
        let done = Set(applied.map(\.version))
        return all.filter { !done.contains($0.version) }
    }

    /// Any number will do as long as nothing else takes it ("thavon" on a telephone keypad).
    private static let lock = 842866

    private static let prepare = """
        SELECT pg_advisory_lock(\(lock));
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version integer PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
        GRANT SELECT ON schema_migrations TO PUBLIC;
        """
}

/// Why a database cannot be worked with.
package enum SchemaError: Error, Equatable, CustomStringConvertible {
    case newerDatabase(found: Int32)
    case editedMigration(Int32, String)
    case olderDatabase(found: Int32, needed: Int32)

    package var description: String {
        switch self {
        case .newerDatabase(let found):
            "the database has migration \(found), which this version does not know: run a newer version"
        case .editedMigration(let version, let name):
            "migration \(version) (\(name)) was applied with another text: migrations are never edited, add a new one"
        case .olderDatabase(let found, let needed):
            "the database is at migration \(found) and this service needs \(needed): run `thavon migrate`"
        }
    }
}

/// Asked by a service before it starts. A newer database is fine: migrations only add, so that two versions can run side
/// by side during an update.
package func checkSchema(_ database: some PostgresExecutor) async throws {
    let found = try await database.execute(LatestMigration()).first ?? 0
    guard found >= Migration.latest else { throw SchemaError.olderDatabase(found: found, needed: Migration.latest) }
}
