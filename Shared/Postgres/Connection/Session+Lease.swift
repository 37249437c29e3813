internal import CPostgres
internal import PollExecutor

/// A transaction that was begun on a session, or will be with its first statement.
struct SessionTransaction {
    enum State { case pending, begun, finished }

    let id: UInt64
    let begin: PostgresCall
    var state = State.pending
}

extension Session {
    // MARK: Leases

    /// Gives out the session, unless it turns out to be dead: the socket is asked, which takes about a microsecond.
    func beginLease() -> SessionScope? {
        guard isOpen else { return nil }
        guard connection?.consumeInput() == true else {
            close(connectionLost())
            return nil
        }
        return renewLease()
    }

    /// Gives the session straight from one user to the next.
    func renewLease() -> SessionScope {
        lease += 1
        return SessionScope(lease: lease)
    }

    /// Takes the session back. False when it is not fit for another user: dead, busy, or inside a transaction.
    func endLease() -> Bool {
        lease += 1
        transaction = nil
        return isOpen && running == nil && waiting.isEmpty && connection?.transactionStatus == PQTRANS_IDLE
    }

    // MARK: Transactions

    /// Remembers that the next statement of the returned scope begins a transaction. Sends nothing.
    func beginTransaction(_ begin: PostgresCall, in scope: SessionScope) -> Result<SessionScope, PostgresError> {
        if case .closed(let error) = phase { return .failure(error) }
        guard scope.lease == lease else { return .failure(.closed("the connection was given back")) }
        guard transaction == nil else {
            return .failure(PostgresError(.configuration, reason: "transactions do not nest"))
        }
        lastTransaction += 1
        transaction = SessionTransaction(id: lastTransaction, begin: begin)
        return .success(SessionScope(lease: lease, transaction: lastTransaction))
    }

    /// Commits, unless nothing was done or it is committed already. The task may be cancelled until then, but not while
    /// COMMIT is under way.
    func commit(in scope: SessionScope) async -> Result<Void, PostgresError> {
        guard let transaction, transaction.id == scope.transaction, transaction.state == .begun else {
            if case .closed(let error) = phase { return .failure(error) }
            self.transaction = nil
            return .success(())
        }
        if Task.isCancelled { return .failure(.cancelled(operation: "COMMIT")) }
        let outcome = await perform(.calls([], commits: true), in: scope, cancellable: false)
        if case .success = outcome { self.transaction = nil }
        return outcome.map { _ in () }
    }

    /// Rolls back whatever is open, cancelled task or not. A session on which that fails ends.
    func rollBack(in scope: SessionScope) async {
        guard transaction?.id == scope.transaction else { return }
        // Without a statement there is nothing on the server; after a failed COMMIT there may be nothing either.
        let isOver = transaction?.state != .begun || (running == nil && connection?.transactionStatus == PQTRANS_IDLE)
        if !isOver, isOpen {
            let rollback = PostgresCall(Framing.Rollback())
            if case .failure(let error) = await perform(.calls([rollback], commits: false), in: scope, cancellable: false) {
                close(error)
            }
        }
        if transaction?.id == scope.transaction { transaction = nil }
    }

    /// The BEGIN that has to be sent with the operation, if it is the first of its transaction.
    func takeBegin(for operation: Operation?) -> PostgresCall? {
        guard let transaction, transaction.id == operation?.transaction, transaction.state == .pending else { return nil }
        self.transaction?.state = .begun
        return transaction.begin
    }
}
