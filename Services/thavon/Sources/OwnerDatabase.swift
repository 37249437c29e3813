internal import Foundation
internal import Logging
internal import Postgres
internal import ServiceKit

/// The database as its owner sees it.
enum OwnerDatabase {
    /// Configuration keys: `DATABASE_URL` (required).
    static func configuration(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> PostgresConfiguration {
        var settings = Settings(environment: environment)
        return try settings.database(service: "thavon", connections: 2)
    }

    /// Lends a pool and closes it afterwards.
    static func with<R: Sendable>(
        _ configuration: PostgresConfiguration, _ body: (PostgresPool) async throws -> R
    ) async throws -> R {
        let pool = PostgresPool(configuration: configuration, logger: .silent)
        do {
            let result = try await body(pool)
            await pool.shutdown()
            return result
        } catch {
            await pool.shutdown()
            throw error
        }
    }
}

extension Logger {
    /// The command line speaks for itself.
    static let silent = Logger(label: "thavon") { _ in SwiftLogNoOpLogHandler() }
}
