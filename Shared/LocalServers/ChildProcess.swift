internal import Glibc
internal import PollExecutor
internal import Synchronization

/// How a process ended.
package enum ExitStatus: Sendable, Equatable, CustomStringConvertible {
    case exited(code: Int32)
    case signalled(signal: Int32)

    package var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}

/// What to start, and as whom.
package struct Command: Sendable {
    package var executable: String
    package var arguments: [String]
    /// The whole environment of the child; nothing is inherited.
    package var environment: [String: String]
    package var workingDirectory: String?
    /// Runs as this account. Needs root; ignored when the caller is not root.
    package var user: String?
    /// A file that receives standard output and standard error, appended to.
    package var log: String?

    package init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        workingDirectory: String? = nil, user: String? = nil, log: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.user = user
        self.log = log
    }
}

/// A running child process that cannot outlive its parent.
///
/// The kernel sends it SIGTERM when the thread that started it ends (`PR_SET_PDEATHSIG`), so even a parent that is
/// killed leaves nothing behind. That thread is ``ProcessHost``'s own, which each of its children keeps alive.
package final class ChildProcess: Sendable {
    package let processIdentifier: Int32
    private let exit: ExitSignal
    private let host: ProcessHost

    init(processIdentifier: Int32, exit: ExitSignal, host: ProcessHost) {
        self.processIdentifier = processIdentifier
        self.exit = exit
        self.host = host
    }

    /// The status, once the process has ended.
    package var exitStatus: ExitStatus? { exit.status }

    package func send(_ signal: Int32) {
        guard exit.status == nil else { return }
        _ = kill(processIdentifier, signal)
    }

    /// Waits until the process has ended.
    @discardableResult
    package func waitForExit() async -> ExitStatus { await exit.wait() }

    /// Asks with SIGTERM, and insists with SIGKILL when `grace` has passed.
    @discardableResult
    package func stop(grace: Duration = .seconds(20)) async -> ExitStatus {
        send(SIGTERM)
        let insist = Task {
            try await Task.sleep(for: grace)
            send(SIGKILL)
        }
        defer { insist.cancel() }
        return await waitForExit()
    }
}

/// Starts child processes, all from one thread that outlives them; see ``ChildProcess``.
package actor ProcessHost {
    private let executor = PollExecutor(name: "process-host")
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package init() {}

    /// - Throws: when the executable, the account or the log file cannot be used.
    package func start(_ command: Command) throws -> ChildProcess {
        guard let log = command.log else { return try start(command, output: nil) }
        let file = unsafe open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw LocalServerError("\(log) cannot be written (errno \(errno))") }
        defer { close(file) }
        return try start(command, output: file)
    }

    /// Starts a command whose output is handed over, line by line, instead of going to ``Command/log``.
    ///
    /// - Parameter receive: called on this host's thread, at last with ``ProcessOutput/ended``.
    /// - Throws: when the executable or the account cannot be used.
    package func start(
        _ command: Command, receive: @escaping @Sendable (ProcessOutput) -> Void
    ) throws -> ChildProcess {
        let pipe = try OutputPipe(on: executor, receive: receive)
        // Once the child has its copy, ours must go, or the end would never come.
        defer { close(pipe.writingEnd) }
        return try start(command, output: pipe.writingEnd)
    }

    private func start(_ command: Command, output: CInt?) throws -> ChildProcess {
        var arguments = ["setpriv", "--pdeathsig", "TERM"]
        if let user = command.user, geteuid() == 0 {
            arguments += ["--reuid", user, "--regid", user, "--init-groups"]
        }
        arguments += ["--", command.executable] + command.arguments
        let process = try spawn(
            "/usr/bin/setpriv", arguments, environment: command.environment, directory: command.workingDirectory,
            output: output)
        let exit = ExitSignal()
        try ExitWatch.begin(process, on: executor, tell: exit)
        return ChildProcess(processIdentifier: process, exit: exit, host: self)
    }

    /// Starts a command and waits for its end.
    package nonisolated func run(_ command: Command) async throws -> ExitStatus {
        try await start(command).waitForExit()
    }
}

/// A value that is set once and can be waited for.
final class ExitSignal: Sendable {
    private struct State {
        var status: ExitStatus?
        var waiting: [CheckedContinuation<ExitStatus, Never>] = []
    }

    private let state = Mutex(State())

    var status: ExitStatus? { state.withLock { $0.status } }

    func set(_ status: ExitStatus) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }

    func wait() async -> ExitStatus {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }
}
