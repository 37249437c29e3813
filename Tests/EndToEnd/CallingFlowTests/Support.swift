import Contracts
import Foundation
import OutboundHTTP
import Postgres
import TestSupport

/// What a test of calling starts from: an agency that may call at any hour, with retries after a second.
enum Calling {
    static let token = "test-lead-token"
    /// Somebody else's.
    static let otherAgency = "00000000-0000-4000-8000-0000000000aa"

    static func options(_ sandbox: [String: String] = [:], replicas: Int = 1) -> ThavonSystem.Options {
        var options = ThavonSystem.Options()
        options.services = ["sandbox", "webhook-ingest", "retry-scheduler"]
        options.environment["sandbox"] = ["SANDBOX_CALL_SECONDS": "0.05"].merging(sandbox) { $1 }
        for number in 2..<(replicas + 1) { options.services.append("retry-scheduler#\(number)") }
        return options
    }

    static func run(
        _ options: ThavonSystem.Options = options(),
        _ body: @escaping @Sendable (ThavonSystem, EventObserver) async throws -> Void
    ) async throws {
        try await ThavonSystem.run(options) { system in
            try await system.pool.simpleQuery(seed)
            try await EventObserver.observe(system.broker) { try await body(system, $0) }
        }
    }

    private static let seed = """
        CREATE FUNCTION ask(question text) RETURNS SETOF text LANGUAGE plpgsql
            AS $$ BEGIN RETURN QUERY EXECUTE question; END $$;
        INSERT INTO lead_tokens (id, agency_id, token_hash, label)
            VALUES (gen_random_uuid(), '\(TestAgency.id)', sha256('\(token)'), 'Web site');
        INSERT INTO calling_settings (agency_id, rules) VALUES ('\(TestAgency.id)', '{
            "hours": {"mon": ["00:00-24:00"], "tue": ["00:00-24:00"], "wed": ["00:00-24:00"], "thu": ["00:00-24:00"],
                "fri": ["00:00-24:00"], "sat": ["00:00-24:00"], "sun": ["00:00-24:00"]},
            "calls_per_lead": 20, "calls_per_day": 10,
            "retries": {"jitter_seconds": 0, "no_answer": {"delays_seconds": [1], "max_retries": 2}}}');
        """

    /// A zone in which it is about noon, so that a test may call at any time of the day, and one in which it is about three in
    /// the morning.
    static var noon: String { zone(withHour: 12) }
    static var night: String { zone(withHour: 3) }

    private static func zone(withHour hour: Int) -> String { TestZones.zone(withHour: hour) }
}

/// A lead's number in Montana, whose law is the federal one; the last digit says how the sandbox ends the call.
enum Number {
    static let isTalkedTo = "+14065550120"
    static let rings = "+14065550125"
}

extension ThavonSystem {
    nonisolated var leadURL: String {
        webhookURL.replacingOccurrences(of: "/vapi", with: "/inbound/\(TestAgency.id)")
    }

    /// Posts a lead as a form would.
    nonisolated func postLead(
        _ fields: [String: String], headers: HTTPHeaders = ["authorization": "Bearer \(Calling.token)"],
        to url: String? = nil
    ) async throws -> HTTPResponse {
        // Sorted, so that the same fields are the same bytes.
        let json = try JSONSerialization.data(withJSONObject: fields, options: .sortedKeys)
        return try await postLead(Array(json), type: "application/json", headers: headers, to: url)
    }

    nonisolated func postLead(
        _ body: [UInt8], type: String, headers: HTTPHeaders = ["authorization": "Bearer \(Calling.token)"],
        to url: String? = nil
    ) async throws -> HTTPResponse {
        var headers = headers
        headers["content-type"] = type
        return try await http.send(HTTPRequest(method: .post, url: url ?? leadURL, headers: headers, body: body))
    }

    /// A lead that may be called now.
    nonisolated func postCallable(_ number: String, _ more: [String: String] = [:]) async throws -> HTTPResponse {
        let fields = ["name": "Lee Doe", "phone": number, "country": "US", "consent": "yes", "timezone": Calling.noon]
        return try await postLead(fields.merging(more) { $1 })
    }

    /// One column of one statement, as text.
    nonisolated func texts(_ sql: String) async throws -> [String] {
        try await pool.execute(AskAnything(sql: sql))
    }

    /// The calls of the sandbox, each once.
    nonisolated func sandboxCalls() async throws -> [SandboxCall] {
        var calls: [String: SandboxCall] = [:]
        var before = "2100-01-01T00:00:00Z"
        while true {
            var request = HTTPRequest(
                url: "\(sandboxURL)/vapi/call?limit=1000&createdAtLe=\(before)",
                headers: ["authorization": "Bearer vapi_sandbox"])
            request.maxResponseBytes = 64 << 20
            let page = try await JSONDecoder().decode([SandboxCall].self, from: Data(http.send(request).body))
            let news = page.filter { calls[$0.id] == nil }
            for call in news { calls[call.id] = call }
            // A time is shown to the millisecond, and may be a little later; ours is cut to milliseconds as well.
            guard page.count == 1000, !news.isEmpty, let oldest = page.compactMap({ Date(rfc3339: $0.createdAt) }).min()
            else { break }
            before = oldest.addingTimeInterval(0.0015).rfc3339
        }
        return Array(calls.values)
    }
}

private struct AskAnything: PostgresStatement {
    static let sql = "SELECT answer FROM ask($1) AS answer"
    let sql: String
    var parameters: [PostgresParameter] { [.init(sql)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// A call as the sandbox shows it, and how it was ordered.
struct SandboxCall: Decodable, Sendable {
    var id: String
    var createdAt: String
    var customer: Customer
    var assistantOverrides: Overrides

    struct Customer: Decodable, Sendable { var number: String }
    struct Overrides: Decodable, Sendable { var metadata: [String: String] }

    var attempt: String? { assistantOverrides.metadata["attempt_id"] }
}
