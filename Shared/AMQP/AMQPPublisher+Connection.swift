internal import DequeModule
internal import Logging
internal import PollExecutor

extension AMQPPublisher: BrokerClient {
    var isConnected: Bool { connection != nil }
    var isDrained: Bool { ledger.isEmpty && waiting.isEmpty }

    /// Connects, declares the topology, and connects again whenever the connection is lost, until ``shutdown(within:)``
    /// or the cancellation of the task, which it answers by returning. Call it once.
    ///
    /// - Throws: ``AMQPError`` when the first connection fails for a reason that will not pass by itself: credentials,
    ///   rights, or a topology that differs from what exists.
    package func run() async throws {
        try control.start("run publisher")
        do throws(AMQPError) {
            try await superviseUntilCancelled()
            end(nil)
        } catch {
            end(error)
            throw error
        }
    }

    /// Ends ``run()``: refuses further publishes, waits at most `limit` for the answers to those accepted, and closes the
    /// connection. What is unanswered then fails.
    package func shutdown(within limit: Duration = .seconds(10)) async {
        control.refusesWork = true
        guard control.hasStarted, !control.hasEnded else {
            // Should it be started yet, it ends at once.
            control.mustEnd = true
            return end(nil)
        }
        await sleep(until: .now + limit) { $0.isDrained || $0.control.hasEnded }
        control.mustEnd = true
        control.ring()
        while !control.hasEnded { await control.sleep() }
    }

    private func superviseUntilCancelled() async throws(AMQPError) {
        let result = await withTaskCancellationHandler {
            do throws(AMQPError) {
                try await supervise()
                return Result<Void, AMQPError>.success(())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            soon { publisher in
                publisher.control.mustEnd = true
                publisher.control.ring()
            }
        }
        try result.get()
    }

    func connect() throws(AMQPError) {
        let new = try BrokerConnection(configuration, name: "\(configuration.connectionName) publisher")
        try new.declare(topology)
        try new.enableConfirms()
        connection = new
        waitsForSocket = false
        watch(new)
        heartbeatTimer = nextHeartbeat(new)
        logger.debug("publisher connected", metadata: ["broker": "\(configuration)"])
    }

    func didConnect() {
        // What the library read while it waited for answers is announced by nothing else.
        read()
    }

    private func nextHeartbeat(_ connection: BrokerConnection) -> PollTimer? {
        scheduleHeartbeat(connection.heartbeat) { publisher in
            publisher.read()
            guard let connection = publisher.connection else { return }
            publisher.heartbeatTimer = publisher.nextHeartbeat(connection)
        }
    }

    /// Gives the connection up. What was written may have arrived; what was not waits for the next connection.
    func lose(_ error: AMQPError) {
        logger.debug("publisher lost its connection", metadata: ["error": "\(error)"])
        control.lastError = error
        dropConnection()
        let uncertain = AMQPError(
            .connectionLost, "publish", error.reason, isUncertain: true, status: error.status)
        resume(ledger.reset(with: uncertain))
        control.ring()
    }

    private func dropConnection() {
        guard let connection else { return }
        executor.unwatch(connection.descriptor)
        heartbeatTimer.map(executor.cancel)
        heartbeatTimer = nil
        waitsForSocket = false
        self.connection = nil
    }

    private func end(_ failure: AMQPError?) {
        connection?.close()
        dropConnection()
        let closed = failure ?? AMQPError(.closed, "publish")
        control.end(closed)
        states.send(.idle)
        states.finish()
        var uncertain = AMQPError(.connectionLost, "publish", "shut down before the broker answered")
        uncertain.isUncertain = true
        resume(ledger.reset(with: uncertain))
        for item in waiting { item.waiter.resume(closed) }
        waiting = []
        deadlineTimer.map(executor.cancel)
        deadlineTimer = nil
    }
}

// Deadlines: one timer for all, since they come in the order of the queue.
extension AMQPPublisher {
    func armDeadline(at deadline: ContinuousClock.Instant) {
        deadlineTimer = executor.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.expireDeadlines() }
        }
    }

    private func expireDeadlines() {
        deadlineTimer = nil
        let now = ContinuousClock.now
        resume(ledger.expire(at: now, with: overdue(isUncertain: true)))
        let unsent = overdue(isUncertain: false)
        while let first = waiting.first, first.deadline <= now {
            waiting.removeFirst()
            first.waiter.resume(unsent)
        }
        if let next = ledger.nextDeadline ?? waiting.first?.deadline { armDeadline(at: next) }
        if isDrained { control.ring() }
    }

    private func overdue(isUncertain: Bool) -> AMQPError {
        switch states.current {
        case .blocked(let reason): AMQPError(.blocked, "publish", reason, isUncertain: isUncertain)
        case .disconnected(let cause): AMQPError(.timeout, "publish", "\(cause)", isUncertain: isUncertain)
        default: AMQPError(.timeout, "publish", isUncertain: isUncertain)
        }
    }
}
