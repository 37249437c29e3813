internal import DequeModule

/// Which published messages the broker has not yet answered for. Pure bookkeeping; the publisher acts on what it says.
///
/// Tags count from 1 on each channel, in the order in which messages are written. The broker answers in any order, for
/// one tag or for all up to one, and returns an unroutable message before it confirms it.
struct ConfirmLedger<Waiter> {
    /// What identifies a message when the broker returns it: a return carries no tag.
    struct Identity: Equatable {
        var exchange: String
        var routingKey: String
        var messageID: String?
        var bodySize: Int
    }

    struct Resolution {
        var waiter: Waiter
        var error: AMQPError?
    }

    private struct Entry {
        var identity: Identity
        var deadline: ContinuousClock.Instant
        /// Nil once the waiter has been answered; the entry stays while older tags are open.
        var waiter: Waiter?
        var isSettled = false
        var returned: AMQPError?
    }

    private var entries: Deque<Entry> = []
    private var firstTag: UInt64 = 1

    /// Messages written but not yet answered for, abandoned ones included: they occupy the broker all the same.
    private(set) var outstanding = 0

    var isEmpty: Bool { outstanding == 0 }

    /// Notes that a message is about to be written. Deadlines must not go backwards.
    mutating func append(_ identity: Identity, waiter: Waiter, deadline: ContinuousClock.Instant) {
        entries.append(Entry(identity: identity, deadline: deadline, waiter: waiter))
        outstanding += 1
    }

    /// The broker took the message, or all up to it. A returned one is resolved as returned.
    mutating func acknowledge(_ tag: UInt64, multiple: Bool) -> [Resolution] {
        settle(tag, multiple: multiple, with: nil)
    }

    /// The broker refused the message, or all up to it.
    mutating func refuse(_ tag: UInt64, multiple: Bool) -> [Resolution] {
        settle(tag, multiple: multiple, with: AMQPError(.nacked, "publish"))
    }

    /// The broker found no queue for a message. It still confirms it, right after.
    ///
    /// Messages that look alike are returned in the order in which they were written, so the first one that has not been
    /// returned is meant. With distinct message ids there is no doubt.
    mutating func markReturned(_ identity: Identity, replyCode: UInt16, text: String) {
        let index = entries.firstIndex { !$0.isSettled && $0.returned == nil && $0.identity == identity }
        guard let index else { return }
        entries[index].returned = AMQPError(
            .returned(replyCode: replyCode, text: text),
            "publish to \(identity.exchange) with key \(identity.routingKey)")
    }

    /// Answers for the messages whose time is up. Their tags stay known, for the broker may still confirm them.
    mutating func expire(at now: ContinuousClock.Instant, with error: AMQPError) -> [Resolution] {
        var expired: [Resolution] = []
        for index in entries.indices {
            guard entries[index].deadline <= now else { break }
            guard let waiter = entries[index].waiter.take() else { continue }
            expired.append(Resolution(waiter: waiter, error: entries[index].returned ?? error))
        }
        return expired
    }

    /// The earliest time at which ``expire(at:with:)`` has something to do.
    var nextDeadline: ContinuousClock.Instant? { entries.first { $0.waiter != nil }?.deadline }

    /// The channel is gone: every open message is answered with `error` (or as returned, which is certain), and tags
    /// start anew.
    mutating func reset(with error: AMQPError) -> [Resolution] {
        let open = entries.compactMap { entry in
            entry.waiter.map { Resolution(waiter: $0, error: entry.returned ?? error) }
        }
        entries = []
        firstTag = 1
        outstanding = 0
        return open
    }

    private mutating func settle(_ tag: UInt64, multiple: Bool, with error: AMQPError?) -> [Resolution] {
        let last = tag == 0 && multiple ? firstTag + UInt64(entries.count) - 1 : tag
        guard last >= firstTag, last - firstTag < UInt64(entries.count) else { return [] }
        let index = Int(last - firstTag)
        var resolved: [Resolution] = []
        for index in (multiple ? 0 : index)...index where !entries[index].isSettled {
            entries[index].isSettled = true
            outstanding -= 1
            guard let waiter = entries[index].waiter.take() else { continue }
            resolved.append(Resolution(waiter: waiter, error: entries[index].returned ?? error))
        }
        while entries.first?.isSettled == true {
            entries.removeFirst()
            firstTag += 1
        }
        return resolved
    }
}
