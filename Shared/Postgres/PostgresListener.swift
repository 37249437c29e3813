package import Logging
internal import PollExecutor

/// Hears `NOTIFY` on some channels, on a connection of its own, for as long as it runs.
package struct PostgresListener: Sendable {
    private let configuration: PostgresConfiguration
    private let channels: [String]
    private let logger: Logger

    /// - Parameter channels: names as in `LISTEN name`, quoted for you and therefore case-sensitive.
    package init(configuration: PostgresConfiguration, channels: [String], logger: Logger) {
        self.configuration = configuration
        self.channels = channels
        self.logger = logger
    }

    /// Listens until the task is cancelled, and then returns. A connection that breaks or cannot be opened is opened again,
    /// with growing pauses.
    ///
    /// - Parameter onEvent: called with one event after another, in order, beginning with
    ///   ``PostgresNotification/connected``. While it works, up to 4096 notifications are kept; when there are more, they
    ///   are replaced by another `connected`.
    package func run(onEvent: @Sendable (PostgresNotification) async -> Void) async throws {
        let executor = PollExecutor(name: "postgres-listen")
        let blocking = BlockingCalls()
        var backoff = Backoff(shortest: .milliseconds(50), longest: .seconds(10))
        while !Task.isCancelled {
            let session = Session(id: 0, configuration: configuration, executor: executor, blocking: blocking)
            let failure = await withTaskCancellationHandler {
                await listen(on: session, backoff: &backoff, onEvent)
            } onCancel: {
                _ = executor.schedule(at: .now) { session.assumeIsolated { $0.close(.cancelled()) } }
            }
            await session.close(failure)
            if Task.isCancelled { break }
            logger.debug("the PostgreSQL listener is not connected", metadata: ["error": "\(failure)"])
            try? await Task.sleep(for: backoff.next(jitter: .random(in: 0..<1)))
        }
    }

    /// Returns why it ended.
    private func listen(
        on session: Session, backoff: inout Backoff, _ onEvent: @Sendable (PostgresNotification) async -> Void
    ) async -> PostgresError {
        do throws(PostgresError) {
            let scope = try await session.open()
            _ = try await session.perform(.text(commands), in: scope).get()
            backoff.reset()
            await onEvent(.connected)
            while true {
                for notification in try await session.nextNotifications().get() { await onEvent(notification) }
            }
        } catch {
            return error
        }
    }

    private var commands: String {
        channels.map { channel in
            let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            return "LISTEN \"\(quoted)\";"
        }.joined(separator: "\n")
    }
}

extension Session {
    /// Connects, and leases itself.
    func open() async throws(PostgresError) -> SessionScope {
        let error = await withCheckedContinuation { (continuation: CheckedContinuation<PostgresError?, Never>) in
            guard case .new = phase else {
                return continuation.resume(returning: .closed("the session has ended"))
            }
            connect(completion: { continuation.resume(returning: $0) }, onClosed: {})
        }
        if let error { throw error }
        return renewLease()
    }
}
