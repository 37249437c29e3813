internal import Foundation
internal import Postgres

/// Calls that are due, with ten schedulers at work: all at once, and one after another; without and with a long history.
struct DiallingPart {
    static let workers = Bed.schedulers.count
    private static let perSecond = 50
    /// From the making of the rows to when they are due: the schedulers are started meanwhile.
    private static let lead = 12
    private static let chunk = 500_000

    let bed: Bed
    let report: Report

    private struct AtOnce: Codable {
        var calls: Int
        var perSecond: Double
        var postgresSecondsPer1000: Double
        /// From due to the first.
        var first: Double
    }

    private struct Result: Codable {
        var history: Int
        var atOnce: AtOnce
        var lateness: Latencies
    }

    func run() async throws {
        try await bed.pool.simpleQuery(Outreach.rules)
        var results: [Result] = []
        for history in [0, bed.plan.pastCalls] {
            if history > 0 { try await add(history) }
            let result = Result(history: history, atOnce: try await atOnce(), lateness: try await paced())
            results.append(result)
            let (words, once) = ("\(history) finished calls beside", result.atOnce)
            report.add(
                .dialling, "\(once.calls) due at once, \(words)", "\(once.perSecond.text())/s",
                "the first after \((once.first * 1000).text()) ms; PostgreSQL \(once.postgresSecondsPer1000.text(3)) s "
                    + "per 1,000; each called once")
            report.add(
                .dialling, "due to dialled, \(Self.perSecond)/s, \(words)", result.lateness.text,
                "p50 / p99 / max (goal 1 s)")
        }
        try report.save(.dialling, results)
    }

    private func add(_ history: Int) async throws {
        for start in stride(from: 0, to: history, by: Self.chunk) {
            try await bed.pool.simpleQuery(Outreach.history(start..<min(start + Self.chunk, history)))
            Progress.say("  \(min(start + Self.chunk, history)) of \(history) finished calls are there")
        }
        try await bed.pool.simpleQuery("VACUUM ANALYZE call_retries")
    }

    private func atOnce() async throws -> AtOnce {
        let calls = bed.plan.dueCalls
        return try await measure(calls, due: "now() + interval '\(Self.lead) seconds'") { due in
            // Nothing is to be done before.
            let wait = due.timeIntervalSinceNow
            if wait > 0 { try await Task.sleep(for: .seconds(wait)) }
            let before = await bed.postgresSeconds()
            try await allCalled(calls)
            let used = await bed.postgresSeconds() - before
            let times = try await check(calls).values.sorted()
            guard let first = times.first, let last = times.last else { throw BenchError("nobody was called") }
            return AtOnce(
                calls: calls, perSecond: Double(calls) / last.timeIntervalSince(due),
                postgresSecondsPer1000: used / Double(calls) * 1000, first: first.timeIntervalSince(due))
        }
    }

    private func paced() async throws -> Latencies {
        let calls = Self.perSecond * bed.plan.seconds
        let due = "now() + interval '\(Self.lead) seconds' + make_interval(secs => number / \(Self.perSecond)::float8)"
        return try await measure(calls, due: due) { _ in
            try await allCalled(calls)
            let called = try await check(calls)
            let planned = try await bed.pool.execute(PlannedTimes())
            return Latencies(
                milliseconds: planned.compactMap { row in
                    called[row.number].map { $0.timeIntervalSince(row.at) * 1000 }
                })
        }
    }

    private func measure<R: Sendable>(
        _ calls: Int, due: String, _ body: (Date) async throws -> R
    ) async throws -> R {
        try await bed.pool.simpleQuery(Outreach.forget + "DELETE FROM leads WHERE source = 'bench'")
        try await bed.settle()
        let names = ["sandbox"] + Bed.schedulers
        var changes = ["sandbox": Outreach.sandbox]
        for scheduler in Bed.schedulers { changes[scheduler] = Outreach.scheduler }
        try await bed.pool.simpleQuery(Outreach.due(calls, at: due))
        guard let first = try await bed.pool.execute(FirstDue()).first else { throw BenchError("no call is due") }
        return try await bed.withServices(names, changes) { _ in try await body(first) }
    }

    private func allCalled(_ calls: Int) async throws {
        let pool = bed.pool
        try await within(.seconds(120 + calls / 50), "\(calls) calls") {
            while try await pool.execute(AllCalled()).first != true { try await Task.sleep(for: .milliseconds(200)) }
        }
    }

    /// When each number was called; each once.
    private func check(_ calls: Int) async throws -> [String: Date] {
        let made = try await ProviderCalls.list(bed)
        guard made.count == calls else { throw BenchError("\(made.count) of \(calls) were called") }
        return made
    }
}

private struct FirstDue: PostgresStatement {
    static let sql = "SELECT min(due_at) FROM call_retries WHERE status = 'pending'"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Date { try row.decode(Date.self) }
}

private struct PlannedTimes: PostgresStatement {
    static let sql = """
        SELECT leads.phone, scheduled_at FROM leads JOIN call_retries ON lead_id = leads.id WHERE source = 'bench'
        """
    static func decode(_ row: PostgresRow) throws(PostgresError) -> (number: String, at: Date) {
        try row.decode((String, Date).self)
    }
}
