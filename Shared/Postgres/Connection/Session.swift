internal import CPostgres
internal import DequeModule
internal import PollExecutor

/// One libpq connection. All of it happens on one ``PollExecutor``, which several sessions may share; nothing in it
/// blocks.
///
/// It is always in pipeline mode: each operation is some statements and one synchronisation point. Operations queue up
/// and run one after another.
actor Session {
    enum Phase {
        case new
        case connecting
        case open
        case closed(PostgresError)
    }

    nonisolated let id: Int
    nonisolated let executor: PollExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    let configuration: PostgresConfiguration
    let blocking: BlockingCalls

    var phase = Phase.new
    var connection: ConnectionHandle?
    var statements = StatementCache()
    var waiting = Deque<Operation>()
    var running: RunningOperation?
    var transaction: SessionTransaction?
    var notifications = NotificationBuffer()
    var lease: UInt64 = 0
    var lastOperation: UInt64 = 0
    var lastTransaction: UInt64 = 0

    private var onConnected: (@Sendable (PostgresError?) -> Void)?
    private var onClosed: (@Sendable () -> Void)?
    private var watched: (descriptor: CInt, interest: PollEvents)?
    private var deadline: ContinuousClock.Instant?
    private var timer: (timer: PollTimer, instant: ContinuousClock.Instant)?

    init(id: Int, configuration: PostgresConfiguration, executor: PollExecutor, blocking: BlockingCalls) {
        self.id = id
        self.configuration = configuration
        self.executor = executor
        self.blocking = blocking
    }

    deinit {
        if let watched { executor.unwatch(watched.descriptor) }
        if let timer { executor.cancel(timer.timer) }
    }

    // MARK: Connecting

    /// Opens the session. `completion` is called once, on the executor, with nil when it is open; `onClosed` once when
    /// an open session has ended, whoever ended it.
    func connect(
        completion: @escaping @Sendable (PostgresError?) -> Void, onClosed: @escaping @Sendable () -> Void
    ) {
        phase = .connecting
        onConnected = completion
        self.onClosed = onClosed
        setDeadline(.now + configuration.connectTimeout)
        if HostName.isLocal(configuration.host) || configuration.options["hostaddr"] != nil {
            return startConnecting(addresses: [])
        }
        blocking.resolve(configuration.host) { [executor, weak self] addresses in
            guard let self else { return }
            _ = executor.schedule(at: .now) { self.assumeIsolated { $0.resolved(addresses) } }
        }
    }

    private func resolved(_ addresses: [String]?) {
        guard case .connecting = phase else { return }
        guard let addresses else {
            return close(PostgresError(.connectionFailed, reason: "the name of host \(configuration.host) is unknown"))
        }
        startConnecting(addresses: addresses)
    }

    private func startConnecting(addresses: [String]) {
        connection = ConnectionHandle(parameters: configuration.connectionParameters(addresses: addresses))
        guard connection?.isBad == false else { return connectFailed() }
        watch(for: .writable)
    }

    private func continueConnecting() {
        switch connection?.pollConnect() {
        case PGRES_POLLING_READING?: watch(for: .readable)
        case PGRES_POLLING_WRITING?: watch(for: .writable)
        case PGRES_POLLING_OK?: connected()
        default: connectFailed()
        }
    }

    private func connected() {
        guard connection?.becomeNonblocking() == true else { return connectFailed() }
        phase = .open
        setDeadline(nil)
        watch(for: .readable)
        let completion = onConnected.take()
        completion?(nil)
    }

    private func connectFailed() {
        close(PostgresError(connectFailure: connection?.errorMessage ?? "out of memory"))
    }

    // MARK: Readiness

    /// Watches the socket, which libpq may have replaced while it was trying several addresses.
    func watch(for interest: PollEvents) {
        guard let descriptor = connection?.socket, descriptor >= 0 else { return }
        if let watched {
            if watched.descriptor == descriptor, watched.interest == interest, case .open = phase { return }
            if watched.descriptor != descriptor { executor.unwatch(watched.descriptor) }
        }
        watched = (descriptor, interest)
        executor.watch(descriptor, for: interest) { [weak self] _ in
            self?.assumeIsolated { $0.socketIsReady() }
        }
    }

    private func socketIsReady() {
        switch phase {
        case .connecting: continueConnecting()
        case .open: exchange()
        case .new, .closed: break
        }
    }

    // MARK: Deadlines

    /// Sets the one moment at which this session wants to be woken. The timer behind it is left alone when it is early
    /// enough: a statement then costs no timer at all, as the last one's is still there.
    func setDeadline(_ instant: ContinuousClock.Instant?) {
        deadline = instant
        guard let instant else { return }
        if let timer {
            if timer.instant <= instant { return }
            executor.cancel(timer.timer)
        }
        let handle = executor.schedule(at: instant) { [weak self] in
            self?.assumeIsolated { $0.timerFired() }
        }
        timer = (handle, instant)
    }

    private func timerFired() {
        timer = nil
        guard let deadline else { return }
        guard deadline <= .now else { return setDeadline(deadline) }
        self.deadline = nil
        switch phase {
        case .connecting: close(PostgresError(.connectionFailed, reason: "no connection within the time allowed"))
        case .open: statementTookTooLong()
        case .new, .closed: break
        }
    }

    // MARK: Closing

    /// Ends the session: closes the socket, and fails what is running and waiting.
    func close(_ error: PostgresError) {
        if case .closed = phase { return }
        phase = .closed(error)
        deadline = nil
        if let watched { executor.unwatch(watched.descriptor) }
        watched = nil
        connection = nil
        withdrawCancellation()
        if let running {
            self.running = nil
            running.operation.continuation.resume(returning: .failure(lossError(of: running, cause: error)))
        }
        while let operation = waiting.popFirst() {
            operation.continuation.resume(returning: .failure(error.with(operation: operation.work.name)))
        }
        notifications.fail(error)
        let connected = onConnected.take()
        let closed = onClosed.take()
        if let connected { connected(error) } else { closed?() }
    }

    var isOpen: Bool {
        if case .open = phase { true } else { false }
    }
}

extension Optional {
    /// Returns the value and leaves nil behind.
    fileprivate mutating func take() -> Wrapped? {
        defer { self = nil }
        return self
    }
}
