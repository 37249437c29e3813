import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Files of calls: few are sent at once, many by a job that goes on whatever happens to the console, and can be left.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct CallExportTests {
    @Test func manyCallsBecomeAFileOnceThoughTheConsoleIsKilled() async throws {
        try await Consoling.run { console in
            let system = console.system
            let questions = try await DatabaseQuestions(system)
            try await Self.addCalls(2600, of: TestAgency.anybody, minutesAgo: 1, system)
            try await Self.addCalls(2600, of: TestAgency.berliner, minutesAgo: 100, system)
            try await system.pool.simpleQuery(Self.waitAtTheThirdPiece)
            var owner = try await console.signedIn(.owner)
            let many = try await owner.get("/calls.csv?status=answered")
            #expect(many.status == 303 && many.location == "/exports/new?status=answered")
            let start = try await owner.get("/exports/new?status=answered")
            #expect(start.text.contains("5,200 calls") && start.text.contains("Prepare the file"))
            let wish = try Self.wish(start)
            let path = try await system.pool.transaction { transaction in
                _ = try await transaction.execute(HoldThirdPiece())
                let path = try #require(try await owner.post("/exports", wish).location)
                let again = try await owner.post("/exports", wish)
                #expect(again.location == path, "sent twice is one export")
                try await questions.until(
                    """
                    EXISTS (SELECT FROM call_exports WHERE piece_count = 2) AND EXISTS (
                        SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = 'dashboard'
                            AND wait_event_type = 'Lock')
                    """)
                let progress = try await owner.get(path).text
                #expect(progress.contains("2,000 of 5,200") && progress.contains("data-progress"))
                #expect(progress.contains(#"max="5200" value="2000""#) && progress.contains("Refresh"))
                let early = try await owner.get("\(path)/calls.csv")
                #expect(early.status == 404)
                await system.kill("dashboard")
                return path
            }
            // As if the killed one's claim had run out.
            try await system.pool.simpleQuery("UPDATE call_exports SET lease_until = '-infinity'")
            try await system.start("dashboard")
            try await system.waitUntilReady("dashboard")
            try await questions.until("EXISTS (SELECT FROM call_exports WHERE state = 'done')")
            let ready = try await owner.get(path).text
            #expect(ready.contains("The file is ready: 5,200 calls") && ready.contains("It is deleted "))
            #expect(!ready.contains("data-progress"))
            let list = try await owner.get("/exports").text
            let calls = try await owner.get("/calls").text
            #expect(list.contains(path) && calls.contains(#"href="/exports""#))

            let file = try await owner.get("\(path)/calls.csv")
            #expect(file.status == 200 && file.headers["content-length"] == "\(file.body.count)")
            #expect(file.headers["content-disposition"]?.hasPrefix("attachment; filename=\"calls-") == true)
            // Each half is few enough to be sent at once; together they are the file, but for the second one's head.
            let newer = try await owner.get("/calls.csv?status=answered&agent=\(TestAgency.anybody)")
            let older = try await owner.get("/calls.csv?status=answered&agent=\(TestAgency.berliner)")
            #expect(newer.status == 200 && older.status == 200)
            let end = try #require(older.body.firstIndex(of: UInt8(ascii: "\n")))
            #expect(file.body == newer.body + older.body[(end + 1)...])
            #expect(file.text.contains("'=HYPERLINK(") && !file.text.contains(",=HYPERLINK("))

            for person in [Person.bea, .otherOwner, .otherAgent] {
                var other = try await console.signedIn(person)
                for place in [path, "\(path)/calls.csv"] {
                    let theirs = try await other.get(place)
                    #expect(theirs.status == 404, "\(person.email) \(place)")
                }
                _ = try await other.get("/account")
                let cancelled = try await other.post("\(path)/cancel")
                #expect(cancelled.status == 404, "\(person.email)")
            }
            let log = try await questions.texts(
                """
                SELECT action || ' ' || count(*) FROM audit_log WHERE action LIKE 'calls.exp%'
                GROUP BY action ORDER BY action
                """
            )
            #expect(log == ["calls.export_started 1", "calls.exported 3"])

            _ = try await owner.get(path)
            _ = try await owner.post("\(path)/cancel")
            let deleted = try await owner.get(path).text
            let gone = try await owner.get("\(path)/calls.csv")
            #expect(deleted.contains("There is no file any more") && gone.status == 404)
        }
    }

    @Test func aFilterThatMakesNoSenseIsRefusedAndTheSixthExportIsToo() async throws {
        try await Consoling.run { console in
            // Nobody takes these on.
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO call_exports (id, agency_id, account_id, rights, query, language, time_zone, lease_until)
                SELECT gen_random_uuid(), '\(TestAgency.id)', '\(Person.owner.id)', 'owner', '', 'en', 'UTC', 'infinity'
                FROM generate_series(1, 5)
                """)
            var owner = try await console.signedIn(.owner)
            for query in ["status=nonsense", "agent=%27%3B--", "q=%00", "from=2026-99-99"] {
                let page = try await owner.get("/exports/new?\(query)")
                let few = try await owner.get("/calls.csv?\(query)")
                _ = try await owner.get("/exports/new")
                let wish = try await owner.post("/exports", [("query", "?\(query)")])
                #expect(page.status == 400 && few.status == 400 && wish.status == 400, "\(query)")
            }
            let start = try await owner.get("/exports/new")
            let sixth = try await owner.post("/exports", try Self.wish(start))
            #expect(sixth.status == 422 && sixth.text.contains("You have as many exports as are kept"))
            let page = try await owner.get("/exports")
            #expect(page.status == 200 && page.text.contains("Waiting"))
        }
    }

    @Test func programsExportAsWell() async throws {
        try await Consoling.run { console in
            let questions = try await DatabaseQuestions(console.system)
            try await Self.addCalls(30, of: TestAgency.berliner, minutesAgo: 1, console.system)
            let bea = try await console.program(of: .bea)
            let unknown = try await bea.post("/exports", #"{"filter": "stauts=answered"}"#)
            let senseless = try await bea.post("/exports", #"{"filter": "status=nonsense"}"#)
            #expect(unknown.status == 422 && unknown.isProblem && senseless.status == 422 && senseless.isProblem)
            let key = [("idempotency-key", "a key of ours")]
            let started = try await bea.post("/exports", #"{"filter": "status=answered"}"#, headers: key)
            let again = try await bea.post("/exports", #"{"filter": "status=answered"}"#, headers: key)
            #expect(started.status == 202, "\(started.text)")
            #expect(again.object["id"] as? String == started.object["id"] as? String)
            let place = try #require(started.headers["location"]).replacing("/api/v1", with: "")
            try await questions.until("EXISTS (SELECT FROM call_exports WHERE state = 'done')")
            let done = try await bea.get(place)
            #expect(done.object["state"] as? String == "done" && done.object["calls"] as? Int == 30)
            let description = try await console.stranger.get("/openapi.json")
            let schema = try OpenAPISchema(description: Data(description.body))
            let problems = try schema.problems(of: Data(done.body), as: "CallExport")
            #expect(problems.isEmpty, "\(problems)")
            let own = try await bea.get("/exports")
            let list = try #require(own.object["data"] as? [[String: Any]])
            #expect(list.map { $0["id"] as? String } == [done.object["id"] as? String])
            let file = try await bea.get("\(place)/calls.csv")
            var browser = try await console.signedIn(.bea)
            let direct = try await browser.get("/calls.csv?status=answered")
            #expect(file.status == 200 && file.body == direct.body)
            // What is only asked about does not leave the console.
            let asked = try await bea.send(.head, "/api/v1\(place)/calls.csv")
            #expect(asked.status == 200 && asked.headers["content-length"] == "\(file.body.count)")
            let askedDirectly = try await browser.send(
                .head, "/calls.csv?status=answered", headers: [], body: nil)
            #expect(askedDirectly.status == 200)
            let log = try await questions.texts("SELECT count(*)::text FROM audit_log WHERE action = 'calls.exported'")
            #expect(log == ["2"])
            let owner = try await console.program(of: .owner)
            let theirs = try await owner.get(place)
            let theirFile = try await owner.get("\(place)/calls.csv")
            #expect(theirs.status == 404 && theirFile.status == 404)
            let cancelled = try await bea.post("\(place)/cancel")
            #expect(cancelled.status == 200 && cancelled.object["state"] as? String == "cancelled")
            let gone = try await bea.get("\(place)/calls.csv")
            #expect(gone.status == 404)
        }
    }

    /// The form of the page that offers to prepare a file.
    private static func wish(_ page: Browser.Answer) throws -> [(String, String)] {
        let query = try #require(page.text.firstMatch(of: /name="query" value="([^"]*)"/))
        let once = try #require(page.text.firstMatch(of: /name="once" value="([^"]+)"/))
        return [("query", String(query.1)), ("once", String(once.1))]
    }

    /// - Parameter minutesAgo: of the newest; each is a second older than the one before.
    private static func addCalls(
        _ count: Int, of agent: AgentID, minutesAgo: Int, _ system: ThavonSystem
    ) async throws {
        try await system.pool.simpleQuery(
            """
            INSERT INTO call_logs (id, agency_id, agent_id, vapi_call_id, status, outcome, ended_at, created_at, customer_name,
                duration_seconds, summary)
            SELECT gen_random_uuid(), '\(TestAgency.id)', '\(agent)', gen_random_uuid()::text, 'completed', 'conversation', now(),
                now() - interval '\(minutesAgo) minutes' - interval '1 second' * n, '=HYPERLINK("http://x")', n, 'Wanted, a "house"'
            FROM generate_series(1, \(count)) n
            """)
    }

    private static let waitAtTheThirdPiece = """
        CREATE FUNCTION wait_at_piece() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NEW; END $$;
        CREATE TRIGGER wait BEFORE INSERT ON call_export_pieces FOR EACH ROW WHEN (NEW.ordinal = 3)
            EXECUTE FUNCTION wait_at_piece()
        """
}

/// Held for as long as the transaction takes, which does nothing meanwhile.
private struct HoldThirdPiece: PostgresStatement {
    static let sql = """
        SELECT set_config('idle_in_transaction_session_timeout', '0', true) || pg_advisory_xact_lock(4711)::text
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
