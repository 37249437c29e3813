/// The exchanges, queues and bindings that a publisher or consumer relies on. Declared anew on every connection, which
/// changes nothing when they exist as described; a difference is ``AMQPError/Code/preconditionFailed``.
package struct AMQPTopology: Sendable {
    package struct Exchange: Sendable {
        package enum Kind: String, Sendable { case topic, direct, fanout, headers }

        package var name: String
        package var kind: Kind
        package var durable: Bool
        package var arguments: AMQPTable

        package init(_ name: String, kind: Kind, durable: Bool = true, arguments: AMQPTable = [:]) {
            self.name = name
            self.kind = kind
            self.durable = durable
            self.arguments = arguments
        }
    }

    package struct Queue: Sendable {
        package var name: String
        package var durable: Bool
        package var exclusive: Bool
        package var autoDelete: Bool
        /// `x-queue-type`, `x-dead-letter-exchange` and the like.
        package var arguments: AMQPTable

        package init(
            _ name: String, durable: Bool = true, exclusive: Bool = false, autoDelete: Bool = false,
            arguments: AMQPTable = [:]
        ) {
            self.name = name
            self.durable = durable
            self.exclusive = exclusive
            self.autoDelete = autoDelete
            self.arguments = arguments
        }

        /// A replicated durable queue.
        package static func quorum(_ name: String, arguments: AMQPTable = [:]) -> Queue {
            Queue(name, arguments: arguments.merging(["x-queue-type": "quorum"]) { _, type in type })
        }

        /// A durable log that keeps its messages and can be read again.
        package static func stream(_ name: String, arguments: AMQPTable = [:]) -> Queue {
            Queue(name, arguments: arguments.merging(["x-queue-type": "stream"]) { _, type in type })
        }
    }

    package struct Binding: Sendable {
        package enum Destination: Sendable, Equatable {
            case queue(String)
            case exchange(String)
        }

        package var destination: Destination
        package var exchange: String
        package var routingKey: String
        package var arguments: AMQPTable

        package init(
            _ destination: Destination, to exchange: String, routingKey: String = "", arguments: AMQPTable = [:]
        ) {
            self.destination = destination
            self.exchange = exchange
            self.routingKey = routingKey
            self.arguments = arguments
        }
    }

    package var exchanges: [Exchange]
    package var queues: [Queue]
    package var bindings: [Binding]

    package init(exchanges: [Exchange] = [], queues: [Queue] = [], bindings: [Binding] = []) {
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = bindings
    }
}
