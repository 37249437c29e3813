internal import Postgres
internal import Schema
internal import ServiceKit

/// Can the database be reached, has it this version's schema, and has each service its role?
struct DatabaseCheck {
    var environment: [String: String]

    func findings() async -> [Finding] {
        do {
            return try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
                [try await server(pool), await schema(pool), try await roles(pool)]
            }
        } catch {
            let failure = Failure(error)
            return [.problem("database", failure.problem, advice: failure.advice ?? "see the server's log")]
        }
    }

    private func server(_ pool: PostgresPool) async throws -> Finding {
        guard let server = try await pool.execute(ServerFacts()).first else {
            return .problem("database", "no answer", advice: "see the server's log")
        }
        let text = "PostgreSQL \(server.version), database \(server.database) as \(server.user)"
        return server.isDurable
            ? .ok("database", text)
            : .problem(
                "database", text + ", which may lose committed data in a power cut",
                advice: "set fsync and synchronous_commit to on in postgresql.conf")
    }

    private func schema(_ pool: PostgresPool) async -> Finding {
        do {
            let pending = try await Migrator(pool: pool).pending()
            return pending.isEmpty
                ? .ok("schema", "at migration \(Migration.latest)")
                : .problem(
                    "schema", "\(pending.count) migrations are missing, from \(pending[0].version) on",
                    advice: "run `thavon migrate`")
        } catch {
            return .problem("schema", Failure(error).problem, advice: "run this version against its own database")
        }
    }

    private func roles(_ pool: PostgresPool) async throws -> Finding {
        let found = try await pool.execute(ServiceRoles())
        let missing = Self.services.filter { name in !found.contains { $0.name == name } }
        guard missing.isEmpty else {
            return .problem(
                "roles", "missing: \(missing.joined(separator: ", "))",
                advice: "run `thavon migrate` as a role with CREATEROLE")
        }
        let mighty = found.filter(\.isMighty).map(\.name)
        return mighty.isEmpty
            ? .ok("roles", "\(found.count) services, each with its own")
            : .problem(
                "roles", "too powerful: \(mighty.joined(separator: ", "))",
                advice: "ALTER ROLE … NOSUPERUSER NOBYPASSRLS: row-level security does not bind them")
    }

    static let services = [
        "webhook-ingest", "assignment", "notifier", "calendar-sync", "retry-scheduler", "recording-archive",
        "dashboard",
    ]
}

private struct ServerFacts: PostgresStatement {
    struct Row: Sendable {
        var version: String
        var database: String
        var user: String
        var isDurable: Bool
    }

    static let sql = """
        SELECT split_part(current_setting('server_version'), ' ', 1), current_database()::text, current_user::text,
            current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (version, database, user, isDurable) = try row.decode((String, String, String, Bool).self)
        return Row(version: version, database: database, user: user, isDurable: isDurable)
    }
}

private struct ServiceRoles: PostgresStatement {
    struct Row: Sendable {
        var name: String
        /// Row-level security does not bind it.
        var isMighty: Bool
    }

    static let sql = """
        SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles
        WHERE rolcanlogin AND rolname = ANY ($1) ORDER BY rolname
        """

    var parameters: [PostgresParameter] { [.init(DatabaseCheck.services)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, isMighty) = try row.decode((String, Bool).self)
        return Row(name: name, isMighty: isMighty)
    }
}
