internal import ArgumentParser
internal import Foundation
internal import Glibc
internal import LocalServers
internal import UnixSignals

/// Runs the whole system on this machine until Ctrl-C. What `make run` calls.
struct Dev: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "dev", abstract: "Run the whole system here, with servers of its own, until Ctrl-C.",
            discussion: """
                Starts PostgreSQL and RabbitMQ on loopback with their data under .local, migrates, loads the demo agency,
                and starts every service. The sandbox plays each provider for which .env has no key. Services are
                restarted when they die; all of it stops with this command, however it ends.
                """)
    }

    @Option(name: .customLong("data-dir"), help: "The folder for the servers' data.")
    var dataDirectory = ".local"

    @Option(help: "Added to every port, so that a second system can run beside the first.")
    var portsOffset = 0

    @Flag(inversion: .prefixedNo, help: "Load the demo agency.")
    var demo = true

    @Option(help: "Start only these, separated by commas.")
    var services: String?

    @Option(name: .customLong("env-file"), help: "Keys of real providers; need not exist.")
    var environmentFile = ".env"

    func validate() throws {
        guard (-5000...50_000).contains(portsOffset) else {
            throw ValidationError("--ports-offset must be a number from -5000 to 50000")
        }
        let known = ServicePlan.all.map(\.name)
        if let stranger = names?.first(where: { !known.contains($0) }) {
            throw ValidationError("--services: there is no \"\(stranger)\"; there are \(known.joined(separator: ", "))")
        }
    }

    func perform() async throws {
        // Whoever reads our output may go first, as with `make run | tee log` and Ctrl-C.
        signal(SIGPIPE, SIG_IGN)
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let system = try DevSystem(
            folder: DevFolder(dataDirectory), ports: DevPorts(offset: portsOffset), plans: plans,
            file: try fileSettings(), loadsDemo: demo)
        let work = Task { try await system.run() }
        let listening = Task {
            var count = 0
            for await signal in signals {
                count += 1
                if count == 1 {
                    Terminal.say("\nStopping (\(signal)); once more to stop at once")
                    work.cancel()
                } else {
                    system.killServices()
                }
            }
        }
        defer { listening.cancel() }
        do {
            try await work.value
        } catch  where work.isCancelled && !(error is Failure) {
            // Interrupted while starting.
        }
        Terminal.say("Stopped.")
    }

    private var names: [String]? {
        services?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private var plans: [ServicePlan] {
        guard let names else { return ServicePlan.all }
        return ServicePlan.all.filter { names.contains($0.name) }
    }

    private func fileSettings() throws -> [String: String] {
        FileManager.default.fileExists(atPath: environmentFile) ? try EnvironmentFile.read(environmentFile) : [:]
    }
}
