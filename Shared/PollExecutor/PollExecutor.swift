internal import CLinux
internal import Glibc
internal import Synchronization

/// A serial executor that is one thread asleep in `poll(2)`.
///
/// An actor that wraps a C library with a socket takes a `PollExecutor` as its `unownedExecutor`. The actor's jobs and
/// the readiness of its descriptors then happen on the same thread, so the library is never touched from two threads, no
/// call into it blocks Swift's cooperative pool, and nothing polls on an interval. Several actors may share an executor.
///
/// Readiness and timer handlers run on the executor's thread: they reach the actor through `assumeIsolated`.
///
/// The thread ends when the last reference to the executor goes away.
package final class PollExecutor: SerialExecutor {
    private let loop: PollLoop

    /// - Parameter name: the thread's name as `ps -L` and debuggers show it; cut to 15 bytes by Linux.
    package init(name: String) {
        self.loop = PollLoop()
        let executor = unsafe UnownedSerialExecutor(ordinary: self)
        startThread(name: name) { [loop] in unsafe loop.run(on: executor) }
    }

    deinit { loop.stop() }

    package func enqueue(_ job: consuming ExecutorJob) {
        loop.enqueue(UnownedJob(job))
    }

    /// Whether the caller runs on this executor's thread; lets `assumeIsolated` work from readiness handlers and makes a
    /// call from anywhere else trap.
    package func isIsolatingCurrentContext() -> Bool? { loop.isCurrentThread }

    package func checkIsolated() {
        precondition(loop.isCurrentThread, "not on the PollExecutor's thread")
    }

    /// Calls `handler` on the executor's thread each time `descriptor` is ready, until ``unwatch(_:)``. Watching a
    /// descriptor again replaces interest and handler. Level-triggered: a handler that does not read is called again.
    package func watch(
        _ descriptor: CInt, for interest: PollEvents, handler: @escaping @Sendable (PollEvents) -> Void
    ) {
        loop.watch(descriptor, for: interest, handler: handler)
    }

    /// Ends what ``watch(_:for:handler:)`` began. Call it before the descriptor is closed.
    package func unwatch(_ descriptor: CInt) { loop.unwatch(descriptor) }

    /// Calls `handler` once on the executor's thread, at or soon after `instant` (to the millisecond).
    package func schedule(
        at instant: ContinuousClock.Instant, handler: @escaping @Sendable () -> Void
    ) -> PollTimer {
        loop.schedule(at: instant, handler: handler)
    }

    /// Cancels a timer; does nothing when it has already fired.
    package func cancel(_ timer: PollTimer) { loop.cancel(timer) }
}

/// Readiness of a descriptor. Errors and hang-ups are always reported, asked for or not.
package struct PollEvents: OptionSet, Sendable {
    package let rawValue: Int16
    package init(rawValue: Int16) { self.rawValue = rawValue }

    package static let readable = PollEvents(rawValue: Int16(POLLIN))
    package static let writable = PollEvents(rawValue: Int16(POLLOUT))
    /// The descriptor is broken or the other side is gone; a read or write tells which.
    package static let failed = PollEvents(rawValue: Int16(POLLERR | POLLHUP | POLLNVAL))
}

/// Names a scheduled timer so that it can be cancelled.
package struct PollTimer: Hashable, Sendable {
    let id: UInt64
}
