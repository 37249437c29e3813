internal import CLinux
internal import PollExecutor
internal import Testing

@Suite struct PollExecutorTests {
    actor Reader {
        let executor = PollExecutor(name: "reader")
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
        private var waiting: CheckedContinuation<UInt64, Never>?

        func next(from descriptor: CInt) async -> UInt64 {
            executor.watch(descriptor, for: .readable) { [weak self] _ in
                self?.assumeIsolated { $0.read(descriptor) }
            }
            return await withCheckedContinuation { waiting = $0 }
        }

        private func read(_ descriptor: CInt) {
            var value: eventfd_t = 0
            _ = eventfd_read(descriptor, &value)
            executor.unwatch(descriptor)
            waiting?.resume(returning: value)
            waiting = nil
        }

        func fire(after delay: Duration) async {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                _ = executor.schedule(at: .now + delay) { continuation.resume() }
            }
        }

        func onOwnThread() -> Bool { executor.isIsolatingCurrentContext() ?? false }
    }

    @Test func readinessReachesTheActor() async {
        let descriptor = eventfd(0, 0)
        defer { close(descriptor) }
        let reader = Reader()
        async let value = reader.next(from: descriptor)
        _ = eventfd_write(descriptor, 7)
        #expect(await value == 7)
    }

    @Test func jobsRunOnTheExecutorsOwnThread() async {
        let reader = Reader()
        #expect(await reader.onOwnThread())
        #expect(reader.executor.isIsolatingCurrentContext() == false)
    }

    @Test func aTimerFiresNotBeforeItsTime() async {
        let reader = Reader()
        let start = ContinuousClock.now
        await reader.fire(after: .milliseconds(20))
        #expect(ContinuousClock.now - start >= .milliseconds(20))
    }

    @Test func manyJobsFromManyTasksAllRun() async {
        let reader = Reader()
        let ran = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await reader.onOwnThread() } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(ran == 1000)
    }
}
