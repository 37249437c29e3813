import Deadlines
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct DeadlinesTests {
    @Test func whatComesInTimeIsReturned() async throws {
        #expect(try await withDeadline(.seconds(30)) { 7 } == 7)
    }

    @Test func whatFailsInTimeFails() async {
        struct Failed: Error {}
        await #expect(throws: Failed.self) { try await withDeadline(.seconds(30)) { throw Failed() } }
    }

    /// Work that takes no notice of its cancellation: a task group would wait for it, and this test for ever.
    @Test func workThatDoesNotEndIsNotWaitedFor() async {
        let (never, source) = AsyncStream.makeStream(of: Void.self)
        await #expect(throws: DeadlineExceeded.self) {
            try await withDeadline(.milliseconds(1)) {
                await Task.detached { for await _ in never {} }.value
            }
        }
        source.finish()
    }

    @Test func theCallersCancellationReachesTheWork() async {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let (never, source) = AsyncStream.makeStream(of: Void.self)
        let caller = Task {
            try await withDeadline(.seconds(3600)) {
                start.yield()
                for await _ in never {}
                try Task.checkCancellation()
            }
        }
        for await _ in started { break }
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
        source.finish()
    }

    @Test func whatIsShieldedIsDoneByACancelledTask() async throws {
        let done = Mutex(false)
        let caller = Task {
            // Not before the cancellation has come.
            while !Task.isCancelled { await Task.yield() }
            try await shielded {
                try Task.checkCancellation()
                done.withLock { $0 = true }
            }
        }
        caller.cancel()
        try await caller.value
        #expect(done.withLock { $0 })
    }
}
