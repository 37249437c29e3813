internal import CPostgres
internal import DequeModule
internal import PollExecutor

extension Session {
    /// Cancels an operation whose task was cancelled: takes it off the queue, or asks the server to end it.
    func cancelOperation(_ id: UInt64) {
        if let index = waiting.firstIndex(where: { $0.id == id }) {
            let operation = waiting.remove(at: index)
            operation.continuation.resume(returning: .failure(.cancelled(operation: operation.work.name)))
        } else if running?.operation.id == id, running?.isAnswered == false {
            interrupt(.cancellation)
        }
    }

    /// The deadline of the statement, or that of its cancellation.
    func statementTookTooLong() {
        guard let running else { return }
        guard running.interruption == nil else {
            return close(connectionLost(reason: "the server did not react to a cancellation"))
        }
        interrupt(.timeout)
    }

    private func interrupt(_ reason: RunningOperation.Interruption) {
        guard running != nil, running?.interruption == nil else { return }
        running?.interruption = reason
        setDeadline(.now + configuration.cancelGrace)
        guard let cancel = connection?.makeCancelHandle() else { return }
        running?.cancel = cancel
        blocking.send(cancel) { [executor, weak self] in
            guard let self else { return }
            _ = executor.schedule(at: .now) { self.assumeIsolated { $0.cancellationArrived(cancel) } }
        }
    }

    private func cancellationArrived(_ cancel: CancelHandle) {
        guard running?.cancel === cancel else { return }
        running?.cancel = nil
        finishIfPossible()
    }

    /// Withdraws the request to cancel what has ended by now, unless it is being sent already.
    func withdrawCancellation() {
        if running?.cancel?.withdraw() == true { running?.cancel = nil }
    }

    func connectionLost(reason: String? = nil) -> PostgresError {
        PostgresError(.connectionLost, reason: reason ?? "the server closed the connection")
    }

    /// What the owner of a running operation is told when its session ends.
    func lossError(of running: RunningOperation, cause: PostgresError) -> PostgresError {
        var error = cause
        switch running.interruption {
        case .timeout?: error = error.replacing(code: .timeout)
        case .cancellation?: error = error.replacing(code: .cancelled)
        case nil: error = running.error ?? error
        }
        error.outcomeUnknown = running.mayHaveTakenEffect
        return error.with(operation: running.operation.work.name)
    }
}
