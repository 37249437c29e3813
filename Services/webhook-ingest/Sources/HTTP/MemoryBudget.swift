internal import Synchronization

/// How many bytes may be held at the same time, so that many large bodies are turned away rather than end the process.
final class MemoryBudget: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) { free = Mutex(bytes) }

    /// Returns what was taken, to be given back; nil when there is not enough left.
    func take(_ bytes: Int) -> Int? {
        free.withLock { free in
            guard bytes <= free else { return nil }
            free -= bytes
            return bytes
        }
    }

    func giveBack(_ bytes: Int) { free.withLock { $0 += bytes } }
}
