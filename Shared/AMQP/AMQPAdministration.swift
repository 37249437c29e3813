internal import Logging
internal import PollExecutor

/// Single requests to the broker: declare, look, take one message, purge, delete. For tools and tests, not for traffic.
///
/// The connection is opened by the first request and kept until ``close()`` or an error; the next request after an error
/// opens another. Requests run one after the other on a thread of their own.
package actor AMQPAdministration {
    private let executor: PollExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let configuration: AMQPConfiguration
    private var connection: BrokerConnection?
    private var box: SettlementBox?
    private var dropped = 0

    package init(configuration: AMQPConfiguration) {
        executor = PollExecutor(name: "amqp-admin")
        var configuration = configuration
        // Nobody reads between requests, so nobody would see heartbeats.
        configuration.heartbeat = .zero
        self.configuration = configuration
    }

    /// Opens the connection, which proves address and credentials.
    package func connect() throws(AMQPError) {
        try perform { _ throws(AMQPError) in }
    }

    /// Declares exchanges, queues and bindings.
    ///
    /// - Throws: ``AMQPError/Code/preconditionFailed`` with the name of what exists differently.
    package func declare(_ topology: AMQPTopology) throws(AMQPError) {
        try perform { connection throws(AMQPError) in try connection.declare(topology) }
    }

    /// How many messages are ready for delivery, and how many consumers a queue has. Unsettled messages do not count.
    package func queueDepth(_ queue: String) throws(AMQPError) -> (messages: Int, consumers: Int) {
        try perform { connection throws(AMQPError) in try connection.depth(of: queue) }
    }

    /// Takes the first message off a queue, or nil when there is none. Settle it before ``close()``: a delivery that is
    /// still open then, or when the connection breaks, goes back to the queue.
    package func get(_ queue: String) throws(AMQPError) -> AMQPDelivery? {
        let content = try perform { connection throws(AMQPError) in try connection.get(queue) }
        guard let content, let box else { return nil }
        return AMQPDelivery(content, queue: queue, box: box)
    }

    /// The first messages of a queue, at most `limit`, which stay there. Each counts as delivered once more, so that a
    /// queue with a delivery limit should not be looked at too often.
    package func peek(_ queue: String, limit: Int) throws(AMQPError) -> [AMQPMessage] {
        var messages: [AMQPMessage] = []
        // Closing the connection is what puts them back, all at once and in order.
        defer { close() }
        while messages.count < limit {
            guard let content = try perform({ connection throws(AMQPError) in try connection.get(queue) }) else {
                break
            }
            messages.append(content.message)
        }
        return messages
    }

    /// The first messages of a queue that are wanted, at most `limit` of its first `most`, and whether there are further ones that
    /// were not looked at. They all stay there, as with ``peek(_:limit:)``.
    package func peek(
        _ queue: String, limit: Int, among most: Int, where isWanted: @Sendable (AMQPMessage) -> Bool
    ) throws(AMQPError) -> (messages: [AMQPMessage], areMore: Bool) {
        var messages: [AMQPMessage] = []
        defer { close() }
        for _ in 0..<most where messages.count < limit {
            guard let content = try perform({ connection throws(AMQPError) in try connection.get(queue) }) else {
                return (messages, false)
            }
            if isWanted(content.message) { messages.append(content.message) }
        }
        return (messages, try queueDepth(queue).messages > 0)
    }

    /// Takes the first message off a queue that is wanted, among its first `limit`, or nil when none is. Those before it are
    /// held until ``close()``, which puts them back in order; settle the one that is returned before that. While they are held
    /// nobody else sees them, and each counts as delivered once more.
    package func find(
        in queue: String, limit: Int, where isWanted: @Sendable (AMQPMessage) -> Bool
    ) throws(AMQPError) -> AMQPDelivery? {
        for _ in 0..<limit {
            guard let content = try perform({ connection throws(AMQPError) in try connection.get(queue) }), let box
            else { return nil }
            if isWanted(content.message) { return AMQPDelivery(content, queue: queue, box: box) }
        }
        return nil
    }

    /// Publishes one message with confirmation.
    package func publish(_ publish: AMQPPublish) throws(AMQPError) {
        if let problem = publish.encodingProblem { throw problem }
        try perform { connection throws(AMQPError) in try connection.publishConfirmed(publish) }
    }

    /// Removes all messages that are ready for delivery; returns their number.
    @discardableResult
    package func purge(_ queue: String) throws(AMQPError) -> Int {
        try perform { connection throws(AMQPError) in try connection.purge(queue) }
    }

    package func delete(queue: String) throws(AMQPError) {
        try perform { connection throws(AMQPError) in try connection.delete(queue: queue) }
    }

    package func delete(exchange: String) throws(AMQPError) {
        try perform { connection throws(AMQPError) in try connection.delete(exchange: exchange) }
    }

    /// Settles what is settled and closes the connection, if there is one.
    package func close() {
        settle()
        connection?.close()
        drop()
    }

    private func perform<R>(_ body: (BrokerConnection) throws(AMQPError) -> R) throws(AMQPError) -> R {
        do throws(AMQPError) {
            settle()
            return try body(try current())
        } catch {
            // A refused request has cost its channel; a new connection is simplest.
            connection?.close()
            drop()
            throw error
        }
    }

    private func current() throws(AMQPError) -> BrokerConnection {
        if let connection { return connection }
        let new = try BrokerConnection(configuration, name: "\(configuration.connectionName) administration")
        connection = new
        box = SettlementBox { [weak self] in self?.settleSoon() }
        return new
    }

    private nonisolated func settleSoon() {
        _ = executor.schedule(at: .now) { [weak self] in self?.assumeIsolated { $0.settle() } }
    }

    private func settle() {
        guard let connection, let box else { return }
        do throws(AMQPError) {
            for (tag, outcome) in box.take() {
                try connection.guarded { () throws(AMQPError) in
                    try connection.settle(SettlementLedger.Instruction(tag: tag, outcome: outcome))
                }
            }
        } catch {
            drop()
        }
    }

    private func drop() {
        box?.close()
        box = nil
        connection = nil
    }
}

extension BrokerConnection {
    /// Publishes one message and waits for the answer, on a channel that publishes nothing else.
    fileprivate func publishConfirmed(_ item: AMQPPublish) throws(AMQPError) {
        try enableConfirms()
        try guarded { () throws(AMQPError) in try publish(item) }
        var returned: AMQPError?
        while true {
            let event = try guarded { () throws(AMQPError) in try next(timeout: .seconds(10)) }
            switch event {
            case .ack:
                if let returned { throw returned }
                return
            case .nack: throw AMQPError(.nacked, "publish")
            case .returned(_, let replyCode, let text):
                returned = AMQPError(.returned(replyCode: replyCode, text: text), "publish to \(item.exchange)")
            case .channelClosed(let error), .connectionClosed(let error): throw error
            case nil: throw AMQPError(.timeout, "publish", isUncertain: true)
            default: continue
            }
        }
    }
}
