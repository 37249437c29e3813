internal import Foundation
internal import Glibc
internal import LocalServers
internal import Synchronization

/// A service that is started again when it dies.
final class SupervisedService: Sendable {
    /// `EX_CONFIG`: starting it again would change nothing.
    private static let configurationProblem = ExitStatus.exited(code: 78)

    let plan: ServicePlan
    private let command: Command
    private let host: ProcessHost
    private let record: ProcessRecord
    private let log: LogStream
    private let current = Mutex<ChildProcess?>(nil)

    init(
        _ plan: ServicePlan, index: Int, executable: String, environment: [String: String], host: ProcessHost,
        record: ProcessRecord
    ) {
        self.plan = plan
        self.host = host
        self.record = record
        command = Command(executable, environment: environment)
        log = LogStream(name: plan.name, index: index)
    }

    /// Runs the service until the task is cancelled, and then until it has drained.
    ///
    /// - Throws: ``Failure`` when it says that its configuration cannot work.
    func run() async throws {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled {
            let begin = ContinuousClock.now
            let status = await life()
            if Task.isCancelled { return }
            guard status != Self.configurationProblem else {
                throw Failure(
                    "\(plan.name) refuses its configuration; its own line above names the setting",
                    advice: "correct it in .env and start again", code: .configuration)
            }
            if ContinuousClock.now - begin > .seconds(30) { pause = .milliseconds(500) }
            Terminal.say(
                Terminal.coloured(
                    "!!! \(plan.name) has died (\(status.map { "\($0)" } ?? "not started")); starting it again in \(pause)",
                    .loud))
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(30))
        }
    }

    /// Ends it without a drain.
    func kill() { current.withLock { $0?.send(SIGKILL) } }

    /// From start to end; nil when it could not even be started.
    private func life() async -> ExitStatus? {
        guard let process = try? await host.start(command, receive: log.show) else { return nil }
        current.withLock { $0 = process }
        record.note(plan.name, process.processIdentifier)
        return await withTaskCancellationHandler {
            await process.waitForExit()
        } onCancel: {
            // Bridges a synchronous handler; the wait above ends when this has done its work.
            Task { await process.stop(grace: .seconds(30)) }
        }
    }
}
