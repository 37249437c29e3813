import AMQP
import Foundation
import Hummingbird
import Logging
import Messaging
import ObjectStore
import OutboundHTTP
import Passwords
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Dashboard

/// Walks every route of the pages and of the API as those whom it is no business of: a route that somebody adds is walked, too, and one
/// with a parameter that the walk does not know fails.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct IsolationWalk {
    /// In every text that is the agency's or its agent's.
    private static let mark = "zzmark"
    /// A program walks faster than programs may.
    private static let unhurried = ["API_RATE_LIMIT": "100000"]

    @Test func nobodyAndEndedSessionsReachNothing() async throws {
        try await Consoling.run(settings: Self.unhurried) { console in
            try await Self.fill(console)
            var ended = try await console.signedIn(.owner)
            try await console.system.pool.simpleQuery("UPDATE sessions SET revoked_at = now()")
            let before = try await Self.fingerprint(console)
            for route in try Self.routes() where !Self.isOpen(route) {
                for var browser in [console.visitor(), ended] {
                    let answer = try await Self.walk(route, &browser)
                    let isAPI = route.path.hasPrefix("/api/")
                    #expect(answer.status == (isAPI ? 401 : 303), "\(route): \(answer.status)")
                    #expect(isAPI || answer.location?.hasPrefix("/sign-in") == true, "\(route)")
                    #expect(!answer.text.contains(Self.mark), "\(route)")
                }
            }
            _ = try await ended.get("/calls")
            let after = try await Self.fingerprint(console)
            #expect(before == after)
        }
    }

    @Test(arguments: [Person.otherOwner, .otherAgent, .basti])
    func othersReachNothing(_ person: Person) async throws {
        try await Consoling.run(settings: Self.unhurried) { console in
            try await Self.fill(console)
            var browser = try await console.signedIn(person)
            let token = try await Self.apiToken(of: person, console)
            let before = try await Self.fingerprint(console)
            for route in try Self.routes() where !Self.isOpen(route) && route.path != "/sign-out" {
                if !route.path.hasPrefix("/api/") { _ = try await browser.get("/account") }
                let answer = try await Self.walk(route, &browser, token: token)
                #expect(!answer.text.contains(Self.mark), "\(route) shows it to \(person.email)")
                // 503 would mean that another service was asked to do it; that may be for an agency's own rules.
                let isOwnRule = person.agentID == nil && route.isOfSettings && !route.path.contains(":")
                #expect(answer.status < 500 || isOwnRule && answer.status == 503, "\(route): \(answer.status)")
                if route.isOwnWrite {
                    let known: Bool? = Self.isForOwners(route)
                    #expect(known != nil, "IsolationWalk does not know whether \(route) is for owners alone")
                    let isOwners = known ?? true
                    if isOwners, person.agentID != nil {
                        #expect([403, 404].contains(answer.status), "\(route): \(answer.status)")
                    } else {
                        // It is the role that keeps agents out, not the form's token.
                        #expect(answer.status != 403 || route.path == "/account/availability", "\(route)")
                    }
                }
                if route.path.contains(":") {
                    #expect([303, 400, 403, 404, 405, 415, 422].contains(answer.status), "\(route): \(answer.status)")
                    #expect(route.method == .post || answer.status != 303, "\(route)")
                }
            }
            // An agent may add a lead, and export calls, which is their own then.
            try await console.system.pool.simpleQuery(
                """
                DELETE FROM leads WHERE name = 'x' AND owner_agent_id = '\(TestAgency.bavarian)';
                DELETE FROM call_exports WHERE account_id = '\(Person.basti.id)';
                """)
            let after = try await Self.fingerprint(console)
            for (table, print) in before { #expect(after[table] == print, "\(table) was changed by \(person.email)") }
        }
    }

    /// Without it a walk on which nothing can be found would pass.
    @Test func theOwnerReachesAllOfIt() async throws {
        try await Consoling.run(settings: Self.unhurried) { console in
            try await Self.fill(console)
            var browser = try await console.signedIn(.owner)
            let token = try await Self.apiToken(of: .owner, console)
            // Those that lead to something, or need other services for it.
            let others = [
                "/team/:agent/calendar/connect", "/calls/:id/recording", "/api/v1/calls/:id/recording",
                "/leads/imports/:id/problems.csv",
            ]
            for route in try Self.routes()
            where route.method == .get && route.path.contains(":") && !Self.isOpen(route)
                && !others.contains(route.path)
            {
                let answer = try await Self.walk(route, &browser, token: token)
                #expect(answer.status == 200 && answer.text.contains(Self.mark), "\(route): \(answer.status)")
            }
        }
    }

    // MARK: - The routes

    struct Route: CustomStringConvertible {
        var method: HTTPMethod
        /// With parameters as `:name`.
        var path: String
        var description: String { "\(method) \(path)" }

        /// What has no parameter and changes something is about the walker's own, whatever ids are sent with it.
        var isOwnWrite: Bool { !path.contains(":") && method != .get && method != .head }
        var isOfSettings: Bool {
            ["/settings", "/api/v1/settings"].contains { path == $0 || path.hasPrefix($0 + "/") }
        }
    }

    /// What the service serves, without running it. The stream of changes never ends, and has a test of its own.
    static func routes() throws -> [Route] {
        let log = Logger(label: "test")
        let database = try PostgresConfiguration(url: "postgres://nobody@127.0.0.1:1/none")
        let broker = try AMQPConfiguration(url: "amqp://nobody:none@127.0.0.1:1/")
        let pool = PostgresPool(configuration: database, logger: log)
        let publisher = AMQPPublisher(configuration: broker, topology: EventTopology.shared, logger: log)
        let http = HTTPClient(userAgent: "test", egress: EgressPolicy(), logger: log)
        let console = Console(
            database: ConsoleDatabase(
                pool: pool, relay: OutboxRelay(pool: pool, publisher: publisher, logger: log)),
            commands: CommandClient(name: "test", broker: broker, publisher: publisher, logger: log),
            broker: AMQPAdministration(configuration: broker),
            recordings: try ObjectStore(.folder("/nowhere"), credentials: nil, http: http),
            live: LiveHub(broker: broker, logger: log),
            assets: Assets(), languages: try CallLanguages(), logger: log)
        let site = Site(
            console: console, hasher: PasswordHasher(costLog2: 10), publicURL: "http://127.0.0.1",
            webhooksURL: "http://127.0.0.1", trustsProxy: false, apiRateLimit: 100_000)
        let routes = site.router().routes.compactMap { route -> Route? in
            let path = "\(route.path)".replacing(/\{(\w+)\}/) { ":\($0.1)" }
            let rooted = path.hasPrefix("/") ? path : "/" + path
            return rooted == "/calls/live"
                ? nil : Route(method: HTTPMethod(rawValue: route.method.rawValue), path: rooted)
        }
        guard routes.count > 100 else { throw ConsoleTestError("only \(routes.count) routes") }
        return routes
    }

    private static func isOpen(_ route: Route) -> Bool {
        [
            "/sign-in", "/robots.txt", "/forgotten-password", "/set-password/:token", "/api/v1/openapi.json",
            "/brand/:hash",
        ]
        .contains(route.path) || route.path.hasPrefix("/assets/")
    }

    /// Of what changes something and has no parameter; nil: it is not known.
    private static func isForOwners(_ route: Route) -> Bool? {
        let owners = [
            "/team/new", "/team/owners/new", "/calls/reassign", "/leads/import", "/operations/messages/allow",
            "/operations/dead-letters/retry", "/operations/dead-letters/discard", "/api/v1/reassignments",
            "/api/v1/dead-letters/retry", "/api/v1/dead-letters/discard", "/api/v1/barred-addresses/allow",
            "/api/v1/agents", "/api/v1/owners", "/api/v1/lead-imports",
        ]
        let everybodys = [
            "/account", "/account/availability", "/account/password", "/account/sessions/end-others", "/account/tokens",
            "/calls/views", "/appointments/new", "/leads/new", "/exports", "/api/v1/appointments", "/api/v1/leads",
            "/api/v1/exports", "/api/v1/saved-views",
        ]
        if route.isOfSettings || owners.contains(route.path) { return true }
        return everybodys.contains(route.path) ? false : nil
    }

    /// What forms name others' things by; each reads what it knows.
    private static let foreignFields: [(String, String)] = [
        ("call", id(11)), ("calls", id(11)), ("lead", "\(TestAgency.berlinLead)"), ("appointment", id(12)),
        ("to", "\(TestAgency.berliner)"), ("agency", "\(TestAgency.id)"), ("account", Person.bea.id),
        ("id", id(13)), ("queue", "dashboard"),
    ]

    private static func walk(_ route: Route, _ browser: inout Browser, token: String? = nil) async throws
        -> Browser.Answer
    {
        let path = try address(of: route)
        if route.path.hasPrefix("/api/") {
            var headers = [("content-type", "application/json")]
            if let token { headers.append(("authorization", "Bearer \(token)")) }
            var visitor = Browser(base: browser.base, http: browser.http)
            return try await visitor.send(
                route.method, path, headers: headers,
                body: route.method == .get
                    ? nil : Array((bodies["\(route.method.rawValue) \(route.path)"] ?? "{}").utf8))
        }
        guard route.method == .post else { return try await browser.send(route.method, path, headers: [], body: nil) }
        let fields = [("agent", "\(TestAgency.bavarian)"), ("body", "x"), ("reason", "x"), ("name", "x")]
        return try await browser.post(path, fields + (route.isOwnWrite ? foreignFields : []))
    }

    /// What the API would take if it were theirs: a refusal is then not of a body that makes no sense.
    private static let bodies = [
        "POST /api/v1/calls/:id/notes": #"{"text": "x"}"#,
        "POST /api/v1/calls/:id/reassign": #"{"agent_id": "\#(TestAgency.bavarian)"}"#,
        "PATCH /api/v1/leads/:id": #"{"name": "x"}"#,
        "POST /api/v1/leads/:id/planned-calls/:retry/reschedule": #"{"at": "2030-01-07T10:00:00Z"}"#,
        "POST /api/v1/leads": #"{"name": "x", "email": "x@example.com"}"#,
        "POST /api/v1/appointments": #"{"lead_id": "\#(TestAgency.berlinLead)", "at": "2030-01-07T10:00:00Z"}"#,
        "PATCH /api/v1/appointments/:id": #"{"notes": "x"}"#,
        "POST /api/v1/appointments/:id/reschedule": #"{"at": "2030-01-07T10:00:00Z"}"#,
        "POST /api/v1/appointments/:id/cancel": #"{"reason": "x"}"#,
        "PATCH /api/v1/agents/:id": #"{"name": "x"}"#,
    ]

    /// The route with what is the agency's, and its agent Bea's, in place of its parameters.
    private static func address(of route: Route) throws -> String {
        let parts = route.path.split(separator: "/").map(String.init)
        let filled = try parts.enumerated().map { index, part -> String in
            guard part.hasPrefix(":") else { return part }
            let before = parts[..<index].filter { $0 != "api" && $0 != "v1" }.joined(separator: "/")
            let known = Self.parameters.first { $0.0 == "\(before)/\(part)" || $0.0 == part }
            return try #require(known?.1, "IsolationWalk does not know what \(part) stands for in \(route)")
        }
        return "/" + filled.joined(separator: "/")
    }

    private static func id(_ number: Int) -> String { "0c000000-0000-4000-8000-0000000000\(number)" }

    private static let parameters: [(String, String)] = [
        (":note", id(15)), (":retry", id(14)), (":event", id(13)), (":agent", "\(TestAgency.berliner)"),
        (":change", "cancel"), (":key", Cursor(eventTime, UUID(uuidString: id(13)) ?? UUID()).text),
        ("calls/:id", id(11)), ("calls/views/:id", id(16)), ("appointments/:id", id(12)),
        ("leads/:id", "\(TestAgency.berlinLead)"), ("leads/imports/:id", id(17)), ("tasks/:id", id(18)),
        ("team/:agent/time-off/:id", id(19)), ("team/accounts/:id", Person.bea.id), ("account/sessions/:id", id(20)),
        ("account/tokens/:id", id(21)), ("settings/webhooks/tokens/:id", id(22)),
        ("agents/:id", "\(TestAgency.berliner)"), ("calls/reassign/:id", id(23)), ("reassignments/:id", id(23)),
        ("exports/:id", id(24)),
        (":vapi", TestAgency.phoneNumberID),
        (":date", "2027-01-04"), (":time_off_id", id(19)), ("accounts/:id", Person.bea.id),
        ("lead-imports/:id", id(17)), ("settings/lead-tokens/:id", id(22)), ("saved-views/:id", id(16)),
        (":kind", "call.missed"), (":language", "en"),
    ]

    private static let eventTime = Date(timeIntervalSince1970: 1_795_000_000)

    // MARK: - What there is to be found

    static func fill(_ console: Consoling) async throws {
        let (agency, agent, lead) = ("\(TestAgency.id)", "\(TestAgency.berliner)", "\(TestAgency.berlinLead)")
        try await console.system.pool.simpleQuery(
            """
            CREATE FUNCTION fingerprint(name text, key text, whose text) RETURNS text LANGUAGE plpgsql AS $$
            DECLARE result text;
            BEGIN
                EXECUTE format('SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM %I AS t WHERE %I::text = %L',
                    name, key, whose) INTO result;
                RETURN coalesce(result, 'nothing');
            END $$;
            UPDATE leads SET name = '\(mark) lead', owner_agent_id = '\(agent)' WHERE id = '\(lead)';
            UPDATE agents SET name = '\(mark) agent' WHERE id = '\(agent)';
            INSERT INTO call_logs (id, agency_id, lead_id, agent_id, vapi_call_id, status, outcome, summary, transcript, language,
                customer_name, duration_seconds, announced_at, metadata)
            VALUES ('\(id(11))', '\(agency)', '\(lead)', '\(agent)', '\(mark)-call', 'completed', 'conversation', '\(mark) summary',
                'AI: \(mark) said', 'en', '\(mark) caller', 60, now(), '{"cost": 1}');
            INSERT INTO call_search SELECT id, agency_id, search_words('en', transcript), created_at FROM call_logs;
            INSERT INTO call_turns VALUES ('\(id(11))', '\(agency)', '[{"who": "assistant", "at": 1, "text": "\(mark) turn"}]');
            INSERT INTO assignments (id, call_id, agency_id, lead_id, agent_id, rule, decision)
            VALUES (gen_random_uuid(), '\(id(11))', '\(agency)', '\(lead)', '\(agent)', 'owner', '{}');
            INSERT INTO recordings (call_id, agency_id, status, object_key, content_type, bytes, stored_at)
            VALUES ('\(id(11))', '\(agency)', 'stored', '\(mark).wav', 'audio/wav', 10, now());
            INSERT INTO appointments (id, agency_id, lead_id, agent_id, call_id, scheduled_at, ends_at, notes, time_zone, language, source)
            VALUES ('\(id(12))', '\(agency)', '\(lead)', '\(agent)', '\(id(11))', now() + interval '1 day',
                now() + interval '1 day 30 minutes', '\(mark) notes', 'Europe/Berlin', 'de', 'hand');
            INSERT INTO webhook_events (id, received_at, source, type, call_id, agency_id, disposition, headers, body)
            VALUES ('\(id(13))', to_timestamp(1795000000), 'vapi', 'end-of-call-report', '\(id(11))', '\(agency)', 'applied', '{}',
                '{"message": "\(mark) body"}');
            INSERT INTO call_retries (id, call_id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at, reason)
            VALUES ('\(id(14))', '\(id(11))', '\(lead)', '\(agency)', 1, now() + interval '1 day', 'retry', 'infinity', 'no_answer');
            INSERT INTO call_notes (id, call_id, agency_id, account_id, author, body)
            VALUES ('\(id(15))', '\(id(11))', '\(agency)', '\(Person.bea.id)', 'Bea', '\(mark) note');
            INSERT INTO saved_views (id, account_id, agency_id, page, name, query)
            VALUES ('\(id(16))', '\(Person.bea.id)', '\(agency)', 'calls', '\(mark) view', '?status=answered');
            INSERT INTO lead_imports (id, agency_id, account_id, file_name, state, country, source)
            VALUES ('\(id(17))', '\(agency)', '\(Person.owner.id)', '\(mark).csv', 'cancelled', 'DE', 'fair');
            INSERT INTO lead_import_rows (import_id, agency_id, line, last_line, cells, state, problems)
            VALUES ('\(id(17))', '\(agency)', 2, 2, ARRAY['\(mark) cell'], 'refused', '[]');
            INSERT INTO tasks (id, agency_id, agent_id, lead_id, kind, text)
            VALUES ('\(id(18))', '\(agency)', '\(agent)', '\(lead)', 'call_back', '\(mark) task');
            INSERT INTO agent_time_off (id, agency_id, agent_id, during, note)
            VALUES ('\(id(19))', '\(agency)', '\(agent)', tstzrange(now(), now() + interval '1 day'), '\(mark) holiday');
            INSERT INTO sessions (id, account_id, agency_id, token_hash, expires_at)
            VALUES ('\(id(20))', '\(Person.bea.id)', '\(agency)', 'a', now() + interval '1 day');
            INSERT INTO account_tokens (id, account_id, agency_id, purpose, token_hash, label)
            VALUES ('\(id(21))', '\(Person.bea.id)', '\(agency)', 'api', 'b', '\(mark) token');
            INSERT INTO lead_tokens (id, agency_id, token_hash, label) VALUES ('\(id(22))', '\(agency)', 'c', '\(mark) form');
            INSERT INTO mail_logos (agency_id, hash, media_type, width, height, bytes)
            VALUES ('\(agency)', sha256('\(mark)'), 'image/png', 1, 1, '\(mark)');
            -- Held, so that no worker begins with it.
            INSERT INTO reassignments (id, agency_id, account_id, address, agent_id, is_collected, lease_until)
            VALUES ('\(id(23))', '\(agency)', '\(Person.owner.id)', '127.0.0.1', '\(agent)', true, 'infinity');
            INSERT INTO reassignment_calls (reassignment_id, agency_id, position, call_id, agent_id, state, reason)
            VALUES ('\(id(23))', '\(agency)', 1, '\(id(11))', '\(agent)', 'refused', 'not_over');
            INSERT INTO call_exports (id, agency_id, account_id, rights, query, language, time_zone, state, ended_at, piece_count,
                byte_count)
            VALUES ('\(id(24))', '\(agency)', '\(Person.owner.id)', 'owner', '?q=\(mark)', 'en', 'UTC', 'done', now(), 1,
                length('\(mark)'));
            INSERT INTO call_export_pieces VALUES ('\(id(24))', '\(agency)', '\(Person.owner.id)', 1, '\(mark)');
            """)
    }

    private static func apiToken(of person: Person, _ console: Consoling) async throws -> String {
        let token = SecretToken()
        let hash = token.hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        try await console.system.pool.simpleQuery(
            """
            INSERT INTO account_tokens (id, account_id, agency_id, purpose, token_hash, label)
            SELECT gen_random_uuid(), id, agency_id, 'api', '\\x\(hash)', 'walk' FROM accounts WHERE id = '\(person.id)'
            """)
        return token.text
    }

    /// What the agency's rows are, by table; what a walker may write about themselves left out.
    static func fingerprint(_ console: Consoling) async throws -> [String: String] {
        let tables = [
            "agents", "agent_territories", "agent_time_off", "leads", "call_logs", "call_search", "call_turns",
            "assignments",
            "recordings", "appointments", "call_retries", "call_notes", "lead_imports", "lead_import_rows", "tasks",
            "lead_tokens", "webhook_events", "reassignments", "reassignment_calls", "call_exports",
            "call_export_pieces", "agencies", "notice_texts", "mail_settings", "mail_logos", "agency_vapi_resources",
            "do_not_call",
        ]
        var prints: [String: String] = [:]
        for table in tables {
            let column = table == "agencies" ? "id" : "agency_id"
            let rows = try await console.system.pool.execute(
                Fingerprint(table: table, column: column, agency: "\(TestAgency.id)"))
            prints[table] = rows.first
        }
        return prints
    }

    /// A statement's text is the same each time: hence a function that is given the table's name.
    private struct Fingerprint: PostgresStatement {
        static let sql = "SELECT fingerprint($1, $2, $3)"
        var table: String
        var column: String
        var agency: String
        var parameters: [PostgresParameter] { [.init(table), .init(column), .init(agency)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
            try row.decode(column: 0, as: String.self)
        }
    }
}
