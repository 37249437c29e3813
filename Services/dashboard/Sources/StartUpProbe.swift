internal import Postgres
internal import ServiceKit

/// Refuses to show anything when the database would not protect it: policies bind neither superusers nor roles that bypass them,
/// nor owners of tables without FORCE.
struct StartUpProbe: Sendable {
    let pool: PostgresPool

    /// - Throws: ``ConfigurationError`` that says what is wrong.
    func run() async throws {
        let findings = try await pool.execute(FindUnprotected()).map { $0 }
        guard findings.isEmpty else {
            throw ConfigurationError(
                key: "DATABASE_URL",
                problem: "names a role that row-level security does not bind, so nothing would keep agencies apart: "
                    + findings.prefix(5).joined(separator: "; ") + ". Use the role `dashboard`, and run thavon migrate")
        }
        let visible = try await pool.execute(CountVisibleToNobody()).first ?? 0
        guard visible == 0 else {
            throw ConfigurationError(
                key: "DATABASE_URL", problem: "leads to a database whose policies show rows to nobody in particular")
        }
    }
}

/// What stands in the way of protection, in words. Tables that are about no agency need none.
private struct FindUnprotected: PostgresStatement {
    static let sql = """
        SELECT 'the role ' || rolname || ' is a superuser or bypasses row-level security' FROM pg_roles
        WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
        UNION ALL
        SELECT 'the role ' || current_user || ' may act as ' || rolname || ', who owns tables' FROM pg_roles r
        WHERE r.rolname <> current_user AND pg_has_role(current_user, r.oid, 'MEMBER')
            AND EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)
        UNION ALL
        SELECT 'the table ' || c.relname || ' has no forced row-level security' FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND has_any_column_privilege(c.oid, 'SELECT')
            AND c.relname NOT IN (
                'dial_accounts', 'partition_policies', 'provider_limits', 'sign_in_limits', 'schema_migrations', 'outbox', 'inbox',
                'commands')
            AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        ORDER BY 1
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

/// Without saying who asks, nothing may be seen: not even by the policies of a table that somebody has added.
private struct CountVisibleToNobody: PostgresStatement {
    static let sql = """
        SELECT (SELECT count(*) FROM (SELECT FROM call_logs LIMIT 1) AS c)
            + (SELECT count(*) FROM (SELECT FROM leads LIMIT 1) AS l)
            + (SELECT count(*) FROM (SELECT FROM accounts LIMIT 1) AS a)
            + (SELECT count(*) FROM (SELECT FROM appointments LIMIT 1) AS p)
            + (SELECT count(*) FROM (SELECT FROM notifications LIMIT 1) AS n)
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
}
