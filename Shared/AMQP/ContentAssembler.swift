internal import CRabbitMQ

/// Puts the frames of one channel together: a message arrives as a method, a header and any number of body frames.
struct ContentAssembler {
    enum Kind {
        case delivery(ReceivedContent)
        case returned(ReceivedContent, replyCode: UInt16, text: String)
        case got(ReceivedContent)
    }

    /// A body is not trusted to be as long as its header says before it has arrived.
    private static let largestReservation: UInt64 = 1 << 20

    private var pending: Kind?
    private var message: AMQPMessage?
    private var missing: UInt64 = 0
    private var exchange = RecentText()
    private var routingKey = RecentText()
    private var properties = MessageDecoder()

    /// Whether no message is half received, so that the library may reuse its buffers.
    var isIdle: Bool { pending == nil }

    mutating func begin(_ kind: Kind) { pending = kind }

    /// Takes a frame; returns the event that it completes, if it does.
    mutating func accept(_ frame: amqp_frame_t) -> BrokerEvent? {
        switch Int32(unsafe frame.frame_type) {
        case AMQP_FRAME_METHOD:
            return unsafe accept(frame.payload.method)
        case AMQP_FRAME_HEADER:
            guard pending != nil, let decoded = unsafe frame.payload.properties.decoded else { return nil }
            let header = unsafe decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
            message = unsafe properties.message(header)
            missing = unsafe frame.payload.properties.body_size
            if missing > 0 { message?.body.reserveCapacity(Int(min(missing, Self.largestReservation))) }
        case AMQP_FRAME_BODY:
            let fragment = unsafe frame.payload.body_fragment
            unsafe message?.body.append(contentsOf: fragment.buffer)
            missing -= min(missing, UInt64(unsafe fragment.len))
        default:
            return nil
        }
        return missing == 0 ? finish() : nil
    }

    private mutating func finish() -> BrokerEvent? {
        guard let kind = pending.take(), let message = message.take() else { return nil }
        switch kind {
        case .delivery(var content), .got(var content):
            content.message = message
            return .delivery(content)
        case .returned(var content, let replyCode, let text):
            content.message = message
            return .returned(content, replyCode: replyCode, text: text)
        }
    }

    private mutating func accept(_ method: amqp_method_t) -> BrokerEvent? {
        guard let decoded = unsafe method.decoded else { return nil }
        switch unsafe method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver = unsafe decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee
            pending = unsafe .delivery(
                ReceivedContent(
                    deliveryTag: deliver.delivery_tag, redelivered: deliver.redelivered != 0,
                    exchange: exchange.string(deliver.exchange), routingKey: routingKey.string(deliver.routing_key)))
            return nil
        case AMQP_BASIC_RETURN_METHOD:
            let back = unsafe decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee
            let content = unsafe ReceivedContent(
                exchange: exchange.string(back.exchange), routingKey: routingKey.string(back.routing_key))
            pending = unsafe .returned(content, replyCode: back.reply_code, text: back.reply_text.string)
            return nil
        case AMQP_BASIC_ACK_METHOD:
            let ack = unsafe decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .ack(tag: ack.delivery_tag, multiple: ack.multiple != 0)
        case AMQP_BASIC_NACK_METHOD:
            let nack = unsafe decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .nack(tag: nack.delivery_tag, multiple: nack.multiple != 0)
        default:
            return unsafe control(method, decoded)
        }
    }

    private func control(_ method: amqp_method_t, _ decoded: UnsafeMutableRawPointer) -> BrokerEvent? {
        switch unsafe method.id {
        case AMQP_CONNECTION_BLOCKED_METHOD:
            let blocked = unsafe decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee
            return unsafe .blocked(reason: blocked.reason.string)
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            return .unblocked
        case AMQP_BASIC_CANCEL_METHOD:
            return .cancelled
        case AMQP_CHANNEL_CLOSE_METHOD:
            return unsafe .channelClosed(AMQPError(closing: method, "use channel"))
        case AMQP_CONNECTION_CLOSE_METHOD:
            return unsafe .connectionClosed(AMQPError(closing: method, "use connection"))
        default:
            return nil
        }
    }
}
