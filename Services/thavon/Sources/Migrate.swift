internal import ArgumentParser
internal import Postgres
internal import Schema

/// Brings the database to the newest schema. Two at once are safe: the second waits and finds nothing to do.
struct Migrate: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "migrate", abstract: "Bring the database to this version's schema.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required); the owner needs CREATEROLE, because
                              each service gets a role of its own

                Safe to run again and beside another one. Services that run meanwhile keep running.
                """)
    }

    @Flag(help: "Change nothing; say what is missing, and exit 1 when anything is.")
    var check = false

    func perform() async throws {
        var configuration = try OwnerDatabase.configuration()
        // A migration may have to go through a large table.
        if !check { configuration.statementTimeout = .seconds(6 * 3600) }
        try await OwnerDatabase.with(configuration) { pool in
            if check {
                try await report(try await Migrator(pool: pool).pending())
            } else {
                try await Self.migrate(pool)
            }
        }
    }

    static func migrate(_ pool: PostgresPool) async throws {
        let applied = try await Migrator(pool: pool).run { migration in
            Terminal.say("migration \(migration.version): \(migration.name)")
        }
        Terminal.say(
            applied.isEmpty
                ? "The database is at migration \(Migration.latest); nothing to do."
                : "The database is at migration \(Migration.latest); \(applied.count) applied.")
    }

    private func report(_ pending: [Migration]) async throws {
        guard !pending.isEmpty else {
            Terminal.say("The database is at migration \(Migration.latest); nothing is missing.")
            return
        }
        for migration in pending { Terminal.say("missing \(migration.version): \(migration.name)") }
        throw Failure("\(pending.count) migrations are missing", advice: "run `thavon migrate`")
    }
}
