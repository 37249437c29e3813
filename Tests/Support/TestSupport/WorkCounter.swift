internal import Synchronization

/// How much has been done, as a stream.
package final class WorkCounter: Sendable {
    package let counts: AsyncStream<Int>
    private let sink: AsyncStream<Int>.Continuation
    private let count = Mutex(0)

    package init() { (counts, sink) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    package func advance() {
        let now = count.withLock { count in
            count += 1
            return count
        }
        sink.yield(now)
    }

    package func finish() { sink.finish() }
}
