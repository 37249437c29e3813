import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

/// Many calls at once: given away by a job that goes on whatever happens to the console, and can be left.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct ReassignmentTests {
    @Test func everyCallOfAFilterChangesHandsOnceThoughTheConsoleIsKilled() async throws {
        try await Consoling.run(services: ["dashboard", "assignment"]) { console in
            let system = console.system
            let desk = try await ReassignmentDatabase(system)
            // The newest still goes on; then 450 that are over; then others that the filter has not.
            try await desk.addCalls(1, of: TestAgency.anybody, isOver: false)
            try await desk.addCalls(450, of: TestAgency.anybody, minutesAgo: 10)
            try await desk.addCalls(20, of: TestAgency.berliner, minutesAgo: 5)
            try await EventObserver.observe(system.broker) { events in
                var owner = try await console.signedIn(.owner)
                let page = try await owner.get("/calls/reassign?agent=\(TestAgency.anybody)")
                #expect(page.text.contains("All 451 that match"))
                let wish = try Self.wish(page, to: TestAgency.bavarian)
                // In the second piece: it waits for the lock, and the console is gone before it is answered.
                let path = try await system.pool.transaction { transaction in
                    _ = try await transaction.execute(LockNewestCall(number: 300))
                    let path = try #require(try await owner.post("/calls/reassign", wish).location)
                    let again = try await owner.post("/calls/reassign", wish)
                    #expect(again.location == path, "sent twice is one job")
                    try await desk.until("EXISTS (SELECT FROM reassignments WHERE done_count = 200)")
                    try await desk.until(
                        """
                        EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()
                            AND usename = 'assignment' AND wait_event_type = 'Lock')
                        """)
                    let progress = try await owner.get(path)
                    #expect(progress.text.contains("200 of 451") && progress.text.contains("data-refresh"))
                    await system.kill("dashboard")
                    return path
                }
                try await events.waitFor("call.reassigned", subjects: 399)
                // As if the killed one's claim had run out.
                try await system.pool.simpleQuery("UPDATE reassignments SET lease_until = '-infinity'")
                try await system.start("dashboard")
                try await system.waitUntilReady("dashboard")
                try await desk.until("EXISTS (SELECT FROM reassignments WHERE state = 'done')")
                try await events.waitFor("call.reassigned", subjects: 450)

                let result = try await owner.get(path).text
                #expect(result.contains("450 calls were given away") && !result.contains("data-refresh"))
                #expect(result.contains("In progress, nobody can have it yet"))
                let list = try await owner.get("/calls/reassign").text
                #expect(list.contains(path))
                let moved = await events.events("call.reassigned")
                #expect(Set(moved).count == 450)
            }
            let numbers = try await desk.texts(
                """
                SELECT concat_ws(' ', call_count, done_count, moved_count, refused_count,
                    (SELECT count(*) FROM call_logs WHERE agent_id = '\(TestAgency.bavarian)'),
                    (SELECT count(*) FROM call_logs WHERE agent_id = '\(TestAgency.berliner)')) FROM reassignments
                """)
            #expect(numbers == ["451 451 450 1 450 20"])
            let commands = try await desk.texts(
                "SELECT concat_ws(' ', count(*), sum(repeats)) FROM commands WHERE type = '\(ReassignCalls.type)'")
            #expect(commands == ["3 1"], "the piece that was under way was sent again, and done once")
            let log = try await desk.texts(
                "SELECT action || ' ' || count(*) FROM audit_log WHERE action LIKE 'call%' GROUP BY action ORDER BY 1")
            #expect(log == ["call.reassigned 3", "calls.reassignment_started 1"])
        }
    }

    /// Nobody gives calls to people here.
    @Test func aJobWaitsForTheServiceThatDoesItAndCanBeCancelled() async throws {
        try await Consoling.run { console in
            let desk = try await ReassignmentDatabase(console.system)
            try await desk.addCalls(3, of: TestAgency.anybody, minutesAgo: 1, words: "zanzibar")
            try await desk.addCalls(4, of: TestAgency.anybody, minutesAgo: 9, words: "madagascar")
            var owner = try await console.signedIn(.owner)
            let page = try await owner.get("/calls/reassign?q=zanzibar")
            let nobody = try await owner.post("/calls/reassign", [("which", "all"), ("query", "?q=zanzibar")])
            #expect(nobody.status == 422)
            let wish = try Self.wish(page, to: TestAgency.bavarian)
            let path = try #require(try await owner.post("/calls/reassign", wish).location)
            try await desk.until("EXISTS (SELECT FROM reassignments WHERE held = 'unanswered' AND call_count = 3)")
            let waiting = try await owner.get(path).text
            #expect(waiting.contains("does not answer right now") && waiting.contains("data-refresh"))
            let cancelled = try await owner.post("\(path)/cancel")
            #expect(cancelled.location == path)
            let after = try await owner.get(path).text
            #expect(after.contains("This was cancelled") && !after.contains("data-refresh"))
            let log = try await owner.get("/settings/audit").text
            #expect(log.contains("calls.reassignment_started") && log.contains("calls.reassignment_cancelled"))
            var agent = try await console.signedIn(.bea)
            let theirs = try await agent.get(path)
            #expect(theirs.status == 403)
        }
    }

    @Test func whatSomebodyLeavesBehindIsSuchAJob() async throws {
        try await Consoling.run(services: ["dashboard", "assignment"]) { console in
            let desk = try await ReassignmentDatabase(console.system)
            try await desk.addCalls(1, of: TestAgency.berliner, minutesAgo: 1, lead: TestAgency.berlinLead)
            var owner = try await console.signedIn(.owner)
            let place = "/team/\(TestAgency.berliner)/leave"
            let once = try Self.once(try await owner.get(place))
            let answer = try await owner.post(place, [("to", "\(TestAgency.bavarian)"), ("once", once)])
            let path = try #require(answer.location)
            #expect(path.hasPrefix("/calls/reassign/"))
            try await desk.until("EXISTS (SELECT FROM reassignments WHERE state = 'done' AND moved_count = 1)")
            let page = try await owner.get(path).text
            #expect(page.contains("What Bea Berlin had") && page.contains("1 call was given away"))
            let whose = try await desk.texts(
                "SELECT owner_agent_id::text FROM leads WHERE id = '\(TestAgency.berlinLead)'")
            #expect(whose == ["\(TestAgency.bavarian)"])
        }
    }

    /// The form of the page with all that match chosen.
    private static func wish(_ page: Browser.Answer, to agent: AgentID) throws -> [(String, String)] {
        let query = try #require(page.text.firstMatch(of: /name="query" value="([^"]*)"/))
        return [
            ("which", "all"), ("query", String(query.1)), ("agent", "\(agent)"), ("once", try once(page)),
        ]
    }

    private static func once(_ page: Browser.Answer) throws -> String {
        String(try #require(page.text.firstMatch(of: /name="once" value="([^"]+)"/)).1)
    }
}

/// Calls as they are once somebody has them, and questions to the database.
struct ReassignmentDatabase: Sendable {
    let pool: PostgresPool

    init(_ system: ThavonSystem) async throws {
        pool = system.pool
        try await pool.simpleQuery(
            """
            CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql AS $$
            BEGIN RETURN QUERY EXECUTE question; END $$
            """)
    }

    /// - Parameter minutesAgo: of the newest; each is a second older than the one before.
    func addCalls(
        _ count: Int, of agent: AgentID, minutesAgo: Int = 0, isOver: Bool = true, words: String? = nil,
        lead: LeadID? = nil
    ) async throws {
        let status = isOver ? "completed" : "in_progress"
        try await pool.simpleQuery(
            """
            WITH added AS (
                INSERT INTO call_logs (id, agency_id, agent_id, lead_id, vapi_call_id, status, ended_at, created_at, transcript)
                SELECT gen_random_uuid(), '\(TestAgency.id)', '\(agent)', \(lead.map { "'\($0)'" } ?? "NULL"),
                    gen_random_uuid()::text, '\(status)', \(isOver ? "now()" : "NULL"),
                    now() - interval '\(minutesAgo) minutes' - interval '1 second' * n, \(words.map { "'\($0)'" } ?? "NULL")
                FROM generate_series(1, \(count)) n RETURNING *
            ), searched AS (
                INSERT INTO call_search SELECT id, agency_id, search_words('en', transcript), created_at FROM added
                WHERE transcript IS NOT NULL
            )
            INSERT INTO assignments (id, call_id, agency_id, agent_id, rule, decision)
            SELECT gen_random_uuid(), id, agency_id, agent_id, 'round_robin', '{}' FROM added WHERE \(isOver);
            UPDATE leads SET owner_agent_id = '\(agent)' WHERE id = \(lead.map { "'\($0)'" } ?? "NULL");
            """)
    }

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await pool.execute(AskAnything(sql: sql)) }

    /// Waits until a condition holds. The database is the event here.
    func until(_ condition: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(condition))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// Held for as long as the transaction takes, which does nothing meanwhile.
private struct LockNewestCall: PostgresStatement {
    static let sql = """
        SELECT set_config('idle_in_transaction_session_timeout', '0', true) FROM call_logs WHERE id = (
            SELECT id FROM call_logs WHERE agent_id = '\(TestAgency.anybody)' ORDER BY created_at DESC, id DESC OFFSET $1 - 1 LIMIT 1)
        FOR UPDATE
        """

    /// Counted from the newest.
    let number: Int
    var parameters: [PostgresParameter] { [.init(number)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
