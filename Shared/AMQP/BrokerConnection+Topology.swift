internal import CRabbitMQ

/// Requests with an answer, each one round trip.
extension BrokerConnection {
    /// Declares everything, exchanges first.
    ///
    /// - Throws: ``AMQPError/Code/preconditionFailed`` and the like, naming the object in the operation.
    func declare(_ topology: AMQPTopology) throws(AMQPError) {
        for exchange in topology.exchanges { try declare(exchange) }
        for queue in topology.queues { try declare(queue) }
        for binding in topology.bindings { try bind(binding) }
    }

    private func declare(_ exchange: AMQPTopology.Exchange) throws(AMQPError) {
        try request("declare exchange \(exchange.name)") { () -> Void in
            unsafe amqp_exchange_declare(
                handle.state, Self.channel, pool.bytes(exchange.name), pool.bytes(exchange.kind.rawValue), 0,
                exchange.durable ? 1 : 0, 0, 0, pool.table(exchange.arguments))
        }
    }

    private func declare(_ queue: AMQPTopology.Queue) throws(AMQPError) {
        try request("declare queue \(queue.name)") { () -> Void in
            unsafe amqp_queue_declare(
                handle.state, Self.channel, pool.bytes(queue.name), 0, queue.durable ? 1 : 0,
                queue.exclusive ? 1 : 0, queue.autoDelete ? 1 : 0, pool.table(queue.arguments))
        }
    }

    private func bind(_ binding: AMQPTopology.Binding) throws(AMQPError) {
        switch binding.destination {
        case .queue(let name):
            try request("bind queue \(name) to \(binding.exchange)") { () -> Void in
                unsafe amqp_queue_bind(
                    handle.state, Self.channel, pool.bytes(name), pool.bytes(binding.exchange),
                    pool.bytes(binding.routingKey), pool.table(binding.arguments))
            }
        case .exchange(let name):
            try request("bind exchange \(name) to \(binding.exchange)") { () -> Void in
                unsafe amqp_exchange_bind(
                    handle.state, Self.channel, pool.bytes(name), pool.bytes(binding.exchange),
                    pool.bytes(binding.routingKey), pool.table(binding.arguments))
            }
        }
    }

    func consume(
        _ queue: String, tag: String, prefetch: UInt16, exclusive: Bool, arguments: AMQPTable
    ) throws(AMQPError) {
        try request("set prefetch") { () -> Void in
            unsafe amqp_basic_qos(handle.state, Self.channel, 0, prefetch, 0)
        }
        try request("consume from \(queue)") { () -> Void in
            unsafe amqp_basic_consume(
                handle.state, Self.channel, pool.bytes(queue), pool.bytes(tag), 0, 0, exclusive ? 1 : 0,
                pool.table(arguments))
        }
    }

    func cancel(consumer tag: String) throws(AMQPError) {
        try request("cancel consumer \(tag)") { () -> Void in
            unsafe amqp_basic_cancel(handle.state, Self.channel, pool.bytes(tag))
        }
    }

    func depth(of queue: String) throws(AMQPError) -> (messages: Int, consumers: Int) {
        let answer = unsafe try request("look at queue \(queue)") {
            unsafe amqp_queue_declare(handle.state, Self.channel, pool.bytes(queue), 1, 0, 0, 0, pool.table([:]))
        }
        guard let answer = unsafe answer else { return (0, 0) }
        return unsafe (Int(answer.pointee.message_count), Int(answer.pointee.consumer_count))
    }

    func purge(_ queue: String) throws(AMQPError) -> Int {
        let answer = unsafe try request("purge queue \(queue)") {
            unsafe amqp_queue_purge(handle.state, Self.channel, pool.bytes(queue))
        }
        return unsafe answer.map { unsafe Int($0.pointee.message_count) } ?? 0
    }

    func delete(queue: String) throws(AMQPError) {
        try request("delete queue \(queue)") { () -> Void in
            unsafe amqp_queue_delete(handle.state, Self.channel, pool.bytes(queue), 0, 0)
        }
    }

    /// Takes one message off a queue, unsettled.
    func get(_ queue: String) throws(AMQPError) -> ReceivedContent? {
        let operation = "get from queue \(queue)"
        let reply = unsafe guarded { unsafe amqp_basic_get(handle.state, Self.channel, pool.bytes(queue), 0) }
        pool.recycle()
        if let error = unsafe failure(reply, operation) { throw error }
        guard unsafe reply.reply.id == AMQP_BASIC_GET_OK_METHOD, let decoded = unsafe reply.reply.decoded else {
            return nil
        }
        let got = unsafe decoded.assumingMemoryBound(to: amqp_basic_get_ok_t.self).pointee
        let content = unsafe ReceivedContent(
            deliveryTag: got.delivery_tag, redelivered: got.redelivered != 0, exchange: got.exchange.string,
            routingKey: got.routing_key.string)
        beginContent(content)
        let answer = try guarded { () throws(AMQPError) in try next(timeout: .seconds(5)) }
        guard case .delivery(let complete) = answer else {
            throw AMQPError(.connectionLost, operation, "the message did not follow")
        }
        return complete
    }

    /// Runs a call under the guard and throws what became of it.
    @discardableResult
    private func request<R>(_ operation: String, _ call: () -> R) throws(AMQPError) -> R {
        let result = handle.stallGuard.during { call() }
        pool.recycle()
        try check(operation)
        return result
    }
}
