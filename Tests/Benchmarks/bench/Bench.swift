internal import ArgumentParser
internal import Foundation
internal import LocalServers

/// Measures the system on servers of its own, beside yardsticks in the same run, and prints one table.
@main
struct Bench: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "bench", abstract: "Measure the system on PostgreSQL and RabbitMQ servers of its own.",
            discussion: """
                Parts: \(Part.allCases.map(\.rawValue).joined(separator: ", ")).
                Needs wrk and a C compiler; `make bench` installs them. Everything stays on loopback.
                """)
    }

    @Option(help: "Which parts, separated by commas (default all).", transform: Part.list)
    var only: [Part] = Part.allCases

    @Option(help: "How long each measurement takes, in seconds.")
    var seconds = 10

    @Option(help: "How often interleaved measurements are repeated; their medians count.")
    var rounds = 3

    @Option(help: "How many finished calls the part dialling has beside the ones that are due.")
    var history = 10_000_000

    @Option(help: "How many calls the console's pages are about, in 50 agencies.")
    var consoleCalls = 1_000_000

    @Flag(help: "One short round of everything, to see that it works; the numbers mean little.")
    var quick = false

    @Option(help: "Where servers keep their data meanwhile; a real disk.")
    var data = "/var/tmp"

    @Option(help: "Where the executables of the services are (default beside this one).")
    var services: String?

    @Option(help: "Where the results are written as JSON.")
    var output = ".build/bench"

    @Option(help: "SQL to run as superuser after the migrations, to try something out.")
    var sql: String?

    @Option(help: "KEY=VALUE for the environment of every service, to try something out; may be repeated.")
    var set: [String] = []

    func validate() throws {
        guard set.allSatisfy({ $0.contains("=") }) else { throw ValidationError("--set takes KEY=VALUE") }
        guard (1...600).contains(seconds), (1...100).contains(rounds) else {
            throw ValidationError("seconds must be 1 to 600, rounds 1 to 100")
        }
    }

    func run() async throws {
        let plan = Plan(
            seconds: quick ? min(seconds, 3) : seconds, rounds: quick ? 1 : rounds,
            dueCalls: quick ? 5_000 : 100_000, pastCalls: quick ? min(history, 100_000) : history,
            consoleCalls: quick ? min(consoleCalls, 20_000) : consoleCalls, data: data,
            executables: services ?? Plan.ownFolder, output: output, sql: sql,
            settings: Dictionary(
                set.map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(parts[0]), String(parts[1]))
                }, uniquingKeysWith: { $1 }))
        let report = try Report(folder: plan.output)
        Progress.say("\(try Machine.description())")
        try await Bed.run(plan) { bed in
            for part in Part.allCases where only.contains(part) {
                Progress.say("\(part.rawValue): \(part.summary)")
                try await part.measure(bed, report)
            }
        }
        print(report.table)
    }
}

/// How much to measure, and where.
struct Plan: Sendable {
    var seconds: Int
    var rounds: Int
    /// How many calls are due at once, and how many were made before.
    var dueCalls: Int
    var pastCalls: Int
    /// How many calls the console's pages are about.
    var consoleCalls: Int
    var data: String
    var executables: String
    var output: String
    var sql: String?
    /// What every service's environment has besides.
    var settings: [String: String]

    static var ownFolder: String {
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    /// The scripts and programs beside this source.
    static var helpers: String { URL(fileURLWithPath: #filePath).deletingLastPathComponent().path }
}

/// What can be measured, in the order in which it is.
enum Part: String, CaseIterable, Sendable {
    case idle, ingest
    case openLoop = "open-loop"
    case delivery, handover, messages, rendering, leads, dialling, booking, syncs, console, broker

    var summary: String {
        switch self {
        case .idle: "start to ready, memory and processor time at rest"
        case .ingest: "webhooks as fast as they go, beside pgbench and the disk"
        case .openLoop: "200 webhooks a second"
        case .delivery: "from a webhook to the event at a consumer, 100 a second"
        case .rendering: "a notice put into words"
        case .console: "the console's pages over a year of 50 agencies"
        case .messages: "a thousand calls in a second, told by mail and WhatsApp"
        case .handover: "from a webhook to the mails at the provider, 100 a second"
        case .leads: "from a lead's form to the call at the provider, 20 a second"
        case .dialling: "\(DiallingPart.workers) schedulers, many calls due at once, without and with a long history"
        case .booking: "tools for appointments, 50 agents with 5,000 appointments"
        case .syncs: "readings of connected calendars, and what the memory makes of them"
        case .broker: "publishing with confirms and consuming with acknowledgements, beside C"
        }
    }

    func measure(_ bed: Bed, _ report: Report) async throws {
        switch self {
        case .idle: try await IdlePart(bed: bed, report: report).run()
        case .ingest: try await IngestPart(bed: bed, report: report).run()
        case .openLoop: try await OpenLoopPart(bed: bed, report: report).run()
        case .delivery: try await DeliveryPart(bed: bed, report: report).run()
        case .handover: try await HandoverPart(bed: bed, report: report).run()
        case .rendering: try await RenderingPart(bed: bed, report: report).run()
        case .messages: try await MessagesPart(bed: bed, report: report).run()
        case .leads: try await LeadPart(bed: bed, report: report).run()
        case .dialling: try await DiallingPart(bed: bed, report: report).run()
        case .booking: try await BookingPart(bed: bed, report: report).run()
        case .syncs: try await SyncPart(bed: bed, report: report).run()
        case .console: try await ConsolePart(bed: bed, report: report).run()
        case .broker: try await BrokerPart(bed: bed, report: report).run()
        }
    }

    static func list(_ text: String) throws -> [Part] {
        try text.split(separator: ",").map { name in
            guard let part = Part(rawValue: String(name)) else { throw ValidationError("there is no part \(name)") }
            return part
        }
    }
}

/// What is going on, with the time since the start, on standard error.
enum Progress {
    private static let start = ContinuousClock.now

    static func say(_ text: String) {
        let seconds = (ContinuousClock.now - start).components.seconds
        FileHandle.standardError.write(Data("[\(seconds) s] \(text)\n".utf8))
    }
}
