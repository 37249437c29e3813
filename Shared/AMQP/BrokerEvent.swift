/// What the broker tells us without being asked.
enum BrokerEvent {
    case delivery(ReceivedContent)
    case returned(ReceivedContent, replyCode: UInt16, text: String)
    case ack(tag: UInt64, multiple: Bool)
    case nack(tag: UInt64, multiple: Bool)
    case blocked(reason: String)
    case unblocked
    /// The broker cancelled a consumer, for example because its queue was deleted.
    case cancelled
    case channelClosed(AMQPError)
    case connectionClosed(AMQPError)
}

/// A message as it came in, with its envelope.
struct ReceivedContent: Sendable {
    var deliveryTag: UInt64 = 0
    var redelivered = false
    var exchange: String
    var routingKey: String
    var message = AMQPMessage(body: [])
}
