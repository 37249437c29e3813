internal import PollExecutor

/// How far the run of a publisher or consumer has come, and a place where it sleeps. Confined to that actor.
final class RunControl {
    private(set) var hasStarted = false
    private(set) var hasEnded = false
    /// Why the run ended, if by itself.
    private(set) var failure: AMQPError?
    /// Nothing new is taken on, but what was begun is brought to its end.
    var refusesWork = false
    /// The run shall end now.
    var mustEnd = false
    /// Why the last connection was lost or not made.
    var lastError: AMQPError?

    private var sleepers: [CheckedContinuation<Void, Never>] = []

    func start(_ operation: String) throws(AMQPError) {
        guard !hasStarted else { throw AMQPError(.configuration, operation, "it runs only once") }
        hasStarted = true
    }

    func end(_ failure: AMQPError?) {
        self.failure = failure
        refusesWork = true
        hasEnded = true
        ring()
    }

    /// Wakes everybody who sleeps. They look around and go back to sleep if it was not for them.
    func ring() {
        let awakened = sleepers
        sleepers = []
        for sleeper in awakened { sleeper.resume() }
    }

    func sleep() async {
        await withCheckedContinuation { sleepers.append($0) }
    }
}

/// What publisher and consumer have in common: a connection that is made again whenever it is lost.
protocol BrokerClient: Actor {
    nonisolated var executor: PollExecutor { get }
    var control: RunControl { get }
    var states: StateBroadcast { get set }
    var isConnected: Bool { get }

    /// Connects and prepares everything. Blocks the executor's thread, for a bounded time.
    func connect() throws(AMQPError)

    /// Called when the state has become ready.
    func didConnect()
}

extension BrokerClient {
    /// Keeps a connection until ``RunControl/mustEnd``. An error that will not pass by itself ends the run, unless there
    /// has been a connection before: then the broker is being restarted or changed, and an operator is at work.
    func supervise() async throws(AMQPError) {
        var backoff = ReconnectBackoff()
        var generator = SystemRandomNumberGenerator()
        var hasBeenConnected = false
        while !control.mustEnd {
            states.send(.connecting)
            var uptime: Duration?
            do throws(AMQPError) {
                try connect()
                hasBeenConnected = true
                let since = ContinuousClock.now
                states.send(.ready)
                didConnect()
                while isConnected, !control.mustEnd { await control.sleep() }
                uptime = .now - since
            } catch {
                guard hasBeenConnected || error.isTransient else { throw error }
                control.lastError = error
            }
            guard !control.mustEnd else { return }
            states.send(.disconnected(control.lastError ?? AMQPError(.connectionLost, "use connection")))
            await sleep(until: .now + backoff.delay(afterUptime: uptime, using: &generator)) { $0.control.mustEnd }
        }
    }

    /// Sleeps until `isDone` or `deadline`. Looks whenever ``RunControl/ring()`` is called.
    func sleep(until deadline: ContinuousClock.Instant, unless isDone: (isolated Self) -> Bool) async {
        let timer = executor.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.control.ring() }
        }
        while !isDone(self), ContinuousClock.now < deadline { await control.sleep() }
        executor.cancel(timer)
    }

    /// Runs `body` on the actor as soon as it can, from any thread and without waiting for it.
    nonisolated func soon(_ body: @escaping @Sendable (isolated Self) -> Void) {
        _ = executor.schedule(at: .now) { [weak self] in self?.assumeIsolated(body) }
    }

    /// Calls `tick` often enough for heartbeats to be sent and missed in time.
    func scheduleHeartbeat(
        _ heartbeat: Duration, tick: @escaping @Sendable (isolated Self) -> Void
    ) -> PollTimer? {
        guard heartbeat > .zero else { return nil }
        return executor.schedule(at: .now + heartbeat / 4) { [weak self] in self?.assumeIsolated(tick) }
    }
}
