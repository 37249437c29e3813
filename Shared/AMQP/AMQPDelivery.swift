/// A message that the broker lent us, to be settled exactly once.
///
/// Settling is quick and never fails: it leaves word for the connection, which tells the broker soon after, in one breath
/// with others. A delivery that goes out of scope unsettled goes back to its queue. When the connection is gone by then,
/// settling does nothing, and the broker delivers the message again.
package struct AMQPDelivery: ~Copyable, Sendable {
    package let message: AMQPMessage
    /// Whether the broker has delivered this message before, to anybody.
    package let redelivered: Bool
    package let exchange: String
    package let routingKey: String
    /// Counts up from 1 on each connection.
    package let deliveryTag: UInt64
    package let queue: String
    /// Nil once settled.
    private var box: SettlementBox?

    init(_ content: ReceivedContent, queue: String, box: SettlementBox) {
        message = content.message
        redelivered = content.redelivered
        exchange = content.exchange
        routingKey = content.routingKey
        deliveryTag = content.deliveryTag
        self.queue = queue
        self.box = box
    }

    /// Done: the broker forgets the message.
    package consuming func ack() {
        box.take()?.settle(deliveryTag, .ack)
    }

    /// Not done: back to the queue, or away (to the dead-letter exchange, if the queue has one).
    package consuming func reject(requeue: Bool) {
        box.take()?.settle(deliveryTag, requeue ? .requeue : .discard)
    }

    deinit { box?.settle(deliveryTag, .requeue, dropped: true) }
}
