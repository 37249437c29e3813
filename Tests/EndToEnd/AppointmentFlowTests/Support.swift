import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import OutboundHTTP
import Postgres
import TestSupport

/// The system as it makes appointments, with a desk that asks it as the console would.
struct Booking: Sendable {
    let system: ThavonSystem
    let events: EventObserver
    private let client: CommandClient

    static func options(replicas: Int = 1, _ sandbox: [String: String] = [:]) -> ThavonSystem.Options {
        var options = ThavonSystem.Options()
        options.services = ["sandbox", "webhook-ingest", "calendar-sync"]
        for number in 2..<(replicas + 1) { options.services.append("calendar-sync#\(number)") }
        options.environment["sandbox"] = sandbox
        return options
    }

    static func run(
        _ options: ThavonSystem.Options = options(), _ body: @escaping @Sendable (Booking) async throws -> Void
    ) async throws {
        try await ThavonSystem.run(options) { system in
            try await system.pool.simpleQuery(
                """
                CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql
                    AS $$ BEGIN RETURN QUERY EXECUTE question; END $$;
                """)
            let log = Logger(label: "test")
            let publisher = AMQPPublisher(
                configuration: system.broker, topology: EventTopology.shared, logger: log)
            let client = CommandClient(name: "test", broker: system.broker, publisher: publisher, logger: log)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await publisher.run() }
                group.addTask { try await client.run() }
                try await client.waitUntilReady()
                try await EventObserver.observe(system.broker) {
                    try await body(Booking(system: system, events: $0, client: client))
                }
                group.cancelAll()
            }
        }
    }

    // MARK: Asking

    func ask<Payload: CommandPayload>(
        _ payload: Payload, id: CommandID = .new(), time: Date = Date(), patience: TimeInterval = 20
    ) async throws -> CommandResult<Payload.Reply> {
        try await client.send(
            Command(
                id: id, source: "test", actor: "tester", time: time, deadline: Date().addingTimeInterval(patience),
                agencyID: TestAgency.id, data: payload))
    }

    /// What was done; anything else is a failure of the test.
    func done<Payload: CommandPayload>(_ payload: Payload) async throws -> Payload.Reply {
        switch try await ask(payload) {
        case .done(let reply): return reply
        case .refused(let reason), .failed(let reason): throw Unexpected(reason: reason)
        }
    }

    struct Unexpected: Error, CustomStringConvertible {
        var reason: String
        var description: String { reason }
    }

    func book(
        _ at: Date, lead: LeadID = TestAgency.texanLead, agent: AgentID? = TestAgency.anybody
    ) async throws -> AppointmentReply {
        try await done(
            BookAppointment(party: AppointmentParty(leadID: lead, agentID: agent), at: at, source: .hand))
    }

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await system.pool.execute(AskAnything(sql: sql)) }

    /// Waits until a statement says so. There is no event for what is asked here: the database is the event.
    func until(_ sql: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(sql))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }

    /// Ten in the morning, UTC, on a Tuesday that is far enough ahead; later slots by minutes.
    static func tuesday(_ minutes: Int = 0, week: Int = 1) -> Date {
        let days = Int(Date().timeIntervalSince1970 / 86_400)
        // 1 January 1970 was a Thursday.
        let weekday = (days + 3) % 7
        let ahead = (1 - weekday + 7) % 7
        return Date(timeIntervalSince1970: Double(days + ahead + 7 * week) * 86_400 + 36_000 + Double(minutes) * 60)
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

// MARK: - The agent's browser and calendar

extension Booking {
    struct Answer: Sendable {
        var status: Int
        var location: String?
        var cookie: String?
        var text: String
    }

    func get(_ url: String, cookie: String? = nil) async throws -> Answer {
        var request = HTTPRequest(url: url)
        request.headers["cookie"] = cookie
        return Self.answer(try await system.http.send(request))
    }

    func post(_ url: String, form fields: [(String, String)]) async throws -> Answer {
        let request = HTTPRequest(
            method: .post, url: url, headers: ["content-type": "application/x-www-form-urlencoded"],
            body: Array(PercentEncoding.form(fields).utf8))
        return Self.answer(try await system.http.send(request))
    }

    private static func answer(_ response: HTTPResponse) -> Answer {
        let cookie = response.headers["set-cookie"]?.split(separator: ";").first.map(String.init)
        return Answer(
            status: response.status, location: response.headers["location"], cookie: cookie,
            text: String(decoding: response.body, as: UTF8.self))
    }

    /// As far as Google's consent page.
    func beginConsent(_ agent: AgentID = TestAgency.anybody) async throws -> (
        consent: [(String, String)], cookie: String
    ) {
        let link = try await done(LinkCalendar(agentID: agent))
        let sent = try await get(link.url)
        let location = try Self.found(sent.location, "a way to Google: \(sent.text)")
        return (Self.query(location), try Self.found(sent.cookie, "a cookie"))
    }

    /// Agrees, or not, at Google; returns where the browser is sent.
    func decide(
        _ consent: [(String, String)], account: String, allow: Bool = true, scopes: [String]? = nil
    ) async throws -> String {
        let asked = consent.first { $0.0 == "scope" }?.1.split(separator: " ").map(String.init) ?? []
        let granted = (scopes ?? asked).map { ("granted", $0) }
        let fields = consent + [("account", account), ("decision", allow ? "allow" : "cancel")] + granted
        let answer = try await post(system.sandboxURL + "/google/auth", form: fields)
        return try Self.found(answer.location, "a way back: \(answer.status) \(answer.text.prefix(500))")
    }

    /// Connects an agent's calendar as they would.
    @discardableResult
    func connect(
        _ agent: AgentID = TestAgency.anybody, account: String = "any.body@example.com"
    ) async throws -> Answer {
        let (consent, cookie) = try await beginConsent(agent)
        return try await get(try await decide(consent, account: account), cookie: cookie)
    }

    private static func found<T>(_ value: T?, _ what: String) throws -> T {
        guard let value else { throw Unexpected(reason: "there is not \(what)") }
        return value
    }

    private static func query(_ url: String) -> [(String, String)] {
        (URLComponents(string: url)?.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    }

    /// An event in the sandbox's calendar.
    struct Event: Decodable, Sendable {
        struct Moment: Decodable, Sendable { var dateTime: String? }
        var id: String
        var status: String
        var summary: String?
        var start: Moment?

        var at: Date? { start?.dateTime.flatMap { Date(rfc3339: $0) } }
    }

    /// All there ever were, also those that are cancelled.
    func calendar(_ account: String = "any.body@example.com") async throws -> [Event] {
        var request = HTTPRequest(url: "\(system.sandboxURL)/google/accounts/\(account)/events")
        request.maxResponseBytes = 64 << 20
        let response = try await system.http.send(request)
        return try JSONDecoder().decode([Event].self, from: Data(response.body))
    }

    func confirmed(_ account: String = "any.body@example.com") async throws -> [Event] {
        try await calendar(account).filter { $0.status == "confirmed" }
    }

    /// Has the providers misbehave; nil ends it.
    func faults(_ json: String?) async throws {
        var request = HTTPRequest(
            method: json == nil ? .delete : .post, url: system.sandboxURL + "/faults",
            headers: ["content-type": "application/json"])
        request.body = json.map { Array($0.utf8) }
        let answer = try await system.http.send(request)
        guard (200..<300).contains(answer.status) else {
            throw Unexpected(reason: String(decoding: answer.body, as: UTF8.self))
        }
    }

    /// Does something in the calendar as its owner would.
    func byHand(
        _ method: HTTPMethod, _ path: String, _ body: [String: String]? = nil, account: String = "any.body@example.com"
    ) async throws -> Int {
        var request = HTTPRequest(method: method, url: "\(system.sandboxURL)/google/accounts/\(account)/\(path)")
        request.headers["content-type"] = "application/json"
        if let body { request.body = Array(try JSONEncoder().encode(body)) }
        return try await system.http.send(request).status
    }
}
