internal import Foundation
internal import OutboundHTTP
internal import Postgres

/// What a caller waits for: an assistant's tools, one call after another, with a full book and no calendar connected.
struct BookingPart {
    private static let agents = 50
    private static let appointments = 5_000
    private static let asked = 200

    let bed: Bed
    let report: Report

    private struct Round: Codable {
        var check: Latencies
        var book: Latencies
    }

    func run() async throws {
        try await bed.pool.simpleQuery(Self.data)
        var rounds: [Round] = []
        for number in 1...bed.plan.rounds { rounds.append(try await measure(number)) }
        let (check, book) = (rounds.map(\.check).medians, rounds.map(\.book).medians)
        report.add(.booking, "check_availability", check.text, "p50 / p99 / max of \(check.count) (goal p95 300 ms)")
        report.add(.booking, "book_appointment", book.text, "p50 / p99 / max of \(book.count) (goal p95 300 ms)")
        try report.save(.booking, rounds)
    }

    private func measure(_ number: Int) async throws -> Round {
        try await bed.settle()
        return try await bed.withServices(["webhook-ingest", "calendar-sync"]) { _ in
            // Connections and plans are there from the second on.
            for lead in 0..<10 { _ = try await ask("check_availability", "next week", lead, "\(number)-warm") }
            var round = Round(check: Latencies([]), book: Latencies([]))
            var times: [Duration] = []
            for lead in 0..<Self.asked {
                times.append(try await ask("check_availability", Self.day(lead), lead, "\(number)"))
            }
            round.check = Latencies(times)
            times = []
            for lead in 0..<Self.asked {
                times.append(try await ask("book_appointment", Self.moment(lead, number), lead, "\(number)"))
            }
            round.book = Latencies(times)
            return round
        }
    }

    private func ask(_ tool: String, _ when: String, _ lead: Int, _ round: String) async throws -> Duration {
        let body = """
            {"message": {"type": "tool-calls", "customer": {"number": "\(Agency.number(lead))"},
            "call": {"id": "booking-\(round)-\(lead)", "phoneNumberId": "\(Agency.phoneNumberID)"},
            "toolCallList": [{"id": "\(tool)", "function": {"name": "\(tool)", "arguments": {"when": "\(when)"}}}]}}
            """
        let request = HTTPRequest(
            method: .post, url: bed.webhookURL,
            headers: ["content-type": "application/json", "x-vapi-secret": Bed.secret], body: Array(body.utf8))
        let start = ContinuousClock.now
        let answer = try await bed.http.send(request)
        let took = ContinuousClock.now - start
        let text = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200,
            tool == "check_availability" ? text.contains("\"result\"") : text.contains("toolCallId")
        else { throw BenchError("\(tool) was answered with \(answer.status): \(text.prefix(300))") }
        return took
    }

    private static func day(_ lead: Int) -> String {
        String(Date().addingTimeInterval(Double(3 + lead % 20) * 86_400).ISO8601Format().prefix(10))
    }

    private static func moment(_ lead: Int, _ round: Int) -> String {
        "\(day(lead + round))T\(9 + lead % 8 < 10 ? "0" : "")\(9 + lead % 8):\(lead % 2 == 0 ? "00" : "30"):00Z"
    }

    /// A book that is half full for the next three weeks, on weekdays, at the full hour.
    private static let data = """
        INSERT INTO agents (id, agency_id, name, email)
            SELECT ('b4000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '\(Agency.id)', 'Agent ' || n,
                'booked' || n || '@example.com' FROM generate_series(1, \(agents)) n ON CONFLICT DO NOTHING;
        INSERT INTO booking_settings (agency_id, rules) VALUES ('\(Agency.id)', '{"appointments_per_day": 100}')
            ON CONFLICT DO NOTHING;
        INSERT INTO appointments (id, agency_id, lead_id, agent_id, scheduled_at, ends_at, time_zone, language, source)
            SELECT gen_random_uuid(), '\(Agency.id)',
                ('b3000000-0000-4000-8000-' || lpad((n % \(Agency.leads))::text, 12, '0'))::uuid,
                ('b4000000-0000-4000-8000-' || lpad((n % \(agents) + 1)::text, 12, '0'))::uuid, at, at + interval '30 minutes',
                'UTC', 'en', 'hand'
            FROM (
                SELECT n, date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                    + make_interval(days => 2 + n / \(agents) / 5, hours => 9 + n / \(agents) % 5) AS at
                FROM generate_series(0, \(appointments - 1)) n) AS booked
            ON CONFLICT DO NOTHING;
        ANALYZE appointments, agents;
        """
}
