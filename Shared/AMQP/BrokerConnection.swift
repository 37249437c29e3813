internal import CRabbitMQ
internal import Glibc

/// One logged-in connection with one open channel, over librabbitmq.
///
/// Not thread-safe: an actor owns it and calls it from its ``PollExecutor`` only. Every call is bounded in time, by the
/// library's own limits and by a ``StallGuard``. After any thrown ``AMQPError/Code/connectionLost`` the connection is
/// useless; after ``AMQPError/Code/channelClosed(replyCode:text:)`` and the other refusals only its channel is, until
/// ``reopenChannel()``.
final class BrokerConnection {
    static let channel: amqp_channel_t = 1
    private static let frameSize: CInt = 131_072

    let handle: ConnectionHandle
    var pool = FieldPool()
    private var assembler = ContentAssembler()

    /// Half of this is how long the connection may go without a call to ``next(timeout:)``. Zero: for ever.
    let heartbeat: Duration

    /// What to watch for readability; readiness means that ``next(timeout:)`` has something to do.
    var descriptor: CInt { handle.stallGuard.descriptor }

    /// - Parameter name: shown by the broker's tools.
    init(_ configuration: AMQPConfiguration, name: String) throws(AMQPError) {
        handle = try ConnectionHandle(configuration)
        heartbeat = configuration.heartbeat
        try logIn(configuration, name: name)
        try openChannel()
    }

    private func logIn(_ configuration: AMQPConfiguration, name: String) throws(AMQPError) {
        let capabilities: AMQPTable = [
            "publisher_confirms": true, "consumer_cancel_notify": true, "connection.blocked": true,
            "basic.nack": true, "exchange_exchange_bindings": true, "authentication_failure_close": true,
        ]
        var properties = unsafe pool.table([
            "product": "thavon", "connection_name": .string(name), "capabilities": .table(capabilities),
        ])
        defer { pool.recycle() }
        let reply = unsafe handle.stallGuard.during {
            unsafe thavon_amqp_login(
                handle.state, configuration.virtualHost, Self.frameSize,
                CInt(clamping: configuration.heartbeat.components.seconds), &properties,
                configuration.user, configuration.password)
        }
        guard var error = unsafe failure(reply, "log in to \(configuration.host):\(configuration.port)") else { return }
        // 403 for user and password, 530 for the virtual host.
        if case .connectionLost = error.code { error.code = .connectionFailed }
        if error.brokerCode == 403 || error.brokerCode == 530 { error.code = .authentication }
        throw error
    }

    private func openChannel() throws(AMQPError) {
        _ = unsafe handle.stallGuard.during { unsafe amqp_channel_open(handle.state, Self.channel) }
        try check("open channel")
    }

    /// Opens the channel again after the broker closed it.
    func reopenChannel() throws(AMQPError) {
        assembler = ContentAssembler()
        var reply = amqp_channel_close_ok_t(dummy: 0)
        let status = unsafe amqp_send_method(handle.state, Self.channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &reply)
        try check(status, "close channel")
        try openChannel()
    }

    func enableConfirms() throws(AMQPError) {
        _ = unsafe handle.stallGuard.during { unsafe amqp_confirm_select(handle.state, Self.channel) }
        try check("enable confirms")
    }

    /// Says goodbye, for at most a second, and leaves the socket to `deinit`.
    func close() {
        var patience = timeval(tv_sec: 1, tv_usec: 0)
        unsafe amqp_set_rpc_timeout(handle.state, &patience)
        _ = unsafe handle.stallGuard.during { unsafe amqp_connection_close(handle.state, CInt(AMQP_REPLY_SUCCESS)) }
    }

    /// Whether a small write would not have to wait for the broker to read.
    var isWritable: Bool {
        var descriptors = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&descriptors, 1, 0) != 0
    }

    /// While corked, the kernel joins small writes into full segments.
    func setCorked(_ isCorked: Bool) {
        var value: CInt = isCorked ? 1 : 0
        _ = unsafe setsockopt(
            descriptor, CInt(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<CInt>.size))
    }

    /// Runs a run of writes under the guard's limit.
    func guarded<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R { try handle.stallGuard.during(body) }

    /// Writes one message. Call it within ``guarded(_:)``. When it throws, part of the message may have been sent.
    func publish(_ publish: AMQPPublish) throws(AMQPError) {
        defer { pool.recycle() }
        var properties = unsafe amqp_basic_properties_t(publish.message, in: &pool)
        let exchange = unsafe pool.bytes(publish.exchange)
        let routingKey = unsafe pool.bytes(publish.routingKey)
        let status = unsafe publish.message.body.withUnsafeBufferPointer { body in
            unsafe amqp_basic_publish(
                handle.state, Self.channel, exchange, routingKey, publish.mandatory ? 1 : 0, 0, &properties,
                amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)))
        }
        try check(status, "publish")
    }

    /// Writes a settlement. Call it within ``guarded(_:)``.
    func settle(_ instruction: SettlementLedger.Instruction) throws(AMQPError) {
        let status =
            switch instruction.outcome {
            case .ack:
                unsafe amqp_basic_ack(handle.state, Self.channel, instruction.tag, instruction.multiple ? 1 : 0)
            case .requeue, .discard:
                unsafe amqp_basic_reject(
                    handle.state, Self.channel, instruction.tag, instruction.outcome == .requeue ? 1 : 0)
            }
        try check(status, "settle")
    }

    /// The next event, or nil when there is none within `timeout`. Also sends a heartbeat that is due and notices when
    /// the broker's are missing.
    func next(timeout: Duration = .zero) throws(AMQPError) -> BrokerEvent? {
        while true {
            var frame = unsafe amqp_frame_t()
            var wait = timeval(timeout)
            let status = unsafe amqp_simple_wait_frame_noblock(handle.state, &frame, &wait)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            try check(status, "read")
            let event = unsafe assembler.accept(frame)
            if assembler.isIdle {
                unsafe amqp_maybe_release_buffers_on_channel(handle.state, frame.channel)
            }
            if let event { return event }
        }
    }

    /// Whether ``next(timeout:)`` has something at hand that no readiness of the descriptor will announce.
    var hasBufferedInput: Bool {
        unsafe amqp_frames_enqueued(handle.state) != 0 || amqp_data_in_buffer(handle.state) != 0
    }

    /// Starts a message that was asked for rather than delivered: its content follows.
    func beginContent(_ content: ReceivedContent) { assembler.begin(.got(content)) }
}

extension BrokerConnection {
    /// Throws what became of the last request.
    func check(_ operation: String) throws(AMQPError) {
        let reply = unsafe amqp_get_rpc_reply(handle.state)
        if let error = unsafe failure(reply, operation) { throw error }
    }

    func check(_ status: CInt, _ operation: String) throws(AMQPError) {
        guard status != AMQP_STATUS_OK.rawValue else { return }
        throw lost(operation, status)
    }

    private func lost(_ operation: String, _ status: CInt) -> AMQPError {
        let reason = handle.stallGuard.hasCut ? "the broker stopped reading" : libraryText(status)
        return AMQPError(.connectionLost, operation, reason, status: status)
    }

    func failure(_ reply: amqp_rpc_reply_t, _ operation: String) -> AMQPError? {
        switch unsafe reply.reply_type {
        case AMQP_RESPONSE_NORMAL: nil
        case AMQP_RESPONSE_SERVER_EXCEPTION: unsafe AMQPError(closing: reply.reply, operation)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: unsafe lost(operation, reply.library_error)
        default: lost(operation, AMQP_STATUS_CONNECTION_CLOSED.rawValue)
        }
    }
}

extension AMQPError {
    /// From the broker's `channel.close` or `connection.close`.
    init(closing method: amqp_method_t, _ operation: String) {
        guard let decoded = unsafe method.decoded else {
            self.init(.connectionLost, operation, "closed without a reason")
            return
        }
        if unsafe method.id == AMQP_CHANNEL_CLOSE_METHOD {
            let close = unsafe decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            let code = unsafe close.reply_code
            let text = unsafe close.reply_text.string
            self.init(Self.code(closingChannelWith: code, text), operation, text)
            brokerCode = code
        } else {
            let close = unsafe decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            self.init(.connectionLost, operation, unsafe "\(close.reply_code) \(close.reply_text.string)")
            brokerCode = unsafe close.reply_code
        }
    }

    private static func code(closingChannelWith replyCode: UInt16, _ text: String) -> Code {
        switch Int32(replyCode) {
        // A rival with an exclusive consumer is no lack of rights.
        case AMQP_ACCESS_REFUSED: text.contains("exclusive use") ? .resourceLocked : .accessRefused
        // The queue exists, but its leader does not: after a restart of the broker, streams and quorum queues elect theirs
        // only after log-ins are accepted.
        case AMQP_NOT_FOUND where text.contains("is down or inaccessible"):
            .channelClosed(replyCode: replyCode, text: text)
        case AMQP_NOT_FOUND: .notFound
        case AMQP_RESOURCE_LOCKED: .resourceLocked
        case AMQP_PRECONDITION_FAILED: .preconditionFailed
        default: .channelClosed(replyCode: replyCode, text: text)
        }
    }
}

extension AMQPError {
    /// What a channel's end means for the messages that were written to it: one of them may be at fault, the others are
    /// not, and nobody knows which the broker took.
    var asUncertainPublish: AMQPError {
        var error = AMQPError(
            .channelClosed(replyCode: brokerCode ?? 0, text: reason), "publish", isUncertain: true)
        error.brokerCode = brokerCode
        return error
    }
}
