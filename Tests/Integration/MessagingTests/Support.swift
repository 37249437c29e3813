import AMQP
import Contracts
import Foundation
import Logging
import Postgres
import TestSupport

@testable import Messaging

let log = Logger(label: "test")

/// A database, a virtual host, a publisher that is ready and the relay of a service, for the length of a test.
struct Bench: Sendable {
    let database: PostgresConfiguration
    let pool: PostgresPool
    let broker: AMQPConfiguration
    let publisher: AMQPPublisher
    let relay: OutboxRelay

    /// - Parameter service: the role the database is used as.
    static func with<R: Sendable>(
        service: String = "assignment", relays: Bool = true, _ body: (Bench) async throws -> R
    ) async throws -> R {
        try await withThavonDatabase { database in
            try await TestRabbitMQ.withVirtualHost { broker in
                var database = database
                database.user = service
                let pool = PostgresPool(configuration: database, logger: log)
                let publisher = AMQPPublisher(configuration: broker, topology: EventTopology.shared, logger: log)
                let relay = OutboxRelay(pool: pool, publisher: publisher, logger: log)
                return try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await publisher.run() }
                    try await publisher.waitUntilReady()
                    if relays { group.addTask { try await relay.run() } }
                    let result = try await body(
                        Bench(database: database, pool: pool, broker: broker, publisher: publisher, relay: relay))
                    group.cancelAll()
                    await pool.shutdown()
                    return result
                }
            }
        }
    }

    /// Stores events in one transaction, without handing them over.
    @discardableResult
    func store(_ events: [OutgoingEvent], claim: Duration = .seconds(15)) async throws -> OutboxHandover {
        let append = AppendToOutbox(events, claim: claim)
        return append.handover(try await pool.execute(append))
    }

    func waiting() async throws -> Int64 { try await pool.execute(OutboxBacklog()).first?.count ?? -1 }
}

/// An event about `subject`; `number` travels in a field so that order can be seen.
func progressed(_ subject: CallID, _ number: Int) throws -> OutgoingEvent {
    try OutgoingEvent(
        from: "assignment", about: subject, agencyID: nil,
        CallProgressed(callID: subject, vapiCallID: "\(number)", leadID: nil, status: .ringing))
}
