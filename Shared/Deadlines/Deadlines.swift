internal import Synchronization

/// What was waited for did not come in time. It may still come; nobody looks any more.
package struct DeadlineExceeded: Error, CustomStringConvertible {
    package var description: String { "not done in time" }
    package init() {}
}

/// Returns what `body` returns, or throws ``DeadlineExceeded`` when `limit` has passed, whatever `body` does then.
///
/// A task group would wait for its children, and work that hears of its cancellation late, such as a statement that the
/// server has to be asked to end, would hold up the caller. So the work is a task of its own here: it is cancelled at the
/// deadline and ends when it does. The caller's cancellation is passed on.
package func withDeadline<R: Sendable>(
    _ limit: Duration, _ body: @escaping @Sendable () async throws -> R
) async throws -> R {
    let race = Race<R>()
    let work = Task {
        let result: Result<R, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        race.finish(result)
    }
    let timer = Task {
        guard (try? await Task.sleep(for: limit)) != nil else { return }
        race.finish(.failure(DeadlineExceeded()))
        work.cancel()
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
        try await race.winner()
    } onCancel: {
        work.cancel()
    }
}

/// Does `body` to its end although the caller may have been cancelled: for writing down what has happened outside.
package func shielded<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
    try await Task { try await body() }.value
}

/// The first result counts.
private final class Race<R: Sendable>: Sendable {
    private enum State {
        case running
        case awaited(CheckedContinuation<R, any Error>)
        case finished(Result<R, any Error>)
    }

    private let state = Mutex(State.running)

    func finish(_ result: Result<R, any Error>) {
        let waiting: CheckedContinuation<R, any Error>? = state.withLock { state in
            switch state {
            case .running:
                state = .finished(result)
                return nil
            case .awaited(let continuation):
                state = .finished(result)
                return continuation
            case .finished: return nil
            }
        }
        waiting?.resume(with: result)
    }

    func winner() async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            let result: Result<R, any Error>? = state.withLock { state in
                if case .finished(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }
}
