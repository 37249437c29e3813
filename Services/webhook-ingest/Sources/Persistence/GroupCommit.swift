internal import Metrics
internal import Synchronization

/// Lets concurrent callers share one transaction.
///
/// A caller that finds a lane free is written at once, alone. Callers that come while all lanes are busy wait and form the
/// next batch together. So nobody ever waits for a timer, and batches grow only as fast as the load.
final class GroupCommit<Item: Sendable, Output: Sendable>: Sendable {
    /// All callers' answers, in the order of the items.
    typealias Write = @Sendable ([Item]) async throws -> [Output]

    private struct Entry {
        let item: Item
        let answer: CheckedContinuation<Output, any Error>
    }

    private struct State {
        var waiting: [Entry] = []
        var idleLanes: [CheckedContinuation<[Entry], Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let lanes: Int
    private let maxBatch: Int
    private let maxWeight: Int
    private let maxWaiting: Int
    private let weight: @Sendable (Item) -> Int
    private let write: Write
    private let batchSize = Recorder(label: "thavon_commit_batch_size")

    /// - Parameters:
    ///   - lanes: how many batches are written at the same time.
    ///   - maxBatch: how many items share a transaction at most.
    ///   - maxWeight: how much they may weigh together, unless one alone weighs more.
    ///   - maxWaiting: beyond this, callers are turned away with ``Overloaded``.
    init(
        lanes: Int, maxBatch: Int, maxWeight: Int = .max, maxWaiting: Int,
        weight: @escaping @Sendable (Item) -> Int = { _ in 1 }, write: @escaping Write
    ) {
        self.lanes = lanes
        self.maxBatch = maxBatch
        self.maxWeight = maxWeight
        self.weight = weight
        self.maxWaiting = maxWaiting
        self.write = write
    }

    /// Nobody was written; trying again later helps.
    struct Overloaded: Error {}

    /// Returns when `item` is committed.
    ///
    /// - Throws: ``Overloaded``, or what writing it threw.
    func submit(_ item: Item) async throws -> Output {
        try await withCheckedThrowingContinuation { answer in
            let entry = Entry(item: item, answer: answer)
            let lane: CheckedContinuation<[Entry], Never>? = state.withLock { state in
                guard !state.isClosed, state.waiting.count < maxWaiting else {
                    answer.resume(throwing: Overloaded())
                    return nil
                }
                if let lane = state.idleLanes.popLast() { return lane }
                state.waiting.append(entry)
                return nil
            }
            lane?.resume(returning: [entry])
        }
    }

    /// How many wait for a lane.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Writes until ``close()``, then what still waits, then returns. Being cancelled closes it too.
    func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for lane in 1...lanes {
                    group.addTask(name: "group-commit-\(lane)") {
                        while let batch = await self.nextBatch() { await self.commit(batch) }
                    }
                }
            }
        } onCancel: {
            close()
        }
    }

    /// Turns new callers away; those who wait are still served.
    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idleLanes = [] }
            return state.idleLanes
        }
        for lane in idle { lane.resume(returning: []) }
    }

    private func nextBatch() async -> [Entry]? {
        let batch: [Entry] = await withCheckedContinuation { lane in
            let ready: [Entry]? = state.withLock { state in
                guard state.waiting.isEmpty else {
                    let batch = Array(state.waiting.prefix(batchLength(state.waiting)))
                    state.waiting.removeFirst(batch.count)
                    return batch
                }
                if state.isClosed { return [] }
                state.idleLanes.append(lane)
                return nil
            }
            if let ready { lane.resume(returning: ready) }
        }
        return batch.isEmpty ? nil : batch
    }

    private func batchLength(_ waiting: [Entry]) -> Int {
        var total = 0
        let fitting = waiting.prefix(maxBatch).prefix { entry in
            total += weight(entry.item)
            return total <= maxWeight
        }
        return max(1, fitting.count)
    }

    private func commit(_ batch: [Entry]) async {
        batchSize.record(batch.count)
        do {
            let outputs = try await write(batch.map(\.item))
            for (entry, output) in zip(batch, outputs) { entry.answer.resume(returning: output) }
        } catch {
            guard batch.count > 1, !Self.concernsAll(error) else {
                for entry in batch { entry.answer.resume(throwing: error) }
                return
            }
            // One bad item must not take the others with it.
            for entry in batch { await commit([entry]) }
        }
    }

    private static func concernsAll(_ error: any Error) -> Bool {
        (error as? any BatchError)?.concernsWholeBatch ?? false
    }
}

/// Tells an error of one item from one of the whole batch, such as a database that is away.
protocol BatchError: Error {
    var concernsWholeBatch: Bool { get }
}
