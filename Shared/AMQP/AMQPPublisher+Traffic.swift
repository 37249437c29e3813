internal import DequeModule
internal import Logging
internal import PollExecutor

// Writing and reading: all on the executor's thread.
extension AMQPPublisher {
    /// How much to write before asking whether the socket takes more.
    private static let writeQuantum = 8192

    /// Timers fire after all jobs of a wake-up, so that whatever was accepted in one goes out together.
    func scheduleFlush() {
        guard !flushIsScheduled, states.current.isReady else { return }
        flushIsScheduled = true
        _ = executor.schedule(at: .now) { [weak self] in
            self?.assumeIsolated { publisher in
                publisher.flushIsScheduled = false
                publisher.flush()
            }
        }
    }

    func flush() {
        guard let connection, states.current.isReady, !waitsForSocket, !waiting.isEmpty else { return }
        do throws(AMQPError) {
            connection.setCorked(true)
            try connection.guarded { () throws(AMQPError) in try write(to: connection) }
            connection.setCorked(false)
        } catch {
            return lose(error)
        }
        if connection.hasBufferedInput { scheduleRead() }
    }

    private func write(to connection: BrokerConnection) throws(AMQPError) {
        var written = Self.writeQuantum
        while ledger.outstanding < maxOutstanding, let next = waiting.first {
            if written >= Self.writeQuantum {
                guard connection.isWritable else { return awaitWritable(connection) }
                written = 0
            }
            waiting.removeFirst()
            let publish = next.publish
            ledger.append(ConfirmLedger.Identity(publish), waiter: next.waiter, deadline: next.deadline)
            try connection.publish(publish)
            written += 128 + publish.message.body.count
        }
    }

    private func awaitWritable(_ connection: BrokerConnection) {
        waitsForSocket = true
        watch(connection)
    }

    func watch(_ connection: BrokerConnection) {
        let interest: PollEvents = waitsForSocket ? [.readable, .writable] : .readable
        executor.watch(connection.descriptor, for: interest) { [weak self] events in
            self?.assumeIsolated { $0.socketIsReady(events) }
        }
    }

    private func socketIsReady(_ events: PollEvents) {
        if events != .writable { read() }
        guard waitsForSocket, events.contains(.writable), let connection else { return }
        waitsForSocket = false
        watch(connection)
        flush()
    }
}

extension AMQPPublisher {
    /// How many events to handle before other work has its turn.
    private static let readQuantum = 1024

    private func scheduleRead() {
        _ = executor.schedule(at: .now) { [weak self] in self?.assumeIsolated { $0.read() } }
    }

    func read() {
        guard let connection else { return }
        do throws(AMQPError) {
            try connection.guarded { () throws(AMQPError) in
                for _ in 0..<Self.readQuantum {
                    guard let event = try connection.next() else { return }
                    try handle(event, on: connection)
                }
                scheduleRead()
            }
        } catch {
            return lose(error)
        }
        if isDrained { control.ring() }
        flush()
    }

    private func handle(_ event: BrokerEvent, on connection: BrokerConnection) throws(AMQPError) {
        switch event {
        case .ack(let tag, let multiple):
            resume(ledger.acknowledge(tag, multiple: multiple))
        case .nack(let tag, let multiple):
            resume(ledger.refuse(tag, multiple: multiple))
        case .returned(let content, let replyCode, let text):
            ledger.markReturned(ConfirmLedger.Identity(content), replyCode: replyCode, text: text)
        case .blocked(let reason):
            logger.debug("broker blocks publishing", metadata: ["reason": "\(reason)"])
            states.send(.blocked(reason: reason))
        case .unblocked:
            states.send(.ready)
        case .channelClosed(let error):
            resume(ledger.reset(with: error.asUncertainPublish))
            // What is missing or different may be what the topology declares.
            try connection.reopenChannel()
            try connection.enableConfirms()
            try connection.declare(topology)
        case .connectionClosed(let error):
            throw error
        case .delivery, .cancelled:
            break
        }
    }

    func resume(_ resolutions: [ConfirmLedger<Waiter>.Resolution]) {
        for resolution in resolutions { resolution.waiter.resume(resolution.error) }
    }
}
