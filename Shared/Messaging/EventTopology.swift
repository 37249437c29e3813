package import AMQP

/// Exchanges, queues and bindings that all services share. Declared by each service at its start, before it publishes or
/// consumes: since the stream takes every event, `mandatory` would not notice a missing work queue.
package enum EventTopology {
    package static let events = "thavon.events"
    package static let commands = "thavon.commands"
    package static let dead = "thavon.dead"
    package static let log = "thavon.events.log"

    /// How long a message waits after its first, second… failure. After the last it is a dead letter.
    package static let delays: [DelayQueue] = [
        DelayQueue(label: "5s", wait: .seconds(5)),
        DelayQueue(label: "30s", wait: .seconds(30)),
        DelayQueue(label: "2m", wait: .seconds(120)),
        DelayQueue(label: "10m", wait: .seconds(600)),
    ]

    /// The queue of a service, e.g. `thavon.assignment`.
    package static func queue(of service: String) -> String { "thavon.\(service)" }

    /// What the services in this version subscribe to. Every service declares all of it, so an event published while its
    /// consumer has never run yet waits for it.
    package static let subscriptions: [String: [String]] = [
        "assignment": ["call.ended", "appointment.booked", "agent.changed"],
        "calendar-sync": ["call.ended", "calendar.changed"],
        "dashboard": ["call.ended", "call.amended", "lead.updated"],
        "notifier": [
            "call.assigned", "call.reassigned", "followup.overdue", "retry.exhausted", "appointment.booked",
            "appointment.moved", "appointment.cancelled", "reminder.due", "calendar.unhealthy", "receipt.message",
            "message.received",
        ],
        "recording-archive": ["call.ended", "call.amended"],
        "retry-scheduler": [
            "call.ended", "lead.created", "lead.updated", "lead.opted_out", "lead.opted_in", "appointment.booked",
            "appointment.moved", "appointment.cancelled",
        ],
    ]

    /// Which commands a service takes.
    package static let commandSubscriptions: [String: [String]] = [
        "assignment": ["calls.open", "calls.reassign", "leads.reassign", "follow_up.configure"],
        "calendar-sync": [
            "appointments.find_slots", "appointments.book", "appointments.reschedule", "appointments.cancel",
            "appointments.complete", "appointments.no_show", "appointments.annotate", "appointments.configure",
            "appointments.link", "calendar.link", "calendar.disconnect",
        ],
        "notifier": [
            "notifications.configure", "notifications.set_texts", "notifications.preview", "notifications.test",
            "notifications.allow_address", "notifications.brand_mails", "accounts.send_link",
        ],
        "recording-archive": ["recordings.delete", "recordings.configure"],
        "retry-scheduler": [
            "calls.place", "calls.cancel", "calls.reschedule", "calls.pause", "calls.configure",
            "appointments.remind",
        ],
        "webhook-ingest": ["webhooks.ingest_call", "webhooks.replay"],
    ]

    /// Where a service's commands wait, apart from its events: somebody waits for the answer.
    package static func commandQueue(of service: String) -> String { "\(queue(of: service)).commands" }

    package static let shared = AMQPTopology(exchanges: exchanges, queues: queues, bindings: bindings)

    private static let exchanges: [AMQPTopology.Exchange] =
        [.init(events, kind: .topic), .init(commands, kind: .direct), .init(dead, kind: .topic)]
        + delays.map { AMQPTopology.Exchange($0.name, kind: .fanout) }

    private static let queues: [AMQPTopology.Queue] =
        subscriptions.keys.sorted().map { workQueue(queue(of: $0)) }
        + commandSubscriptions.keys.sorted().map { commandQueue(named: commandQueue(of: $0)) } + delays.map(\.queue)
        + [.quorum(dead), stream]

    private static let bindings: [AMQPTopology.Binding] = {
        let work = subscriptions.sorted { $0.key < $1.key }.flatMap { service, keys in
            keys.map { AMQPTopology.Binding(.queue(queue(of: service)), to: events, routingKey: $0) }
        }
        let commanded = commandSubscriptions.sorted { $0.key < $1.key }.flatMap { service, keys in
            keys.map { AMQPTopology.Binding(.queue(commandQueue(of: service)), to: commands, routingKey: $0) }
        }
        let waiting = delays.map { AMQPTopology.Binding(.queue($0.name), to: $0.name, routingKey: "") }
        return work + commanded + waiting + [
            AMQPTopology.Binding(.queue(dead), to: dead, routingKey: "#"),
            AMQPTopology.Binding(.queue(log), to: events, routingKey: "#"),
        ]
    }()

    /// Takes every event and keeps it for a month, so that another service can subscribe today and read last week.
    private static let stream = AMQPTopology.Queue.stream(
        log,
        arguments: [
            "x-max-age": .string("30D"),
            "x-max-length-bytes": .int64(5_000_000_000),
            "x-stream-max-segment-size-bytes": .int64(50_000_000),
        ])

    /// Commands expire with the patience of those who sent them, and are dropped then: they have been told.
    private static func commandQueue(named name: String) -> AMQPTopology.Queue {
        .quorum(
            name,
            arguments: [
                "x-delivery-limit": .int64(5), "x-max-length": .int64(100_000), "x-overflow": .string("reject-publish"),
            ])
    }

    /// A quorum queue whose limits are explicit: a message that comes back more than 20 times is a dead letter, and a
    /// full queue refuses new messages (the outbox keeps them) rather than drop old ones.
    private static func workQueue(_ name: String) -> AMQPTopology.Queue {
        .quorum(
            name,
            arguments: [
                "x-delivery-limit": .int64(20),
                "x-max-length": .int64(1_000_000),
                "x-overflow": .string("reject-publish"),
                "x-dead-letter-exchange": .string(dead),
                "x-dead-letter-routing-key": .string(name),
                "x-dead-letter-strategy": .string("at-least-once"),
            ])
    }
}

/// A queue nobody consumes: messages expire after ``wait`` and return to the queue named by their routing key.
package struct DelayQueue: Sendable {
    package let label: String
    package let wait: Duration

    /// Exchange and queue share the name.
    package var name: String { "thavon.delay.\(label)" }

    var queue: AMQPTopology.Queue {
        .quorum(
            name,
            arguments: [
                "x-message-ttl": .int64(wait.components.seconds * 1000),
                "x-overflow": .string("reject-publish"),
                "x-max-length": .int64(1_000_000),
                // The default exchange routes by queue name, and the routing key is the queue the message came from.
                "x-dead-letter-exchange": .string(""),
                "x-dead-letter-strategy": .string("at-least-once"),
            ])
    }
}
