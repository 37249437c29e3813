internal import Foundation
internal import Postgres

/// 200 webhooks a second, with durable commits and, to show our own part of the time, without waiting for the disk.
struct OpenLoopPart {
    let bed: Bed
    let report: Report

    private struct Round: Codable {
        var durable: Latencies
        var withoutDisk: Latencies
        var generatorLateness: Latencies
        var errors: Int
    }

    func run() async throws {
        try await bed.reset()
        let body = try ReportBody()
        var rounds: [Round] = []
        for number in 1...bed.plan.rounds {
            let durable = try await measure(body, "2a", number)
            try await bed.pool.simpleQuery("ALTER ROLE \"webhook-ingest\" SET synchronous_commit = off")
            let withoutDisk = try await measure(body, "2b", number)
            try await bed.pool.simpleQuery("ALTER ROLE \"webhook-ingest\" RESET synchronous_commit")
            rounds.append(
                Round(
                    durable: Latencies(durable.latencies), withoutDisk: Latencies(withoutDisk.latencies),
                    generatorLateness: Latencies(durable.lateness + withoutDisk.lateness),
                    errors: durable.errors + withoutDisk.errors))
        }
        add("200/s, durable", rounds.map(\.durable), "p50 / p99 / max (goal p50 4 ms)")
        add("200/s, synchronous_commit=off", rounds.map(\.withoutDisk), "p50 / p99 / max (goal p99 8 ms)")
        add("the generator's own lateness", rounds.map(\.generatorLateness), "part of the above")
        let errors = rounds.reduce(0) { $0 + $1.errors }
        if errors > 0 { report.add(.openLoop, "errors", "\(errors)", "not answered with 200") }
        try report.save(.openLoop, rounds)
    }

    private func measure(_ body: ReportBody, _ kind: String, _ number: Int) async throws -> SteadyLoad.Outcome {
        try await bed.settle()
        let load = SteadyLoad.reports(bed, body, perSecond: 200, call: IngestPart.calls(kind, number))
        return try await bed.withServices(["webhook-ingest"]) { _ in
            let outcome = try await within(.seconds(bed.plan.seconds + 60), "an open loop") { try await load.run() }
            try await bed.waitForRelay()
            return outcome
        }
    }

    private func add(_ name: String, _ rounds: [Latencies], _ note: String) {
        report.add(.openLoop, name, rounds.medians.text, note)
    }
}

extension [Latencies] {
    /// The median of each number.
    var medians: Latencies {
        var result = Latencies(milliseconds: [])
        result.count = first?.count ?? 0
        (result.p50, result.p90) = (map(\.p50).median, map(\.p90).median)
        (result.p99, result.max) = (map(\.p99).median, map(\.max).median)
        return result
    }
}
