import Synchronization
import Testing

@testable import WebhookIngest

@Suite(.timeLimit(.minutes(15))) struct GroupCommitTests {
    /// Batches as they are written; the writer waits in each until it is let go on.
    final class Recorder: Sendable {
        private let batches = Mutex<[[Int]]>([])
        let started: AsyncStream<[Int]>
        private let start: AsyncStream<[Int]>.Continuation
        private let gates: AsyncStream<Void>
        private let gate: AsyncStream<Void>.Continuation

        init() {
            (started, start) = AsyncStream.makeStream()
            (gates, gate) = AsyncStream.makeStream()
        }

        var written: [[Int]] { batches.withLock { $0 } }
        func letOne() { gate.yield() }
        func letAll() { gate.finish() }

        func write(_ items: [Int]) async throws -> [Int] {
            batches.withLock { $0.append(items) }
            start.yield(items)
            for await _ in gates { break }
            if items.contains(13) { throw BadItem() }
            return items.map { $0 * 10 }
        }
    }

    struct BadItem: Error {}
    struct DatabaseAway: BatchError { var concernsWholeBatch: Bool { true } }

    static func withCommit<R: Sendable>(
        lanes: Int = 1, maxBatch: Int = 100, maxWaiting: Int = 1000, recorder: Recorder,
        _ body: @escaping @Sendable (GroupCommit<Int, Int>) async throws -> R
    ) async throws -> R {
        let commit = GroupCommit<Int, Int>(lanes: lanes, maxBatch: maxBatch, maxWaiting: maxWaiting) {
            try await recorder.write($0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await commit.run() }
            defer { commit.close() }
            return try await body(commit)
        }
    }

    @Test func whoComesAloneIsWrittenAtOnce() async throws {
        let recorder = Recorder()
        recorder.letAll()
        let answer = try await Self.withCommit(recorder: recorder) { try await $0.submit(7) }
        #expect(answer == 70)
        #expect(recorder.written == [[7]])
    }

    @Test func whoComesDuringAWriteSharesTheNextOne() async throws {
        let recorder = Recorder()
        let answers = try await Self.withCommit(recorder: recorder) { commit in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await commit.submit(1) }
                for await _ in recorder.started { break }
                for item in 2...6 { group.addTask { try await commit.submit(item) } }
                while commit.waitingCount < 5 { await Task.yield() }
                recorder.letAll()
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
        }
        #expect(answers == [10, 20, 30, 40, 50, 60])
        #expect(recorder.written.map(\.count) == [1, 5])
    }

    @Test func oneBadItemDoesNotTakeTheOthersWithIt() async throws {
        let recorder = Recorder()
        let results = try await Self.withCommit(recorder: recorder) { commit in
            try await withThrowingTaskGroup(of: (Int, Bool).self) { group in
                group.addTask { (1, (try? await commit.submit(1)) != nil) }
                for await _ in recorder.started { break }
                for item in [2, 13, 3] { group.addTask { (item, (try? await commit.submit(item)) != nil) } }
                while commit.waitingCount < 3 { await Task.yield() }
                recorder.letAll()
                return try await group.reduce(into: [Int: Bool]()) { $0[$1.0] = $1.1 }
            }
        }
        #expect(results == [1: true, 2: true, 3: true, 13: false])
    }

    @Test func tooManyAreTurnedAway() async throws {
        let recorder = Recorder()
        try await Self.withCommit(maxWaiting: 1, recorder: recorder) { commit in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await commit.submit(1) }
                for await _ in recorder.started { break }
                group.addTask { try await commit.submit(2) }
                while commit.waitingCount < 1 { await Task.yield() }
                await #expect(throws: GroupCommit<Int, Int>.Overloaded.self) { _ = try await commit.submit(3) }
                recorder.letAll()
                let sum = try await group.reduce(0, +)
                #expect(sum == 30)
            }
        }
    }

    @Test func beingCancelledEndsTheRun() async throws {
        let recorder = Recorder()
        let commit = GroupCommit<Int, Int>(lanes: 2, maxBatch: 1, maxWaiting: 1) { try await recorder.write($0) }
        let running = Task { await commit.run() }
        running.cancel()
        await running.value
        await #expect(throws: GroupCommit<Int, Int>.Overloaded.self) { _ = try await commit.submit(1) }
    }

    @Test func aBatchIsNoHeavierThanAllowed() async throws {
        let recorder = Recorder()
        let commit = GroupCommit<Int, Int>(
            lanes: 1, maxBatch: 100, maxWeight: 10, maxWaiting: 100, weight: { $0 }
        ) { try await recorder.write($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await commit.run() }
            group.addTask { _ = try await commit.submit(1) }
            for await _ in recorder.started { break }
            for item in [4, 5, 6, 50] { group.addTask { _ = try await commit.submit(item) } }
            while commit.waitingCount < 4 { await Task.yield() }
            recorder.letAll()
            try await group.next()
            commit.close()
            try await group.waitForAll()
        }
        #expect(recorder.written.allSatisfy { $0.count == 1 || $0.reduce(0, +) <= 10 })
        #expect(recorder.written.flatMap { $0 }.sorted() == [1, 4, 5, 6, 50])
    }

    @Test func closingServesThoseWhoWaitAndTurnsOthersAway() async throws {
        let recorder = Recorder()
        try await Self.withCommit(recorder: recorder) { commit in
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask { try await commit.submit(1) }
                for await _ in recorder.started { break }
                group.addTask { try await commit.submit(2) }
                while commit.waitingCount < 1 { await Task.yield() }
                commit.close()
                await #expect(throws: GroupCommit<Int, Int>.Overloaded.self) { _ = try await commit.submit(3) }
                recorder.letAll()
                let sum = try await group.reduce(0, +)
                #expect(sum == 30)
            }
        }
    }
}

@Suite struct RateLimiterTests {
    @Test func aBurstThenTheRate() {
        let limiter = RateLimiter(perSecond: 10, burst: 3)
        let start = ContinuousClock.now
        for _ in 1...3 { #expect(limiter.take("a", at: start) == nil) }
        #expect(limiter.take("a", at: start) == .seconds(0.1))
        #expect(limiter.take("b", at: start) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(100)) == nil)
        #expect(limiter.take("a", at: start + .milliseconds(100)) != nil)
    }
}
