internal import Glibc
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

    /// The first messages of a queue, at most `limit`, which stay there in their order. Each counts as delivered once more, so
    /// that a queue with a delivery limit should not be looked at too often.
    ///
    /// - Throws: ``AMQPError/Code/resourceLocked`` while somebody else has them in hand.
    package func peek(_ queue: String, limit: Int) throws(AMQPError) -> [AMQPMessage] {
        try peek(queue, limit: limit, among: limit) { _ in true }.messages
    }

    /// The first messages of a queue that are wanted, at most `limit` of its first `most`, and whether there are further ones that
    /// were not looked at. They all stay there, as with ``peek(_:limit:)``.
    package func peek(
        _ queue: String, limit: Int, among most: Int, where isWanted: @Sendable (AMQPMessage) -> Bool
    ) throws(AMQPError) -> (messages: [AMQPMessage], areMore: Bool) {
        var messages: [AMQPMessage] = []
        let areMore = try look(into: queue, most: most) { content in
            if isWanted(content.message) { messages.append(content.message) }
            return messages.count < limit ? .goOn : .stop
        }
        return (messages, areMore)
    }

    /// Takes the first message off a queue that is wanted, among its first `most`, or nil when none is. Those before it stay
    /// there, as with ``peek(_:limit:)``.
    ///
    /// - Parameter following: what is published in its place, if anything: the message leaves its queue only when the broker has
    ///   confirmed that. When the connection breaks in between, both are there.
    package func take(
        from queue: String, among most: Int, where isWanted: @Sendable (AMQPMessage) -> Bool,
        publishing following: @Sendable (AMQPMessage) -> AMQPPublish?
    ) throws(AMQPError) -> AMQPMessage? {
        var taken: AMQPMessage?
        _ = try look(into: queue, most: most) { content throws(AMQPError) in
            guard isWanted(content.message) else { return .goOn }
            if let following = following(content.message) { try publish(following) }
            taken = content.message
            return .take
        }
        return taken
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

    /// Settles what is settled and closes the connection, if there is one.
    package func close() {
        settle()
        connection?.close()
        drop()
    }

    /// What becomes of a message that was looked at.
    private enum Verdict {
        case goOn
        case stop
        /// Off the queue, and stop.
        case take
    }

    /// Shows the first `most` messages of a queue in order, and puts them back; returns whether there are more.
    ///
    /// They come to a consumer, since only one consumer's messages are put back in their order when the connection ends: each
    /// `basic.get` is a consumer of its own to a quorum queue.
    private func look(
        into queue: String, most: Int, _ body: (ReceivedContent) throws(AMQPError) -> Verdict
    ) throws(AMQPError) -> Bool {
        let (ready, consumers) = try queueDepth(queue)
        let count = min(ready, most)
        guard consumers == 0, count > 0 else {
            close()
            if consumers > 0 { throw Self.isLookedAt(queue) }
            return ready > 0
        }
        var left = ready
        defer { putBack(left, in: queue) }
        try perform { connection throws(AMQPError) in
            try connection.consume(
                queue, tag: "look", prefetch: UInt16(clamping: count), exclusive: false, arguments: [:])
        }
        for seen in 1...count {
            let content = try perform { connection throws(AMQPError) in try connection.nextDelivery() }
            guard let content else { throw Self.isLookedAt(queue) }
            switch try body(content) {
            case .goOn: continue
            case .stop: return ready > seen
            case .take:
                try perform { connection throws(AMQPError) in
                    try connection.guarded { () throws(AMQPError) in
                        try connection.settle(SettlementLedger.Instruction(tag: content.deliveryTag, outcome: .ack))
                    }
                }
                left -= 1
                return ready > seen
            }
        }
        return ready > count
    }

    private static func isLookedAt(_ queue: String) -> AMQPError {
        AMQPError(.resourceLocked, "look into queue \(queue)", "somebody else has its messages in hand")
    }

    /// Ends the connection, which puts back what it holds, and waits until that can be seen: a quorum queue does it after the
    /// broker has said goodbye, and whoever looked in between would find nothing. Waits for a second at most, since somebody else
    /// may have taken them meanwhile.
    private func putBack(_ count: Int, in queue: String) {
        close()
        let end = ContinuousClock.now + .seconds(1)
        while let depth = try? queueDepth(queue), depth.messages < count || depth.consumers > 0,
            ContinuousClock.now < end
        {
            // The thread is this actor's own.
            _ = usleep(2_000)
        }
        close()
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

    /// The next message of a consumer, or nil when there is none within a second.
    fileprivate func nextDelivery() throws(AMQPError) -> ReceivedContent? {
        while true {
            let event = try guarded { () throws(AMQPError) in try next(timeout: .seconds(1)) }
            switch event {
            case .delivery(let content): return content
            case .channelClosed(let error), .connectionClosed(let error): throw error
            case .cancelled: throw AMQPError(.connectionLost, "consume", "the broker cancelled the subscription")
            case nil: return nil
            case .ack, .nack, .returned, .blocked, .unblocked: continue
            }
        }
    }
}
