internal import Deadlines
internal import Foundation
internal import Postgres

/// Somebody else may be at it now.
struct LeaseLost: Error {}

/// A claim that is renewed while something is done under it.
struct RecordingLease: Sendable {
    let pool: PostgresPool
    let work: ArchiveWork
    let length: Duration

    /// Does `body`, and cancels it when the claim is lost or cannot be renewed in time.
    ///
    /// - Throws: ``LeaseLost``, and what `body` throws.
    func hold<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await renew()
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw LeaseLost()
        }
    }

    /// Ends only by throwing.
    private func renew() async throws {
        var end = ContinuousClock.now + length
        let interval = length / 3
        while true {
            try await Task.sleep(for: interval)
            let begin = ContinuousClock.now
            do {
                let renewal = RenewLease(work: work, lease: Double(length.components.seconds) + 1)
                guard try await withDeadline(interval, { try await pool.execute(renewal) }).first != nil else {
                    throw LeaseLost()
                }
                end = begin + length
            } catch let error as LeaseLost {
                throw error
            } catch {
                try Task.checkCancellation()
                if ContinuousClock.now + interval > end { throw LeaseLost() }
            }
        }
    }
}
