/// How a publisher or consumer stands with the broker.
package enum AMQPConnectionState: Sendable {
    /// Not running yet, or shut down.
    case idle
    case connecting
    case ready
    /// Connected, but the broker is short of memory or disk and takes no messages for now.
    case blocked(reason: String)
    /// Without a connection; another attempt follows.
    case disconnected(AMQPError)

    package var isReady: Bool {
        guard case .ready = self else { return false }
        return true
    }
}

/// Tells any number of listeners each change of a state, beginning with the present one. Confined to an actor.
struct StateBroadcast {
    private(set) var current = AMQPConnectionState.idle
    private var listeners: [Int: AsyncStream<AMQPConnectionState>.Continuation] = [:]
    private var next = 0

    mutating func send(_ state: AMQPConnectionState) {
        current = state
        listeners = listeners.filter { _, listener in
            if case .terminated = listener.yield(state) { return false }
            return true
        }
    }

    /// A slow listener misses intermediate states, never the latest.
    mutating func subscribe() -> AsyncStream<AMQPConnectionState> {
        let (stream, listener) = AsyncStream.makeStream(
            of: AMQPConnectionState.self, bufferingPolicy: .bufferingNewest(16))
        listener.yield(current)
        listeners[next] = listener
        next += 1
        return stream
    }

    mutating func finish() {
        for listener in listeners.values { listener.finish() }
        listeners = [:]
    }
}
