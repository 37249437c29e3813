internal import ArgumentParser
internal import CoreMetrics
internal import Foundation
internal import Logging
internal import Observability
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// The command line of a service: `--help`, `--check-config`, or run until SIGTERM.
///
/// Exit codes: 0 after a drain; 78 for a configuration that cannot work, with one line naming the variable; 1 otherwise.
struct ServiceCommand<Definition: ServiceDefinition>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Definition.name, abstract: Definition.summary,
            discussion: "Settings are environment variables:\n\n\(Definition.settingsHelp)\n\(commonHelp)")
    }

    @Flag(name: .customLong("check-config"), help: "Check the configuration, print it without its secrets, and exit.")
    var checkConfig = false

    func run() async throws {
        var settings = Settings(environment: ProcessInfo.processInfo.environment)
        let common: CommonSettings
        let configuration: Definition.Configuration
        do {
            common = try CommonSettings(&settings, healthPort: Definition.defaultHealthPort)
            configuration = try Definition.configure(&settings)
        } catch {
            FileHandle.standardError.write(Data("\(Definition.name): configuration: \(error)\n".utf8))
            throw ExitCode(78)
        }
        if checkConfig {
            for entry in settings.entries {
                print("\(entry.name)=\(entry.value)\(entry.isDefault ? "  (default)" : "")")
            }
            return
        }
        try await ServiceRunner<Definition>(common: common, settings: settings.entries).run(configuration)
    }
}

/// The whole of an executable's `main.swift`: reads the command line and does as it says. Does not return on failure.
package func start<Definition: ServiceDefinition>(_ definition: Definition.Type) async {
    await ServiceCommand<Definition>.main()
}

private let commonHelp = """
    LOG_LEVEL         trace, debug, info (default), notice, warning, error or critical
    LOG_FORMAT        json (default) or text
    HEALTH_PORT       port of /health/live, /health/ready and /metrics
    HEALTH_HOST       their address (default 127.0.0.1)
    SHUTDOWN_TIMEOUT  seconds that work in hand may take after SIGTERM (default 20)
    """

/// Starts the parts of a service, stops them in reverse on SIGTERM or SIGINT, and says how it ended.
struct ServiceRunner<Definition: ServiceDefinition> {
    let common: CommonSettings
    let settings: [Settings.Entry]

    func run(_ configuration: Definition.Configuration) async throws {
        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(metrics)
        let logger = makeLogger()
        logger.info(
            "starting",
            metadata: Dictionary(uniqueKeysWithValues: settings.map { ($0.name, "\($0.value)") }))
        do {
            try await serve(configuration, metrics: metrics, logger: logger)
            logger.info("stopped")
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data("\(Definition.name): configuration: \(error)\n".utf8))
            throw ExitCode(78)
        } catch {
            logger.critical("stopped by a failure", error: error)
            throw ExitCode(1)
        }
    }

    /// Health and signals are there from the first moment, also while the service waits for its database.
    private func serve(
        _ configuration: Definition.Configuration, metrics: PrometheusRegistry, logger: Logger
    ) async throws {
        let readiness = ReadinessBoard()
        let health = NamedService(
            "health",
            healthServer(
                host: common.healthHost, port: common.healthPort, readiness: readiness, metrics: metrics, logger: logger
            ))
        var quiet = logger
        quiet.logLevel = max(.notice, logger.logLevel)
        let service = NamedService(
            Definition.name,
            BuiltService<Definition>(
                configuration: configuration, readiness: readiness, logger: logger, groupLogger: quiet))
        // Health first: it is the last to stop, so that the drain can be watched.
        var group = ServiceGroupConfiguration(
            services: [health, service].map(\.inGroup), gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        group.maximumGracefulShutdownDuration = common.shutdownTimeout
        // Longer than the longest call into a C library may block its thread; beyond it the process is ended hard.
        group.maximumCancellationDuration = .seconds(30)
        try await ServiceGroup(configuration: group).run()
    }

    private func makeLogger() -> Logger {
        let output = LineOutput()
        let format: LineLogHandler.Format = common.logFormat == .json ? .json : .text
        return Logger(label: Definition.name) { _ in
            LineLogHandler(
                format, service: Definition.name, level: common.logLevel, metadataProvider: traceMetadataProvider
            ) { output.write($0) }
        }
    }
}

/// Builds a service, which may take until its database is there, and then runs its parts.
private struct BuiltService<Definition: ServiceDefinition>: Service {
    let configuration: Definition.Configuration
    let readiness: ReadinessBoard
    let logger: Logger
    let groupLogger: Logger

    func run() async throws {
        let components: ServiceComponents
        do {
            components = try await cancelWhenGracefulShutdown {
                try await Definition.build(configuration, logger: logger)
            }
        } catch  where Task.isShuttingDownGracefully {
            // Asked to stop before it had begun; what was cancelled on the way says so in its own words.
            return
        }
        readiness.set(components.readiness)
        try await ServiceGroup(
            configuration: .init(services: components.services.map(\.inGroup), logger: groupLogger)
        ).run()
    }
}

extension NamedService {
    fileprivate var inGroup: ServiceGroupConfiguration.ServiceConfiguration {
        .init(
            service: service, successTerminationBehavior: .cancelGroup, failureTerminationBehavior: .cancelGroup,
            serviceName: name)
    }
}

/// Standard output, one whole line at a time.
private final class LineOutput: Sendable {
    private let handle = Mutex(FileHandle.standardOutput)

    func write(_ line: String) {
        // A reader that has gone away must not end the service.
        handle.withLock { try? $0.write(contentsOf: Data(line.utf8)) }
    }
}
