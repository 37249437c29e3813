/// Those who wait for a pool to become empty, and for its end.
struct ClosingSignal {
    private var isDrained = false
    private var hasEnded = false
    private var draining: [CheckedContinuation<Void, Never>] = []
    private var ending: [Int: CheckedContinuation<Void, Never>] = [:]
    private var cancelled: Set<Int> = []
    private var lastID = 0

    mutating func nextID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func whenDrained(_ continuation: CheckedContinuation<Void, Never>) {
        if isDrained { return continuation.resume() }
        draining.append(continuation)
    }

    mutating func drained() {
        isDrained = true
        for continuation in draining { continuation.resume() }
        draining.removeAll()
    }

    mutating func whenEnded(_ continuation: CheckedContinuation<Void, Never>, id: Int) {
        if hasEnded || cancelled.remove(id) != nil { return continuation.resume() }
        ending[id] = continuation
    }

    mutating func cancel(_ id: Int) {
        guard let continuation = ending.removeValue(forKey: id) else {
            cancelled.insert(id)
            return
        }
        continuation.resume()
    }

    mutating func end() {
        hasEnded = true
        for continuation in ending.values { continuation.resume() }
        ending.removeAll()
    }
}
