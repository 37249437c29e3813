internal import ServiceLifecycle
internal import Synchronization

/// Lets one waiting loop be woken by others. A call that comes while nobody waits is remembered.
package final class WakeUp: Sendable {
    private enum State {
        case quiet
        case called
        case waiting(CheckedContinuation<Void, Never>)
    }

    private let state = Mutex(State.quiet)

    package init() {}

    package func wake() {
        let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard case .waiting(let continuation) = state else {
                state = .called
                return nil
            }
            state = .quiet
            return continuation
        }
        waiting?.resume()
    }

    /// Returns when woken, when `limit` has passed, or when the task is cancelled. For one waiter at a time.
    package func wait(atMost limit: Duration) async {
        await withTaskGroup { group in
            group.addTask { await self.wait() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Does `step` again and again until the service is to stop: each time after the pause that the last one asked for, or when
    /// woken; at once when it returned nil.
    package func untilShutdown(_ step: () async -> Duration?) async {
        await withGracefulShutdownHandler {
            while !Task.isCancelled && !Task.isShuttingDownGracefully {
                let pause = await step()
                if let pause { await wait(atMost: pause) }
            }
        } onGracefulShutdown: {
            self.wake()
        }
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCalled = state.withLock { state in
                    if case .called = state {
                        state = .quiet
                        return true
                    }
                    guard !Task.isCancelled else { return true }
                    state = .waiting(continuation)
                    return false
                }
                if isCalled { continuation.resume() }
            }
        } onCancel: {
            stopWaiting()
        }
    }

    private func stopWaiting() {
        let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard case .waiting(let continuation) = state else { return nil }
            state = .quiet
            return continuation
        }
        waiting?.resume()
    }
}
