internal import CLinux
internal import Glibc
internal import Synchronization

/// The state behind a ``PollExecutor`` and the loop that its thread runs.
final class PollLoop: Sendable {
    private struct Watch {
        var interest: PollEvents
        var handler: @Sendable (PollEvents) -> Void
    }

    private struct Timer {
        var deadline: ContinuousClock.Instant
        var handler: @Sendable () -> Void
    }

    private struct State {
        var jobs: [UnownedJob] = []
        var watches: [CInt: Watch] = [:]
        var timers: [PollTimer: Timer] = [:]
        var nextTimer: UInt64 = 0
        var asleep = false
        var stopped = false
        var thread: pthread_t?
    }

    private let state = Mutex(State())
    private let wakeUp: CInt

    init() {
        wakeUp = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
        precondition(wakeUp >= 0, "eventfd failed: no descriptors left")
    }

    deinit { _ = close(wakeUp) }

    var isCurrentThread: Bool {
        state.withLock { $0.thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    func enqueue(_ job: UnownedJob) {
        change { $0.jobs.append(job) }
    }

    func watch(_ descriptor: CInt, for interest: PollEvents, handler: @escaping @Sendable (PollEvents) -> Void) {
        change { $0.watches[descriptor] = Watch(interest: interest, handler: handler) }
    }

    func unwatch(_ descriptor: CInt) {
        change { $0.watches[descriptor] = nil }
    }

    func schedule(at instant: ContinuousClock.Instant, handler: @escaping @Sendable () -> Void) -> PollTimer {
        change {
            $0.nextTimer += 1
            let timer = PollTimer(id: $0.nextTimer)
            $0.timers[timer] = Timer(deadline: instant, handler: handler)
            return timer
        }
    }

    func cancel(_ timer: PollTimer) {
        state.withLock { $0.timers[timer] = nil }
    }

    func stop() {
        change { $0.stopped = true }
    }

    /// Runs until ``stop()``. Jobs first, then timers that are due, then sleep until a descriptor or a timer is ready.
    func run(on executor: UnownedSerialExecutor) {
        state.withLock { $0.thread = pthread_self() }
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs.removeAll() }
                return state.jobs
            }
            for job in jobs { unsafe job.runSynchronously(on: executor) }
            fireTimers()
            guard let sleep = prepareToSleep() else { break }
            dispatch(wait(sleep))
        }
    }

    /// Makes a change and, unless the loop is awake anyway, wakes it so that it sees the change.
    private func change<R: Sendable>(_ body: (inout State) -> R) -> R {
        let (result, mustWake) = state.withLock { state in
            let result = body(&state)
            defer { state.asleep = false }
            return (result, state.asleep)
        }
        if mustWake { _ = eventfd_write(wakeUp, 1) }
        return result
    }

    private func fireTimers() {
        let now = ContinuousClock.now
        let due = state.withLock { state in
            state.timers.filter { $0.value.deadline <= now }.sorted { $0.value.deadline < $1.value.deadline }.map(\.key)
        }
        for timer in due {
            // Taken out only now: an earlier handler of this round may have cancelled it.
            let handler = state.withLock { $0.timers.removeValue(forKey: timer)?.handler }
            handler?()
        }
    }

    private struct Sleep {
        var descriptors: [pollfd]
        var timeout: CInt
    }

    /// What to wait for, or nil when the loop has been stopped and has no job left.
    private func prepareToSleep() -> Sleep? {
        let wakeUp = self.wakeUp
        return state.withLock { state in
            if state.stopped && state.jobs.isEmpty { return nil }
            var descriptors = [pollfd(fd: wakeUp, events: PollEvents.readable.rawValue, revents: 0)]
            for (descriptor, watch) in state.watches {
                descriptors.append(pollfd(fd: descriptor, events: watch.interest.rawValue, revents: 0))
            }
            guard state.jobs.isEmpty else { return Sleep(descriptors: descriptors, timeout: 0) }
            state.asleep = true
            let next = state.timers.values.map(\.deadline).min()
            return Sleep(descriptors: descriptors, timeout: next.map(Self.milliseconds(until:)) ?? -1)
        }
    }

    /// Rounded up, so that a timer is due when the sleep ends.
    private static func milliseconds(until deadline: ContinuousClock.Instant) -> CInt {
        let (seconds, attoseconds) = max(.zero, deadline - .now).components
        return CInt(clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    private func wait(_ sleep: Sleep) -> [pollfd] {
        var descriptors = sleep.descriptors
        let count = nfds_t(descriptors.count)
        // A signal (EINTR) leaves revents untouched at zero: the loop simply goes round again.
        let ready = unsafe descriptors.withUnsafeMutableBufferPointer {
            unsafe poll($0.baseAddress, count, sleep.timeout)
        }
        state.withLock { $0.asleep = false }
        return ready > 0 ? descriptors.filter { $0.revents != 0 } : []
    }

    private func dispatch(_ ready: [pollfd]) {
        for descriptor in ready {
            if descriptor.fd == wakeUp {
                var count: eventfd_t = 0
                _ = unsafe eventfd_read(wakeUp, &count)
                continue
            }
            // Looked up only now: an earlier handler of this round may have ended the watch.
            let watch = state.withLock { $0.watches[descriptor.fd] }
            watch?.handler(PollEvents(rawValue: descriptor.revents))
        }
    }
}
