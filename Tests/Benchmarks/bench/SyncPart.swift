internal import AMQP
internal import Contracts
internal import Foundation
internal import Messaging
internal import OutboundHTTP
internal import Postgres

/// Whether a service that reads calendars all day long stays as small as it was: eight agents connect as they would, and their
/// calendars are read again and again, with something new in them now and then.
struct SyncPart {
    private static let agents = 8
    private static let account = "bench.agent"

    let bed: Bed
    let report: Report

    private struct Point: Codable {
        var syncs: Int
        var megabytes: Double
    }

    private var wanted: Int { bed.plan.rounds > 1 ? 10_000 : 2_000 }

    func run() async throws {
        try await bed.pool.simpleQuery(Self.data)
        try await bed.settle()
        let settings = bed.googleSettings
        let points = try await bed.withServices(
            ["sandbox", "webhook-ingest", "calendar-sync"], ["calendar-sync": settings]
        ) { services in
            guard let sync = services["calendar-sync"] else { throw BenchError("calendar-sync does not run") }
            let events = try await withCommands { commands in
                var events: [String] = []
                for number in 0..<Self.agents { events.append(try await connect(number, commands)) }
                return events
            }
            return try await read(events) { Usage.megabytes("VmRSS", of: sync.id) }
        }
        guard let first = points.first, let last = points.last else { return }
        let text = "\(Self.text(first.megabytes)) → \(Self.text(last.megabytes)) MB"
        report.add(
            .syncs, "calendar-sync's memory", text, "after \(first.syncs) and \(last.syncs) readings (goal: flat)")
        try report.save(.syncs, points)
    }

    private static func text(_ megabytes: Double) -> String { String(format: "%.1f", megabytes) }

    /// Every agent moves something, Google tells of it, and every calendar is read; memory is noted ten times.
    private func read(_ events: [String], _ memory: () -> Double) async throws -> [Point] {
        var points: [Point] = []
        var syncs = 0
        while syncs < wanted {
            try await bed.pool.simpleQuery("UPDATE calendar_connections SET synced_at = NULL")
            for (number, event) in events.enumerated() { try await move(event, number, by: syncs / Self.agents) }
            while try await bed.pool.execute(UnreadCalendars()).first ?? 0 > 0 {
                try await Task.sleep(for: .milliseconds(5))
            }
            syncs += Self.agents
            guard syncs % (wanted / 10) < Self.agents else { continue }
            points.append(Point(syncs: syncs, megabytes: memory()))
            Progress.say("  \(syncs) readings: \(Self.text(memory())) MB")
        }
        return points
    }

    private func move(_ event: String, _ number: Int, by step: Int) async throws {
        _ = try await person(
            "\(Self.account)\(number)@example.com/events/\(event)/move", #"{"start": "\#(Self.time(step))"}"#)
    }

    /// Half an hour later each time, on workdays and others alike.
    private static func time(_ step: Int) -> String {
        let day = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
        return day.addingTimeInterval(Double(2 * 86_400 + step % 900 * 1800)).ISO8601Format()
    }

    /// What a person does in their calendar at the sandbox.
    private func person(_ path: String, _ body: String) async throws -> [UInt8] {
        let answer = try await bed.http.send(
            HTTPRequest(
                method: .post, url: "\(bed.sandboxURL)/google/accounts/\(path)",
                headers: ["content-type": "application/json"], body: Array(body.utf8)))
        guard (200..<300).contains(answer.status) else {
            throw BenchError("\(path): \(answer.status) \(String(decoding: answer.body.prefix(300), as: UTF8.self))")
        }
        return answer.body
    }

    // MARK: An agent's browser

    private func withCommands<R: Sendable>(_ body: (CommandClient) async throws -> R) async throws -> R {
        let publisher = AMQPPublisher(configuration: bed.broker, topology: EventTopology.shared, logger: Bed.logger)
        let client = CommandClient(name: "bench", broker: bed.broker, publisher: publisher, logger: Bed.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await publisher.run() }
            group.addTask { try await client.run() }
            try await client.waitUntilReady()
            let result = try await body(client)
            group.cancelAll()
            return result
        }
    }

    /// Returns something of theirs that stands in the calendar.
    private func connect(_ number: Int, _ commands: CommandClient) async throws -> String {
        let agent = AgentID(rawValue: try Self.found(UUID(uuidString: Self.agent(number)), "an id"))
        let agency = try Self.found(AgencyID(Agency.id), "an agency")
        let command = Command(
            source: "bench", actor: "bench", deadline: Date().addingTimeInterval(20), agencyID: agency,
            data: LinkCalendar(agentID: agent))
        guard case .done(let link) = try await commands.send(command) else { throw BenchError("there is no link") }
        let sent = try await bed.http.send(HTTPRequest(url: link.url))
        let cookie = sent.headers["set-cookie"]?.split(separator: ";").first.map(String.init)
        let consent =
            URLComponents(string: try Self.found(sent.headers["location"], "a way to Google"))?.queryItems ?? []
        var fields = consent.map { ($0.name, $0.value ?? "") }
        fields += [("account", "\(Self.account)\(number)@example.com"), ("decision", "allow")]
        let scopes = consent.first { $0.name == "scope" }?.value?.split(separator: " ") ?? []
        fields += scopes.map { ("granted", String($0)) }
        let allowed = try await bed.http.send(
            HTTPRequest(
                method: .post, url: bed.sandboxURL + "/google/auth",
                headers: ["content-type": "application/x-www-form-urlencoded"],
                body: Array(PercentEncoding.form(fields).utf8)))
        var back = HTTPRequest(url: try Self.found(allowed.headers["location"], "a way back"))
        back.headers["cookie"] = cookie
        let connected = try await bed.http.send(back)
        guard connected.status == 200 else {
            throw BenchError(
                "a calendar was not connected: \(String(decoding: connected.body.prefix(300), as: UTF8.self))")
        }
        let event = #"{"summary": "Busy", "start": "\#(Self.time(0))", "end": "\#(Self.time(1))"}"#
        struct Added: Decodable { var id: String }
        let added = try await person("\(Self.account)\(number)@example.com/events", event)
        return try JSONDecoder().decode(Added.self, from: Data(added)).id
    }

    private static func found<T>(_ value: T?, _ what: String) throws -> T {
        guard let value else { throw BenchError("there is not \(what)") }
        return value
    }

    private static func agent(_ number: Int) -> String {
        "b5000000-0000-4000-8000-\(String(repeating: "0", count: 11))\(number)"
    }

    private static let data = """
        INSERT INTO agents (id, agency_id, name, email)
            SELECT ('b5000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, '\(Agency.id)', 'Reader ' || n,
                'reader' || n || '@example.com' FROM generate_series(0, \(agents - 1)) n ON CONFLICT DO NOTHING;
        """
}

private struct UnreadCalendars: PostgresStatement {
    static let sql = "SELECT count(*) FROM calendar_connections WHERE status = 'connected' AND synced_at IS NULL"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int64 { try row.decode(Int64.self) }
}
