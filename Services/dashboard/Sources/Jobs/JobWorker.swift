internal import Foundation
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle

/// Works on one kind of long jobs, piece by piece. Any number may run: a claim decides who is at which job, so that whoever takes
/// over goes on where the last one was.
protocol JobWorker: Service {
    associatedtype Claiming: PostgresStatement where Claiming.Row: Identifiable<UUID>
    /// Returns how many rows it has removed.
    associatedtype Forgetting: PostgresStatement where Forgetting.Row == Int

    /// What a job is called in a log, such as `import`.
    static var kind: String { get }
    /// Until it is looked again whether there is something to do.
    static var pause: Duration { get }
    var pool: PostgresPool { get }
    var logger: Logger { get }

    /// Takes on the job that has waited longest, if there is one.
    var claiming: Claiming { get }
    /// Clears away some of what is long over.
    var forgetting: Forgetting { get }

    /// Does some of a job, or all of it. What can be done later, and what nobody foresaw, is thrown.
    ///
    /// - Throws: ``JobClaimLost`` when somebody else is at it now.
    func work(_ claim: Claiming.Row) async throws
    /// Notes that a job failed as nobody foresaw. Where that cannot be noted, the claim runs out and somebody tries again.
    func giveUp(_ claim: Claiming.Row) async
}

extension JobWorker {
    func run() async throws {
        let cleaningInterval: TimeInterval = 3600
        var cleanedAt = Date.distantPast
        await WakeUp().untilShutdown {
            if Date().timeIntervalSince(cleanedAt) > cleaningInterval {
                cleanedAt = Date()
                await clean()
            }
            return await step()
        }
    }

    private func clean() async {
        do {
            while try await pool.execute(forgetting).first ?? 0 > 0, !Task.isShuttingDownGracefully {}
        } catch {
            logger.warning("old jobs cannot be cleared away right now", error: error, metadata: ["job": "\(Self.kind)"])
        }
    }

    private func step() async -> Duration? {
        let claim: Claiming.Row
        do {
            guard let found = try await pool.execute(claiming).first else { return Self.pause }
            claim = found
        } catch {
            logger.warning("jobs cannot be looked at right now", error: error, metadata: ["job": "\(Self.kind)"])
            return .seconds(5)
        }
        do {
            try await work(claim)
        } catch is JobClaimLost {
            // Whoever has it goes on.
        } catch let error as PostgresError where error.isTransient || error.isConflict || error.code == .cancelled {
            logger.warning("a job is interrupted", error: error, metadata: [Self.kind: "\(claim.id)"])
            return .seconds(5)
        } catch is CancellationError {
            return .seconds(5)
        } catch {
            logger.error("a job failed", error: error, metadata: [Self.kind: "\(claim.id)"])
            await giveUp(claim)
        }
        return nil
    }
}
