internal import Contracts
internal import Foundation
internal import OutboundHTTP
internal import Postgres

/// A thousand calls that end within a second: how long it takes until everybody has been told, by mail and WhatsApp, with the
/// providers' limits out of the way and with limits as they are.
struct MessagesPart {
    private static let calls = 1000
    /// The agent's mail and WhatsApp message, and the owner's mail.
    private static let messagesPerCall = 3
    /// What Meta lets a new sender do (https://www.twilio.com/docs/whatsapp/api#rate-limits).
    private static let messagesPerSecond = 80
    private static let account = "AC" + String(repeating: "0", count: 32)

    let bed: Bed
    let report: Report

    func run() async throws {
        let body = try ReportBody()
        var free: [Latencies] = []
        var limited: [Latencies] = []
        for number in 1...bed.plan.rounds {
            free.append(try await measure(body, "5a", number, limit: nil))
            limited.append(try await measure(body, "5b", number, limit: Self.messagesPerSecond))
        }
        let ideal = Double(Self.calls) / Double(Self.messagesPerSecond)
        report.add(
            .messages, "1,000 calls in a second, no provider limit", free.medians.text,
            "p50 / p99 / max of 3,000 hand-overs, from the report's commit (goal p99 1 s)")
        report.add(
            .messages, "the same, 80 messages/s and 5 mail requests/s", limited.medians.text,
            "p50 / p99 / max; the limit alone takes \(ideal) s")
        try report.save(.messages, ["withoutLimit": free, "withLimits": limited])
    }

    private func measure(_ body: ReportBody, _ kind: String, _ number: Int, limit: Int?) async throws -> Latencies {
        try await bed.reset()
        let call = IngestPart.calls(kind, number)
        let bed = bed
        return try await bed.withServices(
            ["webhook-ingest", "assignment", "notifier", "sandbox"], changes(limit)
        ) { _ in
            try await post(0..<50, body, call)
            try await waitUntilSent(50)
            let start = ContinuousClock.now
            try await post(50..<(50 + Self.calls), body, call)
            Progress.say("  \(Self.calls) reports posted in \(ContinuousClock.now - start)")
            try await waitUntilSent(50 + Self.calls)
            let latencies = try await bed.pool.execute(HandOvers())
            return Latencies(milliseconds: Array(latencies.suffix(Self.calls * Self.messagesPerCall)))
        }
    }

    private func changes(_ limit: Int?) -> [String: [String: String]] {
        let sids = #"{"call.completed":{"en":"HX\#(String(repeating: "1", count: 32))"}}"#
        return [
            "notifier": [
                "RESEND_RATE_LIMIT": limit == nil ? "10000" : "5", "TWILIO_RATE_LIMIT": "\(limit ?? 10_000)",
                "TWILIO_ACCOUNT_SID": Self.account, "TWILIO_AUTH_TOKEN": "bench",
                "TWILIO_BASE_URL": bed.url("sandbox", ""), "TWILIO_WHATSAPP_NUMBER": "+15125550100",
                "TWILIO_CONTENT_TEMPLATES": sids,
                "TWILIO_WEBHOOK_URL": bed.url("webhook-ingest", "/api/webhooks/twilio"),
            ],
            "webhook-ingest": [
                "TWILIO_AUTH_TOKEN": "bench", "TWILIO_WEBHOOK_URL": bed.url("webhook-ingest", "/api/webhooks/twilio"),
            ],
            "sandbox": [
                "SANDBOX_RESEND_RATE_LIMIT": limit == nil ? "0" : "5",
                "SANDBOX_TWILIO_RATE_LIMIT": "\(limit.map { $0 + 5 } ?? 0)", "SANDBOX_TWILIO_ACCOUNT_SID": Self.account,
                "SANDBOX_TWILIO_AUTH_TOKEN": "bench", "SANDBOX_MESSAGE_SECONDS": "60",
            ],
        ]
    }

    private func post(
        _ numbers: Range<Int>, _ body: ReportBody, _ call: @escaping @Sendable (Int) -> String
    ) async throws {
        let bed = bed
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, number) in numbers.enumerated() {
                if index >= 64 { try await group.next() }
                group.addTask {
                    let answer = try await bed.http.send(
                        HTTPRequest(
                            method: .post, url: bed.webhookURL,
                            headers: ["content-type": "application/json", "x-vapi-secret": Bed.secret],
                            body: body.bytes(call: call(number), number: Agency.number(number))))
                    guard answer.status == 200 else { throw BenchError("a report was answered with \(answer.status)") }
                }
            }
            for try await _ in group {}
        }
    }

    private func waitUntilSent(_ calls: Int) async throws {
        let expected = calls * Self.messagesPerCall
        try await waitUntil(.seconds(120), "\(expected) messages") {
            try await bed.pool.execute(CountHandedOver()).first ?? 0 >= expected
        }
    }
}

private struct CountHandedOver: PostgresStatement {
    static let sql = "SELECT count(*) FROM notifications WHERE sent_at IS NOT NULL"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

/// In milliseconds, in the order in which the calls' reports came.
private struct HandOvers: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM sent_at - report_received_at)::float8 * 1000
        FROM notifications JOIN call_logs ON call_logs.id = notifications.call_id ORDER BY report_received_at
        """
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double { try row.decode(Double.self) }
}
