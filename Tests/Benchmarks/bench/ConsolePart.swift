internal import ConsoleData
internal import Crypto
internal import Foundation
internal import LocalServers
internal import OutboundHTTP
internal import Postgres

/// Pages of the console over a year of 50 agencies: as the owner of the largest one sees them, and one of its agents.
struct ConsolePart {
    private static let requests = 200

    let bed: Bed
    let report: Report

    private struct Round: Codable {
        var pages: [String: Latencies] = [:]
        var pageBytes: [String: Int] = [:]
        var assetBytes = 0
        var paintMilliseconds: Double?
        var readersMegabytes = 0.0
    }

    private enum Reader: String, CaseIterable {
        case owner, agent
        var token: String { "bench-session-\(rawValue)" }
    }

    func run() async throws {
        let data = ConsoleData(calls: bed.plan.consoleCalls)
        Progress.say("  \(data.calls) calls, \(data.leads) leads, 50 agencies: takes minutes")
        try await data.load(into: try PostgresConfiguration(url: bed.postgres.url(database: "thavon"))) {
            Progress.say("    \($0)")
        }
        try await signIn()
        try await bed.pool.simpleQuery("VACUUM ANALYZE")
        try await bed.settle()
        var round = Round()
        try await bed.withServices(["dashboard"]) { running in
            for reader in Reader.allCases { try await measure(reader, &round) }
            round.readersMegabytes = try await readers(of: running["dashboard"])
            round.paintMilliseconds = try await paint()
        }
        tell(round)
        try report.save(.console, round)
    }

    private func tell(_ round: Round) {
        for (name, latencies) in round.pages.sorted(by: { $0.key < $1.key }) {
            let bytes = (round.pageBytes[name] ?? 0) / 1024
            report.add(
                .console, name, "\(latencies.p50.text(1)) / \(latencies.p95.text(1)) / \(latencies.max.text(1)) ms",
                "p50 / p95 / max of \(latencies.count), at most \(bytes) KB (goals: p95 100 ms, 100 KB)")
        }
        report.add(.console, "style and script", "\(round.assetBytes / 1024) KB", "once, then cached for good")
        report.add(
            .console, "200 readers of live rows", "\(round.readersMegabytes.text(1)) MB", "more resident (goal 50 MB)")
        report.add(
            .console, "first contentful paint", round.paintMilliseconds.map { "\($0.text()) ms" } ?? "not measured",
            "of the list, median of 10 in Chromium (goal 500 ms); Tests/Browser/install.sh installs it")
    }

    /// Sessions as the console would have made them.
    private func signIn() async throws {
        let largest = ConsoleData.largest
        for (reader, account) in [(Reader.owner, largest.ownerAccountID), (.agent, largest.agentAccountID(1))] {
            let hash = SHA256.hash(data: Array(reader.token.utf8)).map { String(format: "%02x", $0) }.joined()
            try await bed.pool.simpleQuery(
                """
                INSERT INTO sessions (id, account_id, agency_id, token_hash, expires_at)
                VALUES (gen_random_uuid(), '\(account)', '\(largest.agencyID)', '\\x\(hash)', now() + interval '1 day')
                """)
        }
    }

    private func request(_ path: String, _ reader: Reader) -> HTTPRequest {
        HTTPRequest(
            url: bed.url("dashboard", path), headers: ["cookie": "__Host-thavon_session=\(reader.token)"],
            maxResponseBytes: 8 << 20)
    }

    private func measure(_ reader: Reader, _ round: inout Round) async throws {
        let agent = reader == .agent ? ConsoleData.largest.agentID(1) : nil
        let calls = try await bed.pool.execute(SomeCalls(agency: ConsoleData.largest.agencyID, agent: agent))
        guard !calls.isEmpty else { throw BenchError("there are no calls") }
        let kinds: [(String, (Int) -> String)] = [
            ("list", { _ in "/calls" }),
            ("list with filters", { Self.filters[$0 % Self.filters.count] }),
            ("search", { "/calls?q=" + Self.words[$0 % Self.words.count] }),
            // Two words that many calls have, in an order that none has: the worst there is.
            ("search for a phrase", { _ in "/calls?q=%22call%20back%22" }),
            ("detail", { "/calls/\(calls[$0 % calls.count].uuidString.lowercased())" }),
            ("leads", { "/leads?q=\(["ann", "garc", "5555", "lopez"][$0 % 4])" }),
            ("appointments", { _ in "/appointments" }), ("overview of 30 days", { _ in "/overview?period=30d" }),
        ]
        for (name, path) in kinds {
            var (times, bytes): ([Double], Int) = ([], 0)
            for index in -10..<Self.requests {
                let start = ContinuousClock.now
                let answer = try await bed.http.send(request(path(abs(index)), reader))
                guard answer.status == 200 else { throw BenchError("\(path(abs(index))): \(answer.status)") }
                // The first ones warm the way.
                if index >= 0 { times.append((ContinuousClock.now - start).milliseconds) }
                bytes = max(bytes, answer.body.count)
            }
            round.pages["\(reader.rawValue): \(name)"] = Latencies(milliseconds: times)
            round.pageBytes["\(reader.rawValue): \(name)"] = bytes
        }
        let page = try await bed.http.send(request("/calls", reader))
        let text = String(decoding: page.body, as: UTF8.self)
        let assets = text.matches(of: /"(\/assets\/[^"]+\.(css|js))"/).map { String($0.1) }
        round.assetBytes = 0
        for asset in Set(assets) { round.assetBytes += try await bed.http.send(request(asset, reader)).body.count }
    }

    private static let filters = [
        "/calls?status=answered", "/calls?status=voicemail", "/calls?period=30d&status=no-answer", "/calls?language=de",
        "/calls?min=180", "/calls?direction=inbound&period=7d", "/calls?agent=nobody", "/calls?sort=longest",
        "/calls?language=ja&min=60", "/calls?from=2026-01-01&to=2026-06-30&status=failed",
    ]
    private static let words = [
        "budget", "insurance", "appointment", "Okafor", "Fitzgerald", "zzzunheard", "Wohnung",
        "presupuesto",
        "financing",
    ]

    /// What the service takes more with 200 pages open that wait for rows.
    private func readers(of service: RunningService?) async throws -> Double {
        guard let service else { return 0 }
        let before = Usage.megabytes("VmRSS", of: service.id)
        let connections = try (0..<200).map { _ in
            try OpenStream(
                port: bed.port("dashboard"), path: "/calls/live", cookie: "__Host-thavon_session=\(Reader.owner.token)")
        }
        try await waitUntil(.seconds(20), "the streams") { connections.allSatisfy { $0.hasBegun() } }
        let after = Usage.megabytes("VmRSS", of: service.id)
        for connection in connections { connection.end() }
        return after - before
    }

    private func paint() async throws -> Double? {
        let root = URL(fileURLWithPath: Plan.helpers).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        guard FileManager.default.fileExists(atPath: "\(root)/.build/browser/playwright") else { return nil }
        let output = try await bed.tool.run(
            "/usr/bin/env",
            ["python3", "\(Plan.helpers)/paint.py", bed.url("dashboard", "/calls"), Reader.owner.token],
            limit: .seconds(120),
            environment: [
                "PYTHONPATH": "\(root)/.build/browser", "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": bed.folder,
            ])
        return Double(output.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

private struct SomeCalls: PostgresStatement {
    static let sql = """
        SELECT id FROM call_logs WHERE agency_id = $1 AND ($2::uuid IS NULL OR agent_id = $2) ORDER BY md5(id::text) LIMIT 200
        """
    var agency: UUID
    var agent: UUID?
    var parameters: [PostgresParameter] { [.init(agency), .init(agent)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}
