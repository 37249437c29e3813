internal import Contracts
internal import Foundation
internal import OutboundHTTP
internal import Postgres

/// From the moment a lead's form is due to the call at the provider, which the sandbox plays.
struct LeadPart {
    private static let perSecond = 20

    let bed: Bed
    let report: Report

    private struct Round: Codable {
        var answer: Latencies
        var call: Latencies
        var errors: Int
    }

    func run() async throws {
        try await bed.pool.simpleQuery(Outreach.rules)
        var rounds: [Round] = []
        for _ in 1...bed.plan.rounds {
            try await bed.pool.simpleQuery(Outreach.forget + "DELETE FROM leads WHERE source = 'webhook';")
            try await bed.settle()
            rounds.append(try await measure())
        }
        let (answers, calls) = (rounds.map(\.answer).medians, rounds.map(\.call).medians)
        report.add(.leads, "form to 202, 20/s", answers.text, "p50 / p99 / max of \(answers.count) (goal 50 ms)")
        report.add(
            .leads, "form to POST /call, 20/s", calls.text,
            "p50 / p99 / max; p90 \(calls.p90.text(1)) ms (goal p95 500 ms)")
        let errors = rounds.reduce(0) { $0 + $1.errors }
        if errors > 0 { report.add(.leads, "errors", "\(errors)", "not answered with 202") }
        try report.save(.leads, rounds)
    }

    private func measure() async throws -> Round {
        let bed = bed
        let changes = ["sandbox": Outreach.sandbox, "retry-scheduler": Outreach.scheduler]
        return try await bed.withServices(["sandbox", "webhook-ingest", "retry-scheduler"], changes) { _ in
            let load = SteadyLoad(
                http: bed.http, perSecond: Self.perSecond, seconds: bed.plan.seconds, status: 202,
                request: { Self.form($0, bed) })
            let outcome = try await within(.seconds(load.seconds + 60), "the load") { try await load.run() }
            let count = load.perSecond * load.seconds
            // Those that warmed the way are called too.
            try await waitUntil(.seconds(60), "the last call") {
                try await bed.pool.execute(CountPlaced()).first ?? 0 >= count + load.perSecond
            }
            let calls = try await ProviderCalls.list(bed)
            let latencies = (0..<count).compactMap { index -> Double? in
                calls[Self.number(index)].map {
                    $0.timeIntervalSince(load.due(index, after: outcome.start).date) * 1000
                }
            }
            guard latencies.count == count else { throw BenchError("\(latencies.count) of \(count) were called") }
            return Round(
                answer: Latencies(outcome.latencies), call: Latencies(milliseconds: latencies), errors: outcome.errors)
        }
    }

    private static func number(_ index: Int) -> String { "+1406\(3_000_000 + index)" }

    private static func form(_ index: Int, _ bed: Bed) -> HTTPRequest {
        let fields = """
            {"name": "Lead \(index)", "phone": "\(number(index))", "email": "lead\(index)@example.com", "country": "US",
            "consent": "yes", "timezone": "\(Outreach.noon)"}
            """
        return HTTPRequest(
            method: .post, url: bed.url("webhook-ingest", "/api/webhooks/inbound/\(Agency.id)"),
            headers: ["content-type": "application/json", "authorization": "Bearer \(Outreach.token)"],
            body: Array(fields.utf8))
    }
}

private struct CountPlaced: PostgresStatement {
    static let sql = "SELECT count(*) FROM call_attempts WHERE state <> 'dialling'"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

/// The calls that the provider has made.
enum ProviderCalls {
    private struct Call: Decodable {
        var id: String
        var createdAt: String
        var customer: Customer
        struct Customer: Decodable { var number: String }
    }

    /// When each number was called.
    ///
    /// - Throws: ``BenchError`` when a number was called twice.
    static func list(_ bed: Bed) async throws -> [String: Date] {
        var times: [String: (id: String, at: Date)] = [:]
        var end = "2100-01-01T00:00:00Z"
        while true {
            var request = HTTPRequest(
                url: bed.url("sandbox", "/vapi/call?limit=1000&createdAtLe=\(end)"),
                headers: ["authorization": "Bearer vapi_sandbox"])
            request.maxResponseBytes = 64 << 20
            let page = try JSONDecoder().decode([Call].self, from: Data(try await bed.http.send(request).body))
            var news = 0
            for call in page {
                guard let at = Date(rfc3339: call.createdAt) else { continue }
                if let known = times[call.customer.number] {
                    guard known.id == call.id else { throw BenchError("\(call.customer.number) was called twice") }
                } else {
                    times[call.customer.number] = (call.id, at)
                    news += 1
                }
            }
            // A time is shown to the millisecond, and may be a little later; ours is cut to milliseconds as well.
            guard page.count == 1000, news > 0, let oldest = page.compactMap({ Date(rfc3339: $0.createdAt) }).min()
            else {
                return times.mapValues(\.at)
            }
            end = oldest.addingTimeInterval(0.0015).rfc3339
        }
    }
}
