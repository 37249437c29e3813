import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import OutboundHTTP
import Postgres
import TestSupport

/// The system as it tells people by mail, WhatsApp and SMS, with what they see and answer.
struct Telling: Sendable {
    let system: ThavonSystem
    let events: EventObserver
    private let client: CommandClient

    static func options(
        _ more: [String] = [], notifier: [String: String] = [:], sandbox: [String: String] = [:]
    ) -> ThavonSystem.Options {
        var options = ThavonSystem.Options()
        options.sendsMessages = true
        options.services += more
        options.environment["notifier"] = notifier
        options.environment["sandbox"] = sandbox
        return options
    }

    static func run(
        _ options: ThavonSystem.Options = options(), _ body: @escaping @Sendable (Telling) async throws -> Void
    ) async throws {
        try await ThavonSystem.run(options) { system in
            try await system.pool.simpleQuery(
                """
                CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql
                    AS $$ BEGIN RETURN QUERY EXECUTE question; END $$;
                """)
            let log = Logger(label: "test")
            let publisher = AMQPPublisher(configuration: system.broker, topology: EventTopology.shared, logger: log)
            let client = CommandClient(name: "test", broker: system.broker, publisher: publisher, logger: log)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await publisher.run() }
                group.addTask { try await client.run() }
                try await client.waitUntilReady()
                try await EventObserver.observe(system.broker) {
                    try await body(Telling(system: system, events: $0, client: client))
                }
                group.cancelAll()
            }
        }
    }

    // MARK: What happens

    /// A call has ended, and its agent and owner are to be told.
    func endCall(_ report: TestReport = TestReport()) async throws {
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: system.webhookURL,
                headers: ["x-vapi-secret": ThavonSystem.secret, "content-type": "application/json"], body: report.body))
        guard answer.status == 200 else { throw Unexpected(reason: "the report was answered with \(answer.status)") }
    }

    func ask<Payload: CommandPayload>(
        _ payload: Payload, id: CommandID = .new(), time: Date = Date()
    ) async throws -> CommandResult<Payload.Reply> {
        try await client.send(
            Command(
                id: id, source: "test", actor: "tester", time: time, deadline: Date().addingTimeInterval(20),
                agencyID: TestAgency.id, data: payload))
    }

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

    // MARK: What is stored

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await system.pool.execute(AskAnything(sql: sql)) }

    /// Waits until a statement says so. There is no event for what is asked here: the database is the event.
    func until(_ sql: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(sql))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }

    func change(_ sql: String) async throws { try await system.pool.simpleQuery(sql) }

    /// Everything that was to be said to somebody, in the order of channels.
    func messages(to recipient: String = "agent") async throws -> [String] {
        try await texts(
            """
            SELECT concat_ws(' ', channel, status, receipt, error_code) FROM notifications
            WHERE recipient_kind = '\(recipient)' ORDER BY event_time, channel DESC
            """)
    }

    /// Whom the calls of the lead in Berlin are given to, as they are to be told.
    func configureAgent(_ preferences: String, phone: String? = nil, email: String? = "bea@example.com") async throws {
        try await system.pool.simpleQuery(
            """
            UPDATE agents SET notification_preferences = '\(preferences)',
                phone = coalesce(\(phone.map { "'\($0)'" } ?? "NULL"), phone),
                email = \(email.map { "'\($0)'" } ?? "NULL")
            WHERE id = '\(TestAgency.berliner)'
            """)
    }

    // MARK: What people see

    /// What the sandbox shows of one person, newest first.
    func inbox(_ person: String, channel: String? = nil) async throws -> [JSONObject] {
        let query = [("to", person)] + (channel.map { [("channel", $0)] } ?? [])
        var request = HTTPRequest(url: system.sandboxURL + "/inbox.json?" + PercentEncoding.form(query))
        request.maxResponseBytes = 256 << 20
        let answer = try await system.http.send(request)
        guard let list = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]] else {
            throw Unexpected(reason: String(decoding: answer.body, as: UTF8.self))
        }
        return list.map { JSONObject(texts: $0.compactMapValues { "\($0)" }) }
    }

    struct JSONObject: Sendable {
        var texts: [String: String]
        subscript(_ key: String) -> String { texts[key] ?? "" }
    }

    func reply(_ text: String, from number: String, by channel: String = "whatsapp", to ours: String = "+15125550100")
        async throws
    {
        let body = try JSONEncoder().encode(["channel": channel, "from": number, "to": ours, "body": text])
        try await sandbox(.post, "/inbox/replies.json", Array(body))
    }

    /// Has the providers misbehave; nil ends it.
    func faults(_ json: String?) async throws {
        try await sandbox(json == nil ? .delete : .post, "/faults", json.map { Array($0.utf8) } ?? [])
    }

    private func sandbox(_ method: HTTPMethod, _ path: String, _ body: [UInt8]) async throws {
        let request = HTTPRequest(
            method: method, url: system.sandboxURL + path, headers: ["content-type": "application/json"], body: body)
        let answer = try await system.http.send(request)
        guard (200..<300).contains(answer.status) else {
            throw Unexpected(reason: String(decoding: answer.body, as: UTF8.self))
        }
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
