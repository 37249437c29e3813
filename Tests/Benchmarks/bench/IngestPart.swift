internal import AMQP
internal import Foundation

/// Webhooks as fast as 64 connections can post them, in turns with `pgbench` doing the same work with one transaction each.
struct IngestPart {
    static let connections = 64

    let bed: Bed
    let report: Report

    struct Server: Codable, Sendable {
        var perSecond = 0.0
        var p50 = 0.0
        var p99 = 0.0
        var max = 0.0
        var requests = 0
        var errors = 0
        var committed = 0
        /// Processor seconds for 1,000 webhooks, until the last event is confirmed by the broker.
        var ingestSeconds = 0.0
        var postgresSeconds = 0.0
        var brokerSeconds = 0.0
        var loadSeconds = 0.0
        var residentIdle = 0.0
        var residentPeak = 0.0

        var allSeconds: Double { ingestSeconds + postgresSeconds + brokerSeconds }
    }

    private struct Round: Codable {
        var server: Server
        var yardstick: PgBench.Result
        var disk: Disk
    }

    struct Disk: Codable, Sendable {
        var perSecond: Double
        var p50: Double
        var p99: Double
        var max: Double
    }

    private struct Outcome: Decodable {
        var requests: Int
        var seconds: Double
        var errors: Int
        var p50: Double
        var p99: Double
        var max: Double
    }

    func run() async throws {
        let body = try ReportBody()
        let template = bed.folder + "/report.json"
        try body.template.write(toFile: template, atomically: true, encoding: .utf8)
        let fsync = try await bed.tool.compile("fsync")
        let pgbench = try PgBench(bed: bed, body: body)
        var rounds: [Round] = []
        for number in 1...bed.plan.rounds {
            try await bed.reset()
            let disk = try await bed.tool.measure(
                Disk.self, fsync, [bed.folder + "/fsync.dat", "3"], limit: .seconds(60))
            let server = try await server(round: number, template)
            try await bed.reset()
            let yardstick = try await pgbench.run(round: number, clients: Self.connections)
            rounds.append(Round(server: server, yardstick: yardstick, disk: disk))
            Progress.say(
                "  round \(number): \(server.perSecond.text())/s with \(server.allSeconds.text(3)) s per 1,000; "
                    + "pgbench \(yardstick.perSecond.text())/s; fdatasync \(disk.perSecond.text())/s")
        }
        add(rounds)
        try report.save(.ingest, rounds)
    }

    private func server(round: Int, _ template: String) async throws -> Server {
        let bed = bed
        return try await bed.withServices(["webhook-ingest"]) { running in
            guard let ingest = running["webhook-ingest"] else { return Server() }
            try await Task.sleep(for: .seconds(1))
            var result = Server()
            result.residentIdle = Usage.megabytes("VmRSS", of: ingest.id)
            _ = try await load(template, prefix: Self.prefix("1a", round), seconds: 2)
            try await bed.waitForRelay()
            let prefix = Self.prefix("1b", round)
            let before = (
                ingest: Usage.seconds(ofTree: ingest.id), postgres: await bed.postgresSeconds(),
                broker: await bed.brokerSeconds(), load: Usage.secondsOfEndedChildren
            )
            let outcome = try await load(template, prefix: prefix, seconds: bed.plan.seconds)
            try await bed.waitForRelay()
            let after = (
                ingest: Usage.seconds(ofTree: ingest.id), postgres: await bed.postgresSeconds(),
                broker: await bed.brokerSeconds(), load: Usage.secondsOfEndedChildren
            )
            result.residentPeak = Usage.megabytes("VmHWM", of: ingest.id)
            (result.requests, result.errors) = (outcome.requests, outcome.errors)
            (result.p50, result.p99, result.max) = (outcome.p50, outcome.p99, outcome.max)
            result.perSecond = Double(outcome.requests) / outcome.seconds
            result.committed = try await bed.calls(like: prefix)
            guard result.committed >= outcome.requests - outcome.errors else {
                throw BenchError("\(outcome.requests) webhooks were acknowledged, \(result.committed) calls are stored")
            }
            let thousands = max(1, Double(result.committed)) / 1000
            result.ingestSeconds = (after.ingest - before.ingest) / thousands
            result.postgresSeconds = (after.postgres - before.postgres) / thousands
            result.brokerSeconds = (after.broker - before.broker) / thousands
            result.loadSeconds = (after.load - before.load) / thousands
            return result
        }
    }

    private func load(_ template: String, prefix: String, seconds: Int) async throws -> Outcome {
        try await bed.tool.measure(
            Outcome.self, "wrk",
            [
                "-t1", "-c\(Self.connections)", "-d\(seconds)s", "--timeout", "20s", "-s", "\(Plan.helpers)/ingest.lua",
                bed.webhookURL, "--", template, prefix, "\(Agency.leads)", Bed.secret,
            ], limit: .seconds(seconds + 40))
    }

    /// The first 24 characters of ids that no other round uses.
    static func prefix(_ kind: String, _ round: Int) -> String {
        "\(kind)000000-" + String(format: "%04d", round) + "-4000-8000-"
    }

    /// Ids that no other round uses, by their numbers.
    static func calls(_ kind: String, _ round: Int) -> @Sendable (Int) -> String {
        let prefix = prefix(kind, round)
        return { prefix + String(format: "%012d", $0) }
    }

    private func add(_ rounds: [Round]) {
        func median(_ value: (Round) -> Double) -> Double { rounds.map(value).median }
        let (rate, plain) = (median(\.server.perSecond), median(\.yardstick.perSecond))
        let errors = rounds.reduce(0) { $0 + $1.server.errors }
        report.add(
            .ingest, "webhooks, 64 connections", "\(rate.text())/s",
            "\((rate / max(1, plain)).text(2)) times pgbench; p50 \(median(\.server.p50).text(1)), "
                + "p99 \(median(\.server.p99).text(1)) ms; \(errors) errors")
        report.add(
            .ingest, "CPU seconds per 1,000, in all", median(\.server.allSeconds).text(3),
            "webhook-ingest \(median(\.server.ingestSeconds).text(3)), PostgreSQL \(median(\.server.postgresSeconds).text(3)), "
                + "RabbitMQ \(median(\.server.brokerSeconds).text(3)) (goal 0.5); load generator "
                + median(\.server.loadSeconds).text(3))
        report.add(
            .ingest, "resident memory of webhook-ingest", "\(median(\.server.residentPeak).text(1)) MB",
            "peak under load; \(median(\.server.residentIdle).text(1)) MB idle")
        report.add(
            .ingest, "pgbench, one transaction each", "\(plain.text())/s",
            "p50 \(median(\.yardstick.p50).text(1)), p99 \(median(\.yardstick.p99).text(1)) ms; "
                + "PostgreSQL CPU seconds per 1,000: \(median(\.yardstick.postgresSeconds).text(3))")
        report.add(
            .ingest, "disk, 8 KiB write and fdatasync", "\(median(\.disk.perSecond).text())/s",
            "p50 \(median(\.disk.p50).text(2)), p99 \(median(\.disk.p99).text(2)), max \(median(\.disk.max).text(1)) ms"
        )
    }
}
