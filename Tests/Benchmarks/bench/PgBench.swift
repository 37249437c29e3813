internal import Contracts
internal import Foundation
internal import LocalServers
internal import Messaging

/// The yardstick of ingest: `pgbench` with the statements of one webhook in a transaction of its own.
struct PgBench {
    struct Result: Codable, Sendable {
        var perSecond = 0.0
        var p50 = 0.0
        var p99 = 0.0
        var max = 0.0
        var transactions = 0
        /// Processor seconds of PostgreSQL for 1,000 transactions.
        var postgresSeconds = 0.0
    }

    private let bed: Bed
    private let program: String
    private let variables: [String]

    init(bed: Bed, body: ReportBody) throws {
        guard let binaries = PostgresServer.binaries else { throw BenchError("PostgreSQL is not installed") }
        self.bed = bed
        program = binaries + "/pgbench"
        let call = IngestPart.prefix("1c", 1) + "000000000001"
        let bytes = body.bytes(call: call, number: Agency.number(1))
        variables = [
            "i=0", "leads=\(Agency.leads)", "agency=\(Agency.id)", "transcript=\(body.transcript)",
            "summary=\(ReportBody.summary)", "metadata=\(ReportBody.metadata)",
            "body=\(Self.escaped(String(decoding: bytes, as: UTF8.self)))",
            "event=\(Self.escaped(String(decoding: try Self.event(call), as: UTF8.self)))",
        ]
    }

    /// Runs as the role of webhook-ingest. Connecting and the first second do not count.
    func run(round: Int, clients: Int) async throws -> Result {
        let (bed, seconds) = (bed, bed.plan.seconds)
        let log = "\(bed.folder)/pgbench-\(round)"
        let prefix = IngestPart.prefix("1c", round)
        let arguments =
            [
                "-n", "-M", "prepared", "-c", "\(clients)", "-j", "1", "-T", "\(seconds + 3)", "-f",
                "\(Plan.helpers)/ingest.sql", "-l", "--log-prefix", log, "-D", "prefix=\(prefix)",
            ] + variables.flatMap { ["-D", $0] } + [
                "-h", "127.0.0.1", "-p", "\(bed.postgres.port)", "-U", "webhook-ingest", "thavon",
            ]
        let window = Window()
        try await bed.tool.run(program, arguments, limit: .seconds(seconds + 60)) { _ in
            try await Task.sleep(for: .seconds(1.5))
            await window.begin(await bed.postgresSeconds())
            try await Task.sleep(for: .seconds(seconds))
            await window.end(await bed.postgresSeconds())
        }
        let measured = await window.measured
        var times: [Double] = []
        let names = try FileManager.default.contentsOfDirectory(atPath: bed.folder)
        for name in names where name.hasPrefix("pgbench-\(round).") {
            times += try Self.milliseconds(in: "\(bed.folder)/\(name)", from: measured.from, to: measured.to)
        }
        guard !times.isEmpty else { throw BenchError("pgbench wrote no log") }
        let latencies = Latencies(milliseconds: times)
        return Result(
            perSecond: Double(times.count) / (measured.to - measured.from), p50: latencies.p50, p99: latencies.p99,
            max: latencies.max, transactions: times.count, postgresSeconds: measured.used / Double(times.count) * 1000)
    }

    /// Lines are client, transaction, microseconds, script, and the time of the end in seconds and microseconds.
    private static func milliseconds(in file: String, from: Double, to: Double) throws -> [Double] {
        try Machine.text(file).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 6, let micro = Double(fields[2]), let second = Double(fields[4]),
                let part = Double(fields[5])
            else { return nil }
            let end = second + part / 1e6
            return from <= end && end < to ? micro / 1000 : nil
        }
    }

    /// The text form of `bytea`.
    private static func escaped(_ text: String) -> String { text.replacing("\\", with: "\\\\") }

    /// An event like those that webhook-ingest puts into the outbox.
    private static func event(_ call: String) throws -> [UInt8] {
        guard let id = CallID(call) else { throw BenchError("\(call) is not an id") }
        let ended = CallEnded(
            callID: id, vapiCallID: call, leadID: LeadID(call), direction: .outbound, status: .completed,
            outcome: .conversation, endedReason: "customer-ended-call", retryable: false, conversationHappened: true,
            startedAt: Date(), endedAt: Date(), durationSeconds: 135, language: "en", recordingAvailable: true)
        return try OutgoingEvent(
            from: "webhook-ingest", about: id, agencyID: AgencyID(Agency.id),
            traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", ended
        ).body
    }

    /// What happened between two moments.
    private actor Window {
        private var from = 0.0
        private var to = 0.0
        private var usedBefore = 0.0
        private var usedAfter = 0.0

        func begin(_ used: Double) { (from, usedBefore) = (Date().timeIntervalSince1970, used) }
        func end(_ used: Double) { (to, usedAfter) = (Date().timeIntervalSince1970, used) }
        var measured: (from: Double, to: Double, used: Double) { (from, to, usedAfter - usedBefore) }
    }
}
