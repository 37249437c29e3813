internal import Logging
internal import PollExecutor

extension AMQPConsumer: BrokerClient {
    /// How many events to handle before other work has its turn.
    private static let readQuantum = 1024

    var isConnected: Bool { connection != nil }

    func superviseUntilCancelled() async -> AMQPError? {
        await withTaskCancellationHandler {
            do throws(AMQPError) {
                try await supervise()
                return nil
            } catch {
                return error
            }
        } onCancel: {
            soon { consumer in
                consumer.control.mustEnd = true
                consumer.control.ring()
            }
        }
    }

    func connect() throws(AMQPError) {
        let new = try BrokerConnection(configuration, name: "\(configuration.connectionName) consumer of \(queue)")
        try new.declare(topology)
        settlements = SettlementLedger()
        box = SettlementBox { [weak self] in self?.soon { $0.sendSettlements() } }
        try new.consume(queue, tag: consumerTag, prefetch: prefetch, exclusive: exclusive, arguments: arguments)
        connection = new
        executor.watch(new.descriptor, for: .readable) { [weak self] _ in self?.assumeIsolated { $0.read() } }
        heartbeatTimer = nextHeartbeat(new)
        logger.debug("consumer connected", metadata: ["broker": "\(configuration)", "queue": "\(queue)"])
    }

    func didConnect() {
        // What the library read while it waited for answers is announced by nothing else.
        read()
    }

    private func nextHeartbeat(_ connection: BrokerConnection) -> PollTimer? {
        scheduleHeartbeat(connection.heartbeat) { consumer in
            consumer.read()
            guard let connection = consumer.connection else { return }
            consumer.heartbeatTimer = consumer.nextHeartbeat(connection)
        }
    }

    private func read() {
        guard let connection, let box else { return }
        var batch: [IncomingDelivery] = []
        do throws(AMQPError) {
            try connection.guarded { () throws(AMQPError) in
                for _ in 0..<Self.readQuantum {
                    guard let event = try connection.next() else { return }
                    try handle(event, into: &batch, box)
                }
                soon { $0.read() }
            }
        } catch {
            return lose(error)
        }
        if !batch.isEmpty { deliveries?.yield(batch) }
    }

    private func handle(
        _ event: BrokerEvent, into batch: inout [IncomingDelivery], _ box: SettlementBox
    ) throws(AMQPError) {
        switch event {
        case .delivery(let content):
            settlements.deliver(content.deliveryTag)
            batch.append(IncomingDelivery(content: content, box: box))
        case .cancelled:
            throw AMQPError(.connectionLost, "consume from \(queue)", "the broker cancelled the subscription")
        case .channelClosed(let error), .connectionClosed(let error):
            throw error
        case .returned, .ack, .nack, .blocked, .unblocked:
            break
        }
    }

    private func sendSettlements() {
        guard let connection, let box else { return }
        for (tag, outcome) in box.take() { settlements.settle(tag, outcome) }
        let instructions = settlements.flush()
        guard !instructions.isEmpty else { return }
        do throws(AMQPError) {
            if instructions.count > 1 { connection.setCorked(true) }
            try connection.guarded { () throws(AMQPError) in
                for instruction in instructions { try connection.settle(instruction) }
            }
            if instructions.count > 1 { connection.setCorked(false) }
        } catch {
            return lose(error)
        }
        if connection.hasBufferedInput { soon { $0.read() } }
    }

    /// Gives the connection up. The broker delivers again whatever it was not told about.
    private func lose(_ error: AMQPError) {
        logger.debug("consumer lost its connection", metadata: ["error": "\(error)", "queue": "\(queue)"])
        control.lastError = error
        dropConnection()
        control.ring()
    }

    private func dropConnection() {
        droppedEarlier += box?.takeDropped() ?? 0
        box?.close()
        box = nil
        guard let connection else { return }
        executor.unwatch(connection.descriptor)
        heartbeatTimer.map(executor.cancel)
        heartbeatTimer = nil
        self.connection = nil
    }

    func noteHandlersAreDone() {
        handlersAreDone = true
        control.ring()
    }

    /// Lets running handlers finish, for a while, and closes.
    func finish(failure: AMQPError?) async {
        box?.refuseWork()
        if let connection {
            do throws(AMQPError) {
                try connection.cancel(consumer: consumerTag)
            } catch {
                lose(error)
            }
        }
        deliveries?.finish()
        await sleep(until: .now + shutdownGrace) { $0.handlersAreDone }
        sendSettlements()
        connection?.close()
        dropConnection()
        control.end(failure)
        states.send(.idle)
        states.finish()
    }
}
