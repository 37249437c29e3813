internal import Contracts
internal import Foundation
internal import OutboundHTTP
internal import Postgres

/// From the moment a webhook is due to the arrival of each of its mails at the provider, which the sandbox plays.
struct HandoverPart {
    private static let perSecond = 100
    /// The agent's and the owner's.
    private static let mailsPerCall = 2

    let bed: Bed
    let report: Report

    func run() async throws {
        let body = try ReportBody()
        var limited: [Latencies] = []
        var unlimited: [Latencies] = []
        for number in 1...bed.plan.rounds {
            limited.append(try await measure(body, "4a", number, providerLimit: 5))
            unlimited.append(try await measure(body, "4b", number, providerLimit: nil))
        }
        let count = limited.medians.count
        report.add(
            .handover, "webhook to mail, 100 calls/s, 5 requests/s", limited.medians.text,
            "p50 / p99 / max of \(count) mails (goals p50 100 ms, p99 1 s)")
        report.add(
            .handover, "webhook to mail, no provider limit", unlimited.medians.text,
            "p50 / p99 / max; the limit is so high that it does not matter")
        try report.save(.handover, ["fiveRequestsPerSecond": limited, "withoutLimit": unlimited])
    }

    private func measure(
        _ body: ReportBody, _ kind: String, _ number: Int, providerLimit: Int?
    ) async throws -> Latencies {
        try await bed.reset()
        let call = IngestPart.calls(kind, number)
        let load = SteadyLoad.reports(bed, body, perSecond: Self.perSecond, call: call)
        let changes = [
            "notifier": ["RESEND_RATE_LIMIT": "\(providerLimit ?? 10_000)"],
            "sandbox": ["SANDBOX_RESEND_RATE_LIMIT": "\(providerLimit ?? 0)"],
        ]
        let bed = bed
        return try await bed.withServices(["webhook-ingest", "assignment", "notifier", "sandbox"], changes) { _ in
            let outcome = try await within(.seconds(load.seconds + 60), "the load") { try await load.run() }
            let count = load.perSecond * load.seconds
            // The calls that warmed the way are mailed too.
            let expected = (count + load.perSecond) * Self.mailsPerCall
            try await waitUntil(.seconds(load.seconds + 90), "\(expected) mails") {
                try await bed.pool.execute(CountSent()).first ?? 0 >= expected
            }
            return Latencies(milliseconds: try await latencies(load, call, outcome.start, count))
        }
    }

    private func latencies(
        _ load: SteadyLoad, _ call: @Sendable (Int) -> String, _ start: SteadyLoad.Due, _ count: Int
    ) async throws -> [Double] {
        var request = HTTPRequest(url: bed.url("sandbox", "/mailbox.json"))
        request.maxResponseBytes = 1 << 30
        request.timeouts.total = .seconds(60)
        let mails = try JSONDecoder().decode([Mail].self, from: Data(try await bed.http.send(request).body))
        let arrivals = Dictionary(
            mails.compactMap { mail in
                mail.tags["delivery"].flatMap { delivery in
                    Date(rfc3339: mail.receivedAt).map { (delivery.lowercased(), $0) }
                }
            }, uniquingKeysWith: min)
        var due: [String: Date] = [:]
        for index in 0..<count { due[call(index)] = load.due(index, after: start).date }
        let latencies = try await bed.pool.execute(NotificationsOfCalls()).compactMap { notification -> Double? in
            guard let due = due[notification.call], let arrival = arrivals[notification.id.lowercased()] else {
                return nil
            }
            return arrival.timeIntervalSince(due) * 1000
        }
        guard latencies.count == count * Self.mailsPerCall else {
            throw BenchError("\(latencies.count) mails were found for \(count) calls")
        }
        return latencies
    }

    private struct Mail: Decodable {
        var receivedAt: String
        var tags: [String: String]
    }
}

private struct CountSent: PostgresStatement {
    static let sql = "SELECT count(*) FROM notifications WHERE status = 'sent'"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

private struct NotificationsOfCalls: PostgresStatement {
    static let sql = """
        SELECT notifications.id::text, call_logs.vapi_call_id
        FROM notifications JOIN call_logs ON call_logs.id = notifications.call_id
        """
    static func decode(_ row: PostgresRow) throws(PostgresError) -> (id: String, call: String) {
        try row.decode((String, String).self)
    }
}
