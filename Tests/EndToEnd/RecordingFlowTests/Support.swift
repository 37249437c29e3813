import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import OutboundHTTP
import Postgres
import TestSupport

/// The system as it keeps recordings, with calls that the sandbox plays.
struct Archiving: Sendable {
    let system: ThavonSystem
    let events: EventObserver
    private let client: CommandClient

    /// - Parameter faults: kinds of them; each hits once, in that order, and one that is slow takes four seconds.
    static func run(
        faults: [String] = [], replicas: Int = 1, settings: [String: String] = [:], sandbox: [String: String] = [:],
        _ body: @escaping @Sendable (Archiving) async throws -> Void
    ) async throws {
        var options = ThavonSystem.Options()
        options.services = ["sandbox", "webhook-ingest", "recording-archive"]
        for number in 2..<(replicas + 1) { options.services.append("recording-archive#\(number)") }
        options.environment["recording-archive"] = settings
        let ordered = faults.map { kind in
            let delay = kind == "recording_slow" ? #","delay_ms":4000"# : ""
            return #"{"provider":"vapi","kind":"\#(kind)","count":1\#(delay)}"#
        }
        options.environment["sandbox"] = [
            "SANDBOX_CALL_SECONDS": "0.05", "SANDBOX_VAPI_LINES": "1000",
            "SANDBOX_FAULTS": "[\(ordered.joined(separator: ","))]",
        ].merging(sandbox) { $1 }
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
                    try await body(Archiving(system: system, events: $0, client: client))
                }
                group.cancelAll()
            }
        }
    }

    /// Has a call placed, which rings, is talked through and ends as the outcome says.
    func placeCall(_ outcome: String = "talks") async throws {
        let order = """
            {"assistantId":"asst_test","phoneNumberId":"\(TestAgency.phoneNumberID)",
            "customer":{"number":"\(TestAgency.texanNumber)"}}
            """
        let answer = try await system.http.send(
            HTTPRequest(
                method: .post, url: "\(system.sandboxURL)/vapi/call?outcome=\(outcome)",
                headers: ["authorization": "Bearer vapi_sandbox"], body: Array(order.utf8)))
        guard answer.status == 201 else { throw Unexpected(description: "answered with \(answer.status)") }
    }

    /// Reports calls of which the sandbox knows nothing afterwards.
    func simulateCall() async throws {
        let body = #"{"count":1,"phoneNumberId":"\#(TestAgency.phoneNumberID)"}"#
        _ = try await system.http.send(
            HTTPRequest(method: .post, url: "\(system.sandboxURL)/simulate", body: Array(body.utf8)))
    }

    func ask<Payload: CommandPayload>(
        _ payload: Payload, of agency: AgencyID = TestAgency.id
    ) async throws -> CommandResult<Payload.Reply> {
        try await client.send(
            Command(
                source: "test", actor: "tester", deadline: Date().addingTimeInterval(20), agencyID: agency,
                data: payload))
    }

    /// One column of one statement, as text.
    func texts(_ sql: String) async throws -> [String] { try await system.pool.execute(AskAnything(sql: sql)) }

    /// Waits until the database says so: there is no event for what is asked here.
    func until(_ condition: String) async throws {
        let waits = "SELECT pg_sleep(0.05)::text || 'x' WHERE NOT (\(condition))"
        while try await !texts(waits).isEmpty { try Task.checkCancellation() }
    }

    /// What became of the recordings: one line for each.
    func outcomes() async throws -> [String] {
        try await texts(
            "SELECT concat_ws(' ', status, reason, source, 'after', attempts) FROM recordings ORDER BY created_at")
    }

    /// The files that are kept, without those on their way.
    func files() -> [String] {
        let all = FileManager.default.enumerator(atPath: system.recordings)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.count > 30 && !$0.hasPrefix(".") }.sorted()
    }

    /// How often the sandbox has misbehaved so far.
    func faultsApplied() async throws -> Int {
        let answer = try await system.http.send(HTTPRequest(url: "\(system.sandboxURL)/faults"))
        let faults = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]] ?? []
        return faults.compactMap { $0["applied"] as? Int }.reduce(0, +)
    }

    struct Unexpected: Error, CustomStringConvertible { var description: String }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
