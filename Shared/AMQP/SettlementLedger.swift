internal import DequeModule

/// Which deliveries of a channel are settled, and how to tell the broker in few words. Pure bookkeeping.
///
/// Nothing is held back: every settlement passed in is part of the next ``flush()``. Acknowledgements are joined into one
/// `multiple` only when every earlier delivery is settled, since `multiple` speaks for all of them.
struct SettlementLedger {
    enum Outcome: Equatable { case ack, requeue, discard }

    struct Instruction: Equatable {
        var tag: UInt64
        var outcome: Outcome
        var multiple = false
    }

    private enum Mark { case open, acked, told }

    private var marks: Deque<Mark> = []
    private var firstTag: UInt64 = 1
    private var refusals: [Instruction] = []
    private var unordered: [UInt64] = []

    /// Deliveries handed out and not yet settled.
    private(set) var unsettled = 0

    /// Notes a delivery. The broker counts tags up from 1 without gaps.
    mutating func deliver(_ tag: UInt64) {
        if marks.isEmpty { firstTag = tag }
        marks.append(.open)
        unsettled += 1
    }

    /// Notes a settlement; a tag that is unknown or settled is ignored.
    mutating func settle(_ tag: UInt64, _ outcome: Outcome) {
        guard tag >= firstTag, tag - firstTag < UInt64(marks.count) else { return }
        let index = Int(tag - firstTag)
        guard marks[index] == .open else { return }
        unsettled -= 1
        if outcome == .ack {
            marks[index] = .acked
            unordered.append(tag)
        } else {
            marks[index] = .told
            refusals.append(Instruction(tag: tag, outcome: outcome))
        }
    }

    /// What to send, in order.
    mutating func flush() -> [Instruction] {
        guard !refusals.isEmpty || !unordered.isEmpty else { return [] }
        var instructions = refusals
        refusals.removeAll(keepingCapacity: true)
        var lastAcked: UInt64?
        var acked = 0
        while let mark = marks.first, mark != .open {
            if mark == .acked {
                lastAcked = firstTag
                acked += 1
            }
            marks.removeFirst()
            firstTag += 1
        }
        if let lastAcked {
            instructions.append(Instruction(tag: lastAcked, outcome: .ack, multiple: acked > 1))
        }
        for tag in unordered where tag >= firstTag {
            marks[Int(tag - firstTag)] = .told
            instructions.append(Instruction(tag: tag, outcome: .ack))
        }
        unordered.removeAll(keepingCapacity: true)
        return instructions
    }
}
