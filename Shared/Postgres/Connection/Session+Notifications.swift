internal import CPostgres
internal import DequeModule
internal import PollExecutor

/// Notifications between the session that receives them and the one task that takes them.
struct NotificationBuffer {
    /// More than this are not kept: the listener is told to sweep instead.
    static let capacity = 4096

    typealias Batch = Result<[PostgresNotification], PostgresError>

    private var pending: [PostgresNotification] = []
    private var hasOverflowed = false
    private var failure: PostgresError?
    private var waiter: CheckedContinuation<Batch, Never>?

    mutating func append(_ notification: PostgresNotification) {
        guard pending.count < Self.capacity else {
            hasOverflowed = true
            return pending.removeAll()
        }
        if !hasOverflowed { pending.append(notification) }
    }

    /// Wakes the waiting task if there is something for it.
    mutating func deliver() {
        guard let waiter, let batch = takeBatch() else { return }
        self.waiter = nil
        waiter.resume(returning: batch)
    }

    mutating func fail(_ error: PostgresError) {
        failure = error
        deliver()
    }

    mutating func wait(_ continuation: CheckedContinuation<Batch, Never>) {
        waiter?.resume(returning: .success([]))
        waiter = continuation
        deliver()
    }

    private mutating func takeBatch() -> Batch? {
        defer {
            pending.removeAll()
            hasOverflowed = false
        }
        if hasOverflowed { return .success([.connected]) }
        if !pending.isEmpty { return .success(pending) }
        return failure.map { .failure($0) }
    }
}

extension Session {
    /// Moves what libpq has received to the buffer.
    func takeNotifications() {
        var received = false
        while let notification = connection?.nextNotification() {
            notifications.append(.notification(channel: notification.channel, payload: notification.payload))
            received = true
        }
        if received { notifications.deliver() }
    }

    /// Waits for notifications; fails when the session has ended. For one task at a time; cancel it by closing the session.
    func nextNotifications() async -> NotificationBuffer.Batch {
        takeNotifications()
        return await withCheckedContinuation { notifications.wait($0) }
    }
}
