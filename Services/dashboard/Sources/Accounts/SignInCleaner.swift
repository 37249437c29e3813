internal import Foundation
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle

/// Clears away, each hour, tries to sign in that count no more and sessions that have long been over.
struct SignInCleaner: Service {
    private static let interval = Duration.seconds(3600)

    let pool: PostgresPool
    let logger: Logger

    func run() async throws {
        await WakeUp().untilShutdown {
            await clean()
            return Self.interval
        }
    }

    private func clean() async {
        do {
            while try await pool.execute(ForgetSignIns()).first ?? 0 > 0, !Task.isShuttingDownGracefully {}
        } catch {
            logger.warning("old sessions cannot be cleared away right now", error: error)
        }
    }
}
