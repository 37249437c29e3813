import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// The system as it follows calls up, with a desk that asks it as the console would.
struct FollowUpDesk: Sendable {
    let system: ThavonSystem
    let events: EventObserver
    private let client: CommandClient

    static func run(
        replicas: Int = 1, _ body: @escaping @Sendable (FollowUpDesk) async throws -> Void
    ) async throws {
        var options = ThavonSystem.Options()
        options.services = ["webhook-ingest", "assignment"]
        for number in 2..<(replicas + 1) { options.services.append("assignment#\(number)") }
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
                    try await body(FollowUpDesk(system: system, events: $0, client: client))
                }
                group.cancelAll()
            }
        }
    }

    // MARK: Asking

    func ask<Payload: CommandPayload>(
        _ payload: Payload, id: CommandID = .new(), time: Date = Date()
    ) async throws -> CommandResult<Payload.Reply> {
        try await client.send(
            Command(
                id: id, source: "test", actor: "tester", time: time, deadline: Date().addingTimeInterval(20),
                agencyID: TestAgency.id, data: payload))
    }

    /// What was done; anything else is a failure of the test.
    func done<Payload: CommandPayload>(_ payload: Payload) async throws -> Payload.Reply {
        switch try await ask(payload) {
        case .done(let reply): return reply
        case .refused(let reason), .failed(let reason): throw Unexpected(description: reason)
        }
    }

    /// Why it was not done.
    func refusal(_ payload: some CommandPayload) async throws -> String {
        switch try await ask(payload) {
        case .refused(let reason): return reason
        case let other: throw Unexpected(description: "not refused: \(other)")
        }
    }

    struct Unexpected: Error, CustomStringConvertible { var description: String }

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await system.pool.execute(AskAnything(sql: sql)) }

    func text(_ sql: String) async throws -> String? { try await texts(sql).first }

    /// Waits until a statement says so. There is no event for what is asked here: the database is the event.
    func until(_ sql: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(sql))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }

    /// Waits for a line of what the service counts, which it does after it has written it down.
    func untilMetric(_ line: String) async throws {
        while true {
            let metrics = try await system.http.send(HTTPRequest(url: system.healthURL("assignment", "/metrics")))
            if String(decoding: metrics.body, as: UTF8.self).contains(line) { return }
            try await until("pg_sleep(0.05)::text = ''")
        }
    }

    // MARK: Calls

    /// A call that has ended and that somebody has got.
    func call(from number: String = TestAgency.berlinNumber) async throws -> CallID {
        let report = TestReport(customerNumber: number)
        let status = try await system.post(report.body).status
        try #require(status == 200)
        let assigned = "SELECT call_id FROM follow_ups JOIN call_logs ON call_logs.id = call_id"
        try await until("EXISTS (\(assigned) WHERE vapi_call_id = '\(report.callID)')")
        let id = try #require(try await system.call(report.callID)).id
        return CallID(rawValue: id)
    }

    /// The time has come for what is next.
    func makeDue(_ callID: CallID? = nil, minutesAgo: Int = 0) async throws {
        let which = callID.map { "call_id = '\($0)'" } ?? "due_at IS NOT NULL"
        try await system.pool.simpleQuery(
            """
            UPDATE follow_ups SET due_at = now(), began_at = began_at - interval '\(minutesAgo) minutes' WHERE \(which)
            """)
    }

    /// One expression about the follow-up of a call.
    func followUp(_ expression: String, of callID: CallID) async throws -> String? {
        try await text("SELECT (\(expression))::text FROM follow_ups WHERE call_id = '\(callID)'")
    }

    func agent(of callID: CallID) async throws -> String? {
        try await text("SELECT agent_id::text FROM call_logs WHERE id = '\(callID)'")
    }

    /// Calls that an agent has, put straight into the database, and nobody follows up yet.
    ///
    /// - Parameter columns: names and values of columns of `call_logs` beside the standard ones.
    func insertCalls(
        _ count: Int, agent: AgentID = TestAgency.anybody, agency: AgencyID = TestAgency.id,
        _ columns: KeyValuePairs<String, String> = ["status": "'completed'"]
    ) async throws -> [CallID] {
        let ids = (0..<count).map { _ in CallID.new() }
        let names = columns.map { ", \($0.key)" }.joined()
        let values = columns.map { ", \($0.value)" }.joined()
        let list = ids.map { "'\($0)'" }.joined(separator: ",")
        try await system.pool.simpleQuery(
            """
            INSERT INTO call_logs (id, agency_id, agent_id, vapi_call_id, assigned_at, ended_at\(names))
                SELECT id, '\(agency)', '\(agent)', id::text, now(), now()\(values) FROM unnest(ARRAY[\(list)]::uuid[]) id;
            INSERT INTO assignments (id, call_id, agency_id, agent_id, rule, decision)
                SELECT gen_random_uuid(), id, '\(agency)', '\(agent)', 'round_robin', '{}'
                FROM unnest(ARRAY[\(list)]::uuid[]) id;
            """)
        return ids
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
