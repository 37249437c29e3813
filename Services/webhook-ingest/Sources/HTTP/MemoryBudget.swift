internal import Synchronization

/// How many bytes may be held at the same time, so that many large bodies are turned away rather than end the process.
final class MemoryBudget: Sendable {
    private let free: Mutex<Int>

    init(bytes: Int) { free = Mutex(bytes) }

    /// False, and nothing is taken, when there is not enough left.
    func take(_ bytes: Int) -> Bool {
        free.withLock { free in
            guard bytes <= free else { return false }
            free -= bytes
            return true
        }
    }

    func giveBack(_ bytes: Int) { free.withLock { $0 += bytes } }
}

/// What one request has taken of a budget.
final class MemoryShare: Sendable {
    private let budget: MemoryBudget
    /// Nil once it has been given back: a reader that has been overtaken by its deadline gets no more.
    private let taken = Mutex<Int?>(0)

    init(of budget: MemoryBudget) { self.budget = budget }

    func take(_ bytes: Int) -> Bool {
        taken.withLock { taken in
            guard let before = taken, budget.take(bytes) else { return false }
            taken = before + bytes
            return true
        }
    }

    func giveBack() {
        taken.withLock { taken in
            if let bytes = taken { budget.giveBack(bytes) }
            taken = nil
        }
    }
}
