internal import CRabbitMQ
internal import FoundationEssentials

/// Reads message properties, sharing the texts that repeat from message to message.
struct MessageDecoder {
    private var contentType = RecentText()
    private var contentEncoding = RecentText()
    private var type = RecentText()
    private var appID = RecentText()

    mutating func message(_ header: amqp_basic_properties_t) -> AMQPMessage {
        func has(_ flag: Int32) -> Bool { unsafe header._flags & amqp_flags_t(flag) != 0 }
        var message = AMQPMessage(body: [], persistent: false)
        if has(AMQP_BASIC_CONTENT_TYPE_FLAG) { message.contentType = unsafe contentType.string(header.content_type) }
        if has(AMQP_BASIC_CONTENT_ENCODING_FLAG) {
            message.contentEncoding = unsafe contentEncoding.string(header.content_encoding)
        }
        if has(AMQP_BASIC_TYPE_FLAG) { message.type = unsafe type.string(header.type) }
        if has(AMQP_BASIC_APP_ID_FLAG) { message.appID = unsafe appID.string(header.app_id) }
        if has(AMQP_BASIC_MESSAGE_ID_FLAG) { message.messageID = unsafe header.message_id.string }
        if has(AMQP_BASIC_CORRELATION_ID_FLAG) { message.correlationID = unsafe header.correlation_id.string }
        if has(AMQP_BASIC_REPLY_TO_FLAG) { message.replyTo = unsafe header.reply_to.string }
        if has(AMQP_BASIC_EXPIRATION_FLAG) {
            message.expiration = unsafe Int64(header.expiration.string).map { .milliseconds($0) }
        }
        if has(AMQP_BASIC_TIMESTAMP_FLAG) { message.timestamp = unsafe Date(amqpSeconds: header.timestamp) }
        if has(AMQP_BASIC_PRIORITY_FLAG) { message.priority = unsafe header.priority }
        if has(AMQP_BASIC_DELIVERY_MODE_FLAG) { message.persistent = unsafe header.delivery_mode == 2 }
        if has(AMQP_BASIC_HEADERS_FLAG) { message.headers = unsafe AMQPTable(header.headers) }
        return message
    }
}

extension amqp_basic_properties_t {
    /// The C form of a message's properties, valid as long as the pool's memory is.
    init(_ message: AMQPMessage, in pool: inout FieldPool) {
        unsafe self.init()
        unsafe delivery_mode = message.persistent ? 2 : 1
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
        func text(_ string: String?, _ flag: Int32) -> amqp_bytes_t {
            guard let string else { return unsafe amqp_bytes_t(len: 0, bytes: nil) }
            flags |= flag
            return unsafe pool.bytes(string)
        }
        unsafe content_type = text(message.contentType, AMQP_BASIC_CONTENT_TYPE_FLAG)
        unsafe content_encoding = text(message.contentEncoding, AMQP_BASIC_CONTENT_ENCODING_FLAG)
        unsafe type = text(message.type, AMQP_BASIC_TYPE_FLAG)
        unsafe app_id = text(message.appID, AMQP_BASIC_APP_ID_FLAG)
        unsafe message_id = text(message.messageID, AMQP_BASIC_MESSAGE_ID_FLAG)
        unsafe correlation_id = text(message.correlationID, AMQP_BASIC_CORRELATION_ID_FLAG)
        unsafe reply_to = text(message.replyTo, AMQP_BASIC_REPLY_TO_FLAG)
        unsafe expiration = text(message.expiration.map(\.wholeMilliseconds), AMQP_BASIC_EXPIRATION_FLAG)
        if let date = message.timestamp {
            unsafe timestamp = UInt64(clamping: Int64(date.timeIntervalSince1970))
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
        }
        if let level = message.priority {
            unsafe priority = level
            flags |= AMQP_BASIC_PRIORITY_FLAG
        }
        if !message.headers.isEmpty {
            unsafe headers = pool.table(message.headers)
            flags |= AMQP_BASIC_HEADERS_FLAG
        }
        unsafe _flags = amqp_flags_t(flags)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: String {
        let (seconds, attoseconds) = components
        return String(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
