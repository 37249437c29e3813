internal import AMQP
internal import Logging
internal import Messaging
internal import Postgres

/// Looks at who takes what we send, and at what waits in the broker.
struct ProviderDesk: Sendable {
    let console: Console

    /// What waits for one service.
    struct Queue: Sendable {
        var service: String
        var events: Int
        /// Nil: it takes none.
        var commands: Int?
        var workers: Int
    }

    struct Health: Sendable {
        var limits: [ListProviderLimits.Row]
        var accounts: [ListDialAccounts.Row]
        /// Nil when the broker is away.
        var queues: [Queue]?
    }

    func health(_ viewer: Viewer) async throws -> Health {
        let (limits, accounts) = try await console.database.run(as: viewer) { transaction in
            try await transaction.pipeline(ListProviderLimits(), ListDialAccounts())
        }
        var health = Health(limits: limits, accounts: accounts)
        do {
            health.queues = try await queues()
        } catch {
            console.logger.warning("the queues cannot be looked at right now", error: error)
        }
        return health
    }

    /// - Throws: `AMQPError` when the broker is away.
    private func queues() async throws -> [Queue] {
        let administration = console.broker
        var queues: [Queue] = []
        do {
            for service in EventTopology.subscriptions.keys.sorted() {
                let events = try await administration.queueDepth(EventTopology.queue(of: service))
                let hasCommands = EventTopology.commandSubscriptions[service] != nil
                let commands =
                    hasCommands
                    ? try await administration.queueDepth(EventTopology.commandQueue(of: service)).messages : nil
                queues.append(
                    Queue(
                        service: service, events: events.messages, commands: commands, workers: events.consumers))
            }
        } catch {
            await administration.close()
            throw error
        }
        await administration.close()
        return queues
    }
}
