import Testing

@testable import AMQP

@Suite struct ConfirmLedgerTests {
    private let start = ContinuousClock.now

    private func ledger(_ count: Int) -> ConfirmLedger<Int> {
        var ledger = ConfirmLedger<Int>()
        for tag in 1...count {
            ledger.append(identity("k\(tag)"), waiter: tag, deadline: start + .seconds(tag))
        }
        return ledger
    }

    private func identity(_ key: String, id: String? = nil) -> ConfirmLedger<Int>.Identity {
        .init(exchange: "x", routingKey: key, messageID: id, bodySize: 1)
    }

    @Test func aSingleAcknowledgementResolvesOneMessage() {
        var ledger = ledger(3)
        #expect(ledger.acknowledge(2, multiple: false).map(\.waiter) == [2])
        #expect(ledger.outstanding == 2)
        #expect(ledger.acknowledge(2, multiple: false).isEmpty, "the second answer says nothing new")
        #expect(ledger.acknowledge(1, multiple: false).map(\.waiter) == [1])
        #expect(ledger.acknowledge(3, multiple: false).map(\.waiter) == [3])
        #expect(ledger.isEmpty)
    }

    @Test func aMultipleAcknowledgementResolvesAllUpToItsTag() {
        var ledger = ledger(5)
        _ = ledger.acknowledge(2, multiple: false)
        #expect(ledger.acknowledge(4, multiple: true).map(\.waiter) == [1, 3, 4])
        #expect(ledger.acknowledge(0, multiple: true).map(\.waiter) == [5])
        #expect(ledger.acknowledge(0, multiple: true).isEmpty)
    }

    @Test(arguments: [0, 6, 7, UInt64.max]) func unknownTagsAreIgnored(_ tag: UInt64) {
        var ledger = ledger(5)
        #expect(ledger.acknowledge(tag, multiple: false).isEmpty)
        #expect(ledger.outstanding == 5)
    }

    @Test func aRefusalIsANack() {
        var ledger = ledger(3)
        let refused = ledger.refuse(2, multiple: true)
        #expect(refused.map(\.waiter) == [1, 2])
        #expect(refused.allSatisfy { $0.error?.code == .nacked })
    }

    @Test func aReturnedMessageFailsWhenItIsConfirmed() {
        var ledger = ledger(3)
        ledger.markReturned(identity("k2"), replyCode: 312, text: "NO_ROUTE")
        #expect(ledger.outstanding == 3)
        let resolved = ledger.acknowledge(3, multiple: true)
        #expect(resolved.map { $0.error?.code } == [nil, .returned(replyCode: 312, text: "NO_ROUTE"), nil])
    }

    @Test func likeMessagesAreReturnedInOrderAndIdsTellOthersApart() {
        var ledger = ConfirmLedger<Int>()
        for (waiter, id) in [nil, nil, "a", "b"].enumerated() {
            ledger.append(identity("k", id: id), waiter: waiter, deadline: start)
        }
        ledger.markReturned(identity("k", id: "b"), replyCode: 312, text: "")
        ledger.markReturned(identity("k"), replyCode: 312, text: "")
        ledger.markReturned(identity("unknown"), replyCode: 312, text: "")
        #expect(ledger.acknowledge(4, multiple: true).map { $0.error != nil } == [true, false, false, true])
    }

    @Test func aLostConnectionMakesAllOpenMessagesUncertainAndRestartsTheTags() {
        var ledger = ledger(4)
        _ = ledger.acknowledge(2, multiple: false)
        let lost = ledger.reset(with: AMQPError(.connectionLost, "publish", isUncertain: true))
        #expect(lost.map(\.waiter) == [1, 3, 4])
        #expect(lost.allSatisfy { $0.error?.isUncertain == true })
        #expect(ledger.isEmpty)
        ledger.append(identity("again"), waiter: 9, deadline: start)
        #expect(ledger.acknowledge(1, multiple: false).map(\.waiter) == [9])
    }

    @Test func anExpiredMessageIsAnsweredOnceAndKeepsItsPlace() {
        var ledger = ledger(3)
        #expect(ledger.nextDeadline == start + .seconds(1))
        let late = ledger.expire(at: start + .seconds(2), with: AMQPError(.timeout, "publish", isUncertain: true))
        #expect(late.map(\.waiter) == [1, 2])
        #expect(ledger.outstanding == 3, "the broker still owes the answers")
        #expect(ledger.nextDeadline == start + .seconds(3))
        #expect(ledger.acknowledge(3, multiple: true).map(\.waiter) == [3])
        #expect(ledger.isEmpty && ledger.nextDeadline == nil)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func everyMessageIsAnsweredExactlyOnce(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        var ledger = ConfirmLedger<Int>()
        var sent = 0
        var open: Set<Int> = []
        for step in 0..<5000 {
            if Bool.random(using: &generator) || open.isEmpty {
                ledger.append(identity("\(sent % 3)"), waiter: sent, deadline: start)
                open.insert(sent)
                sent += 1
            } else {
                let tag = UInt64.random(in: 1...UInt64(sent), using: &generator)
                let multiple = Int.random(in: 0..<20, using: &generator) == 0
                let expected = open.filter { multiple ? $0 < tag : $0 == tag - 1 }
                let resolved = ledger.acknowledge(tag, multiple: multiple).map(\.waiter)
                #expect(resolved.count == Set(resolved).count && Set(resolved) == expected, "step \(step)")
                open.subtract(resolved)
            }
            #expect(ledger.outstanding == open.count, "step \(step)")
        }
    }
}

/// A small generator whose runs can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
