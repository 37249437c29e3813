internal import CPostgres
internal import DequeModule
internal import PollExecutor

extension Session {
    /// Runs some work after what is already waiting.
    ///
    /// - Parameter cancellable: whether the cancellation of the task cancels the work; a ROLLBACK must happen anyway.
    func perform(
        _ work: Operation.Work, in scope: SessionScope, cancellable: Bool = true
    ) async -> Operation.Outcome {
        if let refusal = refusal(of: scope) { return .failure(refusal.with(operation: work.name)) }
        lastOperation += 1
        let id = lastOperation
        guard cancellable else { return await submit(id, work, scope) }
        if Task.isCancelled { return .failure(.cancelled(operation: work.name)) }
        return await withTaskCancellationHandler {
            await submit(id, work, scope)
        } onCancel: {
            _ = executor.schedule(at: .now) { self.assumeIsolated { $0.cancelOperation(id) } }
        }
    }

    private func submit(_ id: UInt64, _ work: Operation.Work, _ scope: SessionScope) async -> Operation.Outcome {
        await withCheckedContinuation { continuation in
            waiting.append(
                Operation(id: id, work: work, transaction: scope.transaction, continuation: continuation))
            startNext()
        }
    }

    private func refusal(of scope: SessionScope) -> PostgresError? {
        if case .closed(let error) = phase { return error }
        guard isOpen, scope.lease == lease else { return .closed("the connection was given back") }
        guard let id = scope.transaction else { return nil }
        guard let transaction, transaction.id == id, transaction.state != .finished else {
            return .closed("the transaction is over")
        }
        return nil
    }

    // MARK: Starting

    private func startNext() {
        while running == nil, isOpen, let operation = waiting.popFirst() {
            start(RunningOperation(operation: operation))
        }
    }

    private func start(_ new: RunningOperation) {
        running = new
        setDeadline(.now + configuration.statementTimeout)
        let sent =
            switch new.operation.work {
            case .calls(let calls, let commits): sendPipeline(calls, commits: commits)
            case .text(let sql): sendText(sql)
            }
        guard sent else { return close(connectionLost()) }
        flush()
    }

    private func sendPipeline(_ calls: [PostgresCall], commits: Bool) -> Bool {
        let begin = takeBegin(for: running?.operation)
        let frame = (begin.map { [$0] } ?? []) + calls + (commits ? [PostgresCall(Framing.Commit())] : [])
        var steps: [PipelineProgress.Step] = []
        steps.reserveCapacity(frame.count * 2)
        for (index, call) in frame.enumerated() {
            let name: String
            switch statements.lookUp(call) {
            case .ready(let known, let cached):
                name = known
                steps.append(.call(index, cached: cached))
            case .missing(let new, let obsolete):
                name = new
                guard sendPrepare(call, name: new, replacing: obsolete, steps: &steps) else { return false }
                steps.append(.call(index, cached: false))
            }
            guard connection?.sendPrepared(name: name, parameters: call.parameters) == true else { return false }
        }
        running?.calls = frame
        running?.hasBegin = begin != nil
        running?.progress = PipelineProgress(steps: steps)
        return connection?.sync() == true
    }

    private func sendPrepare(
        _ call: PostgresCall, name: String, replacing obsolete: String?, steps: inout [PipelineProgress.Step]
    ) -> Bool {
        if let obsolete {
            // The name is made of a Swift type's name and a number; quotes could only come from a raw identifier.
            let quoted = obsolete.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            guard connection?.sendUnprepared("DEALLOCATE \"\(quoted)\"") == true else { return false }
            steps.append(.deallocate)
        }
        steps.append(.prepare(call.key))
        return connection?.sendPrepare(
            name: name, sql: call.statement.sql, types: call.parameters.map(\.type.rawValue)) == true
    }

    private func sendText(_ sql: String) -> Bool {
        guard connection?.exitPipelineMode() == true else { return false }
        let begin = takeBegin(for: running?.operation).map { "\($0.statement.sql);\n" } ?? ""
        return connection?.sendSimple(begin + sql) == true
    }

    // MARK: Exchanging bytes

    /// Sends what is left to send; asks to be called again when the socket takes no more.
    private func flush() {
        switch connection?.flush() {
        case .done?: watch(for: .readable)
        case .pending?: watch(for: [.readable, .writable])
        default: close(connectionLost())
        }
    }

    /// Called when the socket is ready.
    func exchange() {
        let alive = connection?.consumeInput() == true
        // What came before the end still counts: it may say why the server hung up.
        drain()
        takeNotifications()
        guard isOpen else { return }
        guard alive else { return close(connectionLost()) }
        if running != nil { flush() }
    }

    /// Takes all results that have fully arrived.
    private func drain() {
        while running?.isAnswered == false, connection?.isBusy == false {
            if let result = connection?.nextResult() {
                receive(result)
            } else {
                receiveEnd()
            }
        }
    }

    private func receive(_ result: consuming ResultHandle) {
        if case .text? = running?.operation.work { return receiveTextResult(result) }
        let action = running?.progress.receive(PipelineProgress.Reply(result.status)) ?? .none
        if case .keep(let index) = action { return keep(result, of: index) }
        if case .fail(let step) = action { recordFailure(of: step, result) }
        follow(action)
    }

    private func receiveEnd() {
        if case .text? = running?.operation.work {
            guard connection?.enterPipelineMode() == true else { return close(connectionLost()) }
            return answered()
        }
        follow(running?.progress.receive(.end) ?? .none)
    }

    private func follow(_ action: PipelineProgress.Action) {
        switch action {
        case .prepared(let key): statements.confirm(key)
        case .finished: answered()
        case .violation: close(outOfStep)
        case .none, .keep, .fail: break
        }
    }

    private var outOfStep: PostgresError {
        PostgresError(.connectionLost, reason: "the server's answer is out of step")
    }

    private func keep(_ result: consuming ResultHandle, of index: Int) {
        guard let calls = running?.calls, index < calls.count else { return }
        let isCommit = calls[index].key == ObjectIdentifier(Framing.Commit.self)
        // A failed transaction answers COMMIT with success, and the tag ROLLBACK.
        if isCommit, result.commandTag != "COMMIT" {
            running?.error = PostgresError(
                .server, sqlState: .inFailedTransaction, operation: "COMMIT",
                reason: "a statement of the transaction had failed, so it was rolled back")
        }
        running?.results.append(QueryResult(result, of: calls[index].statement))
    }

    private func recordFailure(of step: PipelineProgress.Step, _ result: borrowing ResultHandle) {
        guard let calls = running?.calls else { return }
        var operation: String?
        if case .call(let index, _) = step { operation = calls[index].name }
        if case .prepare(let key) = step { operation = calls.first { $0.key == key }?.name }
        let error = PostgresError(result: result, operation: operation)
        running?.error = error
        guard case .call(let index, cached: true) = step else { return }
        if error.sqlState == .featureNotSupported {
            statements.invalidate(calls[index].key)
            running?.hasStalePlan = true
        } else if error.sqlState == .invalidStatementName {
            statements.removeAll()
            running?.hasStalePlan = true
        }
    }

    private func receiveTextResult(_ result: borrowing ResultHandle) {
        switch result.status {
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            running?.noteFailure(PostgresError(result: result, operation: "simple query"))
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            close(PostgresError(.configuration, operation: "simple query", reason: "COPY is not supported"))
        default: break
        }
    }

    // MARK: Finishing

    private func answered() {
        running?.isAnswered = true
        withdrawCancellation()
        // A cancellation request that is still under way keeps its deadline.
        if running?.cancel == nil { setDeadline(nil) }
        for case .prepare(let key) in running?.progress.steps ?? [] { statements.dropUnconfirmed(key) }
        finishIfPossible()
    }

    func finishIfPossible() {
        guard let done = running, done.isAnswered, done.cancel == nil else { return }
        running = nil
        if canRunAgain(done) {
            var again = RunningOperation(operation: done.operation)
            again.isRetry = true
            return start(again)
        }
        if done.error == nil, done.operation.work.commits { transaction?.state = .finished }
        let outcome: Operation.Outcome = done.error.map { .failure(explain($0, done)) } ?? .success(done.userResults)
        done.operation.continuation.resume(returning: outcome)
        startNext()
    }

    /// Whether the server refused an old plan and did nothing else: outside a transaction the statements are then sent
    /// once more, with a new plan. (Inside one, the transaction is lost, and ``PostgresPool/transaction`` runs it
    /// again.)
    private func canRunAgain(_ done: RunningOperation) -> Bool {
        done.hasStalePlan && !done.isRetry && done.operation.transaction == nil
            && connection?.transactionStatus == PQTRANS_IDLE
    }

    private func explain(_ error: PostgresError, _ done: RunningOperation) -> PostgresError {
        if error.code == .connectionLost { return lossError(of: done, cause: error) }
        var explained = error.with(operation: done.operation.work.name)
        explained.hasStalePlan = done.hasStalePlan
        guard error.sqlState == .queryCanceled, let interruption = done.interruption else { return explained }
        return explained.replacing(code: interruption == .timeout ? .timeout : .cancelled)
    }
}

extension PipelineProgress.Reply {
    fileprivate init(_ status: ExecStatusType) {
        self =
            switch status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: .success
            case PGRES_FATAL_ERROR: .failure
            case PGRES_PIPELINE_ABORTED: .skipped
            case PGRES_PIPELINE_SYNC: .synchronised
            default: .unexpected
            }
    }
}
