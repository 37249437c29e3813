import AMQP
import ConsoleData
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import Schema
import TestSupport

@testable import Dashboard

/// Somebody who looks at the console's data.
enum ConsoleViewer: String, CaseIterable, Sendable {
    case owner, agent, smallOwner

    private var people: ConsoleData.People { self == .smallOwner ? ConsoleData.smallest : ConsoleData.largest }
    var colleague: AgentID { AgentID(rawValue: people.agentID(3)) }

    var viewer: Viewer {
        Viewer(
            accountID: self == .agent ? people.agentAccountID(2) : people.ownerAccountID,
            agencyID: AgencyID(rawValue: people.agencyID), role: self == .agent ? .agent : .owner,
            agentID: self == .agent ? AgentID(rawValue: people.agentID(2)) : nil, name: "Somebody",
            email: "somebody@example.com", language: nil, timeZone: .gmt, theme: "system", agencyName: "Agency",
            proofID: UUID())
    }

    /// Gives `body` a transaction of this viewer's over 20,000 calls.
    ///
    /// - Parameter change: made to the data before.
    func look<R: Sendable>(
        after change: String = "", _ body: (PostgresTransaction) async throws -> R
    ) async throws -> R {
        try await withConsoleData { database in
            if !change.isEmpty {
                let pool = PostgresPool(configuration: database, logger: Logger(label: "test"))
                try await pool.simpleQuery(change)
                await pool.shutdown()
            }
            var database = database
            database.user = "dashboard"
            let pool = PostgresPool(configuration: database, logger: Logger(label: "test"))
            do {
                let result = try await pool.transaction { transaction in
                    _ = try await transaction.execute(ActAs(viewer))
                    return try await body(transaction)
                }
                await pool.shutdown()
                return result
            } catch {
                await pool.shutdown()
                throw error
            }
        }
    }
}

extension ConsoleViewer {
    /// Gives `body` 20,000 calls as the console's service has them, and a pool of the database's owner.
    func serve(_ body: (ConsoleDatabase, PostgresPool) async throws -> Void) async throws {
        try await withConsoleData { configuration in
            var role = configuration
            role.user = "dashboard"
            let log = Logger(label: "test")
            let pool = PostgresPool(configuration: role, logger: log)
            let owner = PostgresPool(configuration: configuration, logger: log)
            let publisher = AMQPPublisher(
                configuration: try AMQPConfiguration(url: "amqp://nobody:none@127.0.0.1:1/"),
                topology: EventTopology.shared, logger: log)
            let relay = OutboxRelay(pool: pool, publisher: publisher, logger: log)
            do {
                try await body(ConsoleDatabase(pool: pool, relay: relay), owner)
            } catch {
                await pool.shutdown()
                await owner.shutdown()
                throw error
            }
            await pool.shutdown()
            await owner.shutdown()
        }
    }
}

/// A copy of a database with the small data, which is made once.
private func withConsoleData<R: Sendable>(_ body: (PostgresConfiguration) async throws -> R) async throws -> R {
    try await TestPostgres.withDatabase(
        template: "console",
        prepare: { configuration in
            let pool = PostgresPool(configuration: configuration, logger: Logger(label: "test"))
            try await Migrator(pool: pool).run()
            await pool.shutdown()
            try await ConsoleData(calls: 20_000).load(into: configuration)
        }, body)
}
