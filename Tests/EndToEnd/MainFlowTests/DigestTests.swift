import Contracts
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

/// The daily summary, with two that could tell it.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct DigestTests {
    /// Runs over a database in which all of that has happened, until the database says so.
    private static func run(
        after sql: String, until condition: String, _ body: (ThavonSystem) async throws -> Void
    ) async throws {
        var options = ThavonSystem.Options()
        options.services = ["sandbox", "notifier", "notifier#2"]
        try await withThavonDatabase { database in
            let pool = PostgresPool(configuration: database, logger: Logger(label: "test"))
            try await pool.simpleQuery(
                """
                CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql
                    AS $$ BEGIN RETURN QUERY EXECUTE question; END $$;
                CREATE FUNCTION yesterday(zone text, hours double precision) RETURNS timestamptz
                    RETURN (date_trunc('day', now() AT TIME ZONE zone) - interval '1 day'
                        + make_interval(secs => 3600 * hours)) AT TIME ZONE zone;
                \(sql)
                """)
            await pool.shutdown()
            try await ThavonSystem.run(options, database: database) { system in
                // There is no event for what is asked here: the database is the event.
                let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(condition))"
                while try await !system.ask(waits).isEmpty { try Task.checkCancellation() }
                try await body(system)
            }
        }
    }

    /// Two calls on the day before, and one on each side of it.
    private static func calls(of agency: String, in zone: String) -> String {
        """
        INSERT INTO call_logs (id, agency_id, vapi_call_id, status, conversation_happened, created_at)
        SELECT gen_random_uuid(), '\(agency)', gen_random_uuid(), 'completed', hours = 0, yesterday('\(zone)', hours)
        FROM unnest('{-0.01,0,23.99,24}'::float8[]) AS hours;
        """
    }

    @Test func eachOwnerIsToldOnce() async throws {
        let (zone, id) = (TestZones.zone(withHour: 12), TestAgency.id.description)
        let sql = """
            UPDATE agencies SET time_zone = '\(zone)';
            INSERT INTO accounts (id, agency_id, role, name, email) VALUES
                (gen_random_uuid(), '\(id)', 'owner', 'Otto Owner', 'otto@example.com');
            UPDATE leads SET created_at = yesterday('\(zone)', 6) WHERE id = '\(TestAgency.texanLead)';
            \(Self.calls(of: id, in: zone))
            INSERT INTO appointments (
                id, agency_id, lead_id, agent_id, scheduled_at, ends_at, time_zone, language, source, created_at)
            SELECT gen_random_uuid(), '\(id)', '\(TestAgency.berlinLead)', '\(TestAgency.berliner)',
                yesterday('\(zone)', at), yesterday('\(zone)', at + 0.5), 'UTC', 'en', 'hand', yesterday('\(zone)', made)
            FROM (VALUES (47.0, 8.0), (50.0, 9.0), (46.0, -30.0)) AS new (at, made);
            """
        try await Self.run(after: sql, until: "2 = (SELECT count(*) FROM notifications WHERE status = 'sent')") {
            let mails = try await $0.mailbox()
            #expect(mails.map(\.to).sorted { $0[0] < $1[0] } == [["olga@example.com"], ["otto@example.com"]])
            let days = try await $0.ask("SELECT to_char(day, 'YYYY-MM-DD') FROM digests")
            let yesterday = try await $0.ask(
                "SELECT to_char(yesterday('\(zone)', 12) AT TIME ZONE '\(zone)', 'YYYY-MM-DD')")
            #expect(days == yesterday)
            let texts = try await $0.ask("SELECT convert_from(payload, 'UTF8')::jsonb ->> 'text' FROM notifications")
            for text in texts {
                for line in ["Calls: 2", "Conversations: 1", "New leads: 1", "Appointments booked: 2"] {
                    #expect(text.contains(line), "\(line) in \(text)")
                }
                // Today's two, not tomorrow's.
                #expect(text.split(separator: "Lena Lead", omittingEmptySubsequences: false).count == 3, "\(text)")
            }
            let rows = try await $0.ask("SELECT kind || ' ' || recipient_kind FROM notifications")
            #expect(rows == ["digest.daily owner", "digest.daily owner"])
        }
    }

    @Test func whoDoesNotWantItOrHasNoNewsOrSleepsIsNotTold() async throws {
        let (noon, night) = (TestZones.zone(withHour: 12), TestZones.zone(withHour: 3))
        let names = ["Off", "Quiet", "Asleep", "Paused"]
        let agencies = zip(names, 1...).map { name, number in
            let id = "00000000-0000-4000-8000-0000000001\(number)0"
            return """
                INSERT INTO agencies (id, name, time_zone, status, notification_preferences) VALUES (
                    '\(id)', '\(name)', '\(name == "Asleep" ? night : noon)', '\(name == "Paused" ? "paused" : "active")',
                    '\(name == "Off" ? #"{"version": 1, "digest": false}"# : "{}")');
                INSERT INTO accounts (id, agency_id, role, name, email) VALUES
                    (gen_random_uuid(), '\(id)', 'owner', 'Owner', '\(name)@example.com');
                """ + (name == "Quiet" ? "" : Self.calls(of: id, in: name == "Asleep" ? night : noon))
        }
        let sql = "UPDATE agencies SET time_zone = '\(night)'; \(agencies.joined())"
        try await Self.run(after: sql, until: "2 = (SELECT count(*) FROM digests)") {
            let told = try await $0.ask(
                "SELECT name FROM digests JOIN agencies ON agencies.id = agency_id ORDER BY name")
            #expect(told == ["Off", "Quiet"])
            let rows = try await $0.ask(
                "SELECT DISTINCT name || ' ' || notifications.status FROM notifications JOIN agencies ON agencies.id = agency_id"
            )
            #expect(rows == ["Off not_sent"])
            let mails = try await $0.mailbox()
            #expect(mails.isEmpty)
        }
    }
}

extension ThavonSystem {
    /// What a statement of one column of text says.
    fileprivate nonisolated func ask(_ sql: String) async throws -> [String] {
        try await pool.execute(AskAnything(sql: sql))
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
