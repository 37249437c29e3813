internal import DequeModule
internal import Logging
internal import PollExecutor

/// The working part of a ``PostgresPool``: performs what ``PoolStateMachine`` decides. Runs on the executor of its
/// sessions, so that a statement on an idle connection crosses from the caller's thread to this one and back, no more.
actor PoolCore {
    /// A connection in somebody's hands.
    struct Lease: Sendable {
        let session: Session
        let scope: SessionScope
    }

    typealias Acquired = Result<Lease, PostgresError>

    private let executor = PollExecutor(name: "postgres")
    private let blocking = BlockingCalls()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: PostgresConfiguration
    private let logger: Logger
    private var machine: PoolStateMachine
    private var sessions: [PoolStateMachine.ConnectionID: Session] = [:]
    private var waiters: [PoolStateMachine.WaiterID: CheckedContinuation<Acquired, Never>] = [:]
    private var expiry: ContinuousClock.Instant?
    private var lastConnectError: PostgresError?
    private var closing = ClosingSignal()

    init(configuration: PostgresConfiguration, logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        self.machine = PoolStateMachine(maxConnections: configuration.maxConnections)
    }

    var statistics: PostgresPoolStatistics {
        PostgresPoolStatistics(idle: machine.idleCount, busy: machine.leasedCount, waiting: machine.waitingCount)
    }

    /// Runs some work on a connection of its own.
    func perform(_ work: Operation.Work) async -> Operation.Outcome {
        switch await acquire() {
        case .failure(let error):
            return .failure(error.with(operation: work.name))
        case .success(let lease):
            let outcome = await lease.session.perform(work, in: lease.scope)
            release(lease)
            return outcome
        }
    }

    // MARK: Acquiring

    func acquire() async -> Acquired {
        if Task.isCancelled { return .failure(.cancelled()) }
        while true {
            switch machine.acquire(deadline: .now + configuration.acquireTimeout) {
            case .refused: return .failure(.closed("the pool is shut down"))
            case .wait(let waiter, let connection):
                if let connection { connect(connection) }
                return await wait(as: waiter)
            case .lease(let id):
                if let lease = lease(id) { return .success(lease) }
                logger.debug("an idle PostgreSQL connection was dead", metadata: ["connection": "\(id)"])
                sessions[id] = nil
                machine.foundDead(id)
            }
        }
    }

    /// Nil when the session has died while it was idle.
    private func lease(_ id: PoolStateMachine.ConnectionID) -> Lease? {
        guard let session = sessions[id], let scope = session.assumeIsolated({ $0.beginLease() }) else { return nil }
        return Lease(session: session, scope: scope)
    }

    private func wait(as waiter: PoolStateMachine.WaiterID) async -> Acquired {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiters[waiter] = continuation
                armExpiry()
            }
        } onCancel: {
            _ = executor.schedule(at: .now) { self.assumeIsolated { $0.abandon(waiter) } }
        }
    }

    private func abandon(_ waiter: PoolStateMachine.WaiterID) {
        guard machine.abandon(waiter) else { return }
        resume(waiter, .failure(.cancelled()))
    }

    private func resume(_ waiter: PoolStateMachine.WaiterID, _ result: Acquired) {
        waiters.removeValue(forKey: waiter)?.resume(returning: result)
    }

    /// One timer for all who wait: they came in the order of their deadlines.
    private func armExpiry() {
        guard expiry == nil, let deadline = machine.nextDeadline else { return }
        expiry = deadline
        _ = executor.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.expireWaiters() }
        }
    }

    private func expireWaiters() {
        expiry = nil
        for waiter in machine.expire(now: .now) { resume(waiter, .failure(timeoutError)) }
        armExpiry()
    }

    /// When the reason is that no connection can be opened, that is what is told.
    private var timeoutError: PostgresError {
        if machine.isFailing, let lastConnectError { return lastConnectError }
        return PostgresError(
            .poolExhausted, reason: "all \(configuration.maxConnections) connections stayed in use for too long")
    }

    // MARK: Releasing

    func release(_ lease: Lease) {
        let session = lease.session
        let reusable = session.assumeIsolated { $0.endLease() }
        dispose(of: session, machine.release(session.id, reusable: reusable))
    }

    private func dispose(of session: Session, _ disposal: PoolStateMachine.Disposal) {
        switch disposal {
        case .park: break
        case .lease(let waiter):
            let scope = session.assumeIsolated { $0.renewLease() }
            resume(waiter, .success(Lease(session: session, scope: scope)))
        case .close(let replacement):
            sessions[session.id] = nil
            session.assumeIsolated { $0.close(.closed("the connection was given back")) }
            if let replacement { connect(replacement) }
        }
        if machine.isShutDown, machine.isDrained { closing.drained() }
    }

    // MARK: Connecting

    private func connect(_ id: PoolStateMachine.ConnectionID) {
        let session = Session(id: id, configuration: configuration, executor: executor, blocking: blocking)
        sessions[id] = session
        session.assumeIsolated { session in
            session.connect { [weak self] error in
                self?.assumeIsolated { $0.connectFinished(id, error) }
            } onClosed: { [weak self] in
                self?.assumeIsolated { $0.sessionClosed(id) }
            }
        }
    }

    private func connectFinished(_ id: PoolStateMachine.ConnectionID, _ error: PostgresError?) {
        guard let session = sessions[id] else { return }
        guard let error else {
            logger.debug("opened a PostgreSQL connection", metadata: ["connection": "\(id)"])
            lastConnectError = nil
            dispose(of: session, machine.connected(id))
            while let more = machine.openMore() { connect(more) }
            return
        }
        logger.debug("no PostgreSQL connection", metadata: ["connection": "\(id)", "error": "\(error)"])
        sessions[id] = nil
        lastConnectError = error
        switch machine.connectFailed(id, isPermanent: error.isPermanentRefusal, jitter: .random(in: 0..<1)) {
        case .forget: break
        case .fail(let waiters):
            for waiter in waiters { resume(waiter, .failure(error)) }
        case .retry(let id, let delay):
            _ = executor.schedule(at: .now + delay) { [weak self] in
                self?.assumeIsolated { $0.retry(id) }
            }
        }
    }

    private func retry(_ id: PoolStateMachine.ConnectionID) {
        if machine.mayRetry(id) { connect(id) }
    }

    /// An open session has ended. If it was out, whoever has it will find out and give it back.
    private func sessionClosed(_ id: PoolStateMachine.ConnectionID) {
        logger.debug("a PostgreSQL connection ended", metadata: ["connection": "\(id)"])
        sessions[id] = nil
        machine.lost(id)
    }

    // MARK: Shutting down

    /// Refuses new work, lets what is out come back until `grace` is over, and closes everything.
    func shutDown(grace: Duration) async {
        refuseWork()
        if !machine.isDrained {
            let timer = executor.schedule(at: .now + grace) { [weak self] in
                self?.assumeIsolated { $0.closing.drained() }
            }
            await withCheckedContinuation { closing.whenDrained($0) }
            executor.cancel(timer)
        }
        close(Array(sessions.keys))
        closing.end()
    }

    private func refuseWork() {
        let (refused, unused) = machine.shutDown()
        for waiter in refused { resume(waiter, .failure(.closed("the pool is shut down"))) }
        close(unused)
    }

    private func close(_ connections: [PoolStateMachine.ConnectionID]) {
        for id in connections {
            sessions.removeValue(forKey: id)?.assumeIsolated { $0.close(.closed("the pool is shut down")) }
        }
    }

    /// Waits for the end of ``shutDown(grace:)``, or for the cancellation of the task.
    func waitForShutdown() async {
        let id = closing.nextID()
        await withTaskCancellationHandler {
            await withCheckedContinuation { closing.whenEnded($0, id: id) }
        } onCancel: {
            _ = executor.schedule(at: .now) { self.assumeIsolated { $0.closing.cancel(id) } }
        }
    }
}
