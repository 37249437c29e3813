import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import Schema

@Suite(.timeLimit(.minutes(15))) struct SchemaTests {
    static func pool(_ configuration: PostgresConfiguration, as role: String? = nil) -> PostgresPool {
        var configuration = configuration
        if let role { configuration.user = role }
        return PostgresPool(configuration: configuration, logger: Logger(label: "test"))
    }

    @Test func twoMigrationsAtOnceApplyEverythingOnce() async throws {
        try await TestPostgres.withDatabase { database in
            let pools = [Self.pool(database), Self.pool(database)]
            async let one = Migrator(pool: pools[0]).run()
            async let two = Migrator(pool: pools[1]).run()
            let applied = try await [one.count, two.count].sorted()
            #expect(applied == [0, Migration.all.count])
            try await checkSchema(pools[0])
            for pool in pools { await pool.shutdown() }
        }
    }

    @Test func anEmptyOrOldDatabaseIsRefusedByServices() async throws {
        try await TestPostgres.withDatabase { database in
            let pool = Self.pool(database)
            await #expect(throws: (any Error).self) { try await checkSchema(pool) }
            try await Migrator(pool: pool).run()
            try await pool.simpleQuery("DELETE FROM schema_migrations WHERE version = \(Migration.latest)")
            await #expect(throws: SchemaError.olderDatabase(found: Migration.latest - 1, needed: Migration.latest)) {
                try await checkSchema(pool)
            }
            await pool.shutdown()
        }
    }

    @Test func anEditedOrUnknownMigrationStopsTheRun() async throws {
        try await TestPostgres.withDatabase { database in
            let pool = Self.pool(database)
            try await Migrator(pool: pool).run()
            try await pool.simpleQuery("INSERT INTO schema_migrations VALUES (9999, 'future', 'x')")
            await #expect(throws: SchemaError.newerDatabase(found: 9999)) { try await Migrator(pool: pool).run() }
            try await pool.simpleQuery("DELETE FROM schema_migrations WHERE version = 9999")
            try await pool.simpleQuery("UPDATE schema_migrations SET checksum = 'other' WHERE version = 3")
            await #expect(throws: SchemaError.editedMigration(3, "create_agencies")) {
                try await Migrator(pool: pool).run()
            }
            await pool.shutdown()
        }
    }

    /// One writer per table: what each role must not do.
    @Test(arguments: [
        ("assignment", "INSERT INTO call_logs (id, vapi_call_id, status) VALUES (gen_random_uuid(), 'x', 'queued')"),
        ("assignment", "UPDATE call_logs SET status = 'failed'"), ("assignment", "SELECT * FROM webhook_events"),
        ("assignment", "INSERT INTO notifications DEFAULT VALUES"), ("assignment", "SELECT email FROM accounts"),
        ("webhook-ingest", "UPDATE call_logs SET agent_id = NULL"), ("webhook-ingest", "DELETE FROM call_logs"),
        ("webhook-ingest", "INSERT INTO assignments DEFAULT VALUES"),
        ("webhook-ingest", "UPDATE leads SET owner_agent_id = NULL"),
        ("webhook-ingest", "CREATE TABLE mine (id int)"), ("webhook-ingest", "DROP TABLE webhook_events"),
        ("notifier", "UPDATE call_logs SET summary = 'x'"), ("notifier", "UPDATE agents SET email = 'x'"),
        (
            "notifier",
            "INSERT INTO outbox (id, service, aggregate_id, routing_key, event_type, body) VALUES (gen_random_uuid(), 'assignment', 'x', 'x', 'x', '')"
        ),
        ("notifier", "DELETE FROM mail_logos"), ("notifier", "SELECT bytes FROM mail_logos"),
        ("dashboard", "UPDATE mail_settings SET logo_hash = NULL"), ("dashboard", "UPDATE mail_logos SET bytes = ''"),
        ("calendar-sync", "UPDATE call_logs SET agent_id = NULL"),
        ("dashboard", "UPDATE assignment_turns SET pass = 0"),
        ("notifier", "UPDATE schema_migrations SET version = 0"),
    ])
    func noRoleWritesWhatIsAnothers(role: String, statement: String) async throws {
        try await withThavonDatabase { database in
            let pool = Self.pool(database, as: role)
            do {
                try await pool.simpleQuery(statement)
                Issue.record("\(role) could: \(statement)")
            } catch let error as PostgresError {
                #expect(error.sqlState == .insufficientPrivilege)
            }
            await pool.shutdown()
        }
    }

    @Test func partitionsAreMadeAheadAndDroppedWhenTheirTimeHasPassed() async throws {
        try await withThavonDatabase { database in
            let owner = Self.pool(database)
            try await owner.simpleQuery(
                "CREATE TABLE webhook_events_20200106 PARTITION OF webhook_events FOR VALUES FROM ('2020-01-06') TO ('2020-01-13')"
            )
            let service = Self.pool(database, as: "webhook-ingest")
            let changes = try await service.execute(Maintain())
            #expect(changes.contains("dropped webhook_events_20200106"))
            let again = try await service.execute(Maintain())
            #expect(again.isEmpty)
            let partitions = try await owner.execute(Partitions())
            #expect(partitions == [12])
            for pool in [owner, service] { await pool.shutdown() }
        }
    }

    /// Rows that came while nobody made partitions lie in the default one, and must not forbid to make theirs.
    @Test func rowsOfAMissingPartitionMoveIntoIt() async throws {
        try await withThavonDatabase { database in
            let owner = Self.pool(database)
            try await owner.simpleQuery(
                """
                DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT inhrelid::regclass::text FROM pg_inherits
                        WHERE inhparent = 'inbox'::regclass AND inhrelid <> 'inbox_default'::regclass
                    LOOP EXECUTE 'DROP TABLE ' || name; END LOOP;
                END $$;
                INSERT INTO inbox (service, message_id, event_time) VALUES ('notifier', gen_random_uuid(), now());
                """)
            let service = Self.pool(database, as: "webhook-ingest")
            let changes = try await service.execute(Maintain())
            #expect(changes.filter { $0.hasPrefix("created inbox_") }.count == 3)
            #expect(!changes.contains { $0.hasPrefix("failed") })
            let left = try await owner.execute(InDefault())
            #expect(left == [0])
            for pool in [owner, service] { await pool.shutdown() }
        }
    }

    struct InDefault: PostgresStatement {
        static let sql = "SELECT count(*) FROM inbox_default"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
    }

    struct Maintain: PostgresStatement {
        static let sql = "SELECT action || ' ' || partition FROM maintain_partitions()"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
    }

    struct Partitions: PostgresStatement {
        static let sql = """
            SELECT count(*) FROM pg_inherits WHERE inhparent IN (
                'webhook_events'::regclass, 'inbox'::regclass, 'notifications'::regclass)
            """
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
    }
}
