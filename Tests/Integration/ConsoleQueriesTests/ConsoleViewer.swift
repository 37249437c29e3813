import ConsoleData
import Foundation
import Logging
import Postgres
import Schema
import TestSupport

@testable import Dashboard

/// Somebody who looks at the console's data, as the console's transactions say it.
enum ConsoleViewer: String, CaseIterable, Sendable {
    case owner, agent, smallOwner

    private var viewers: ConsoleData.Viewers { self == .smallOwner ? ConsoleData.smallest : ConsoleData.largest }
    var scope: ViewerScope {
        ViewerScope(agencyID: viewers.agencyID, agentID: self == .agent ? viewers.agentID(2) : nil)
    }
    var colleague: UUID { viewers.agentID(3) }

    private var settings: [String: String] {
        [
            "thavon.agency": viewers.agencyID.uuidString,
            "thavon.account": (self == .agent ? viewers.agentAccountID(2) : viewers.ownerAccountID).uuidString,
            "thavon.role": self == .agent ? "agent" : "owner", "thavon.agent": scope.agentID?.uuidString ?? "",
            "plan_cache_mode": "force_custom_plan", "jit": "off", "random_page_cost": "1.1",
            "max_parallel_workers_per_gather": "0",
        ]
    }

    /// Gives `body` a transaction of this viewer's over 20,000 calls.
    func look<R: Sendable>(_ body: (PostgresTransaction) async throws -> R) async throws -> R {
        try await withConsoleData { database in
            var database = database
            database.user = "dashboard"
            let pool = PostgresPool(configuration: database, logger: Logger(label: "test"))
            do {
                let result = try await pool.transaction { transaction in
                    for (name, value) in settings {
                        _ = try await transaction.execute(SetLocally(name: name, value: value))
                    }
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

/// A database with the small data, which all tests that ask for it share as a template.
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

private struct SetLocally: PostgresStatement {
    static let sql = "SELECT set_config($1, $2, true)"
    let name: String
    let value: String
    var parameters: [PostgresParameter] { [.init(name), .init(value)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}
