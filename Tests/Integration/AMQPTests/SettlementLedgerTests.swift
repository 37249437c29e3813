import Testing

@testable import AMQP

@Suite struct SettlementLedgerTests {
    private typealias Instruction = SettlementLedger.Instruction

    private func ledger(_ count: UInt64) -> SettlementLedger {
        var ledger = SettlementLedger()
        for tag in 1...count { ledger.deliver(tag) }
        return ledger
    }

    @Test func contiguousAcknowledgementsAreJoined() {
        var ledger = ledger(4)
        for tag: UInt64 in [2, 1, 3] { ledger.settle(tag, .ack) }
        #expect(ledger.flush() == [Instruction(tag: 3, outcome: .ack, multiple: true)])
        #expect(ledger.flush().isEmpty)
        ledger.settle(4, .ack)
        #expect(ledger.flush() == [Instruction(tag: 4, outcome: .ack)])
    }

    @Test func acknowledgementsBehindAnOpenDeliveryAreSentSingly() {
        var ledger = ledger(4)
        ledger.settle(2, .ack)
        ledger.settle(4, .ack)
        #expect(ledger.flush() == [Instruction(tag: 2, outcome: .ack), Instruction(tag: 4, outcome: .ack)])
        ledger.settle(1, .ack)
        ledger.settle(3, .ack)
        #expect(ledger.flush() == [Instruction(tag: 3, outcome: .ack, multiple: true)])
    }

    @Test func refusalsComeFirstSoThatNoAcknowledgementCoversThem() {
        var ledger = ledger(3)
        ledger.settle(1, .ack)
        ledger.settle(2, .requeue)
        ledger.settle(3, .ack)
        #expect(
            ledger.flush() == [
                Instruction(tag: 2, outcome: .requeue), Instruction(tag: 3, outcome: .ack, multiple: true),
            ])
    }

    @Test func onlyTheFirstSettlementCounts() {
        var ledger = ledger(1)
        ledger.settle(1, .ack)
        ledger.settle(1, .discard)
        ledger.settle(7, .ack)
        #expect(ledger.flush() == [Instruction(tag: 1, outcome: .ack)])
        #expect(ledger.unsettled == 0)
    }

    /// Plays the broker: every delivery must end as it was settled, and each instruction must name an open tag.
    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64]) func theBrokerLearnsExactlyWhatWasSettled(_ seed: UInt64) {
        var generator = SplitMix(state: seed)
        var ledger = SettlementLedger()
        var nextTag: UInt64 = 1
        var open: Set<UInt64> = []
        var expected: [UInt64: SettlementLedger.Outcome] = [:]
        var broker: [UInt64: SettlementLedger.Outcome?] = [:]
        for _ in 0..<3000 {
            switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1:
                ledger.deliver(nextTag)
                open.insert(nextTag)
                broker[nextTag] = .some(nil)
                nextTag += 1
            case 2, 3:
                guard let tag = open.sorted().randomElement(using: &generator) else { continue }
                let outcomes: [SettlementLedger.Outcome] = [.ack, .ack, .ack, .requeue, .discard]
                let outcome = outcomes[Int.random(in: 0..<5, using: &generator)]
                open.remove(tag)
                expected[tag] = outcome
                ledger.settle(tag, outcome)
            default:
                for instruction in ledger.flush() {
                    #expect(broker[instruction.tag] == .some(nil), "tag \(instruction.tag) is not open")
                    let affected = broker.keys.filter {
                        $0 == instruction.tag || instruction.multiple && $0 < instruction.tag
                    }
                    for tag in affected where broker[tag] == .some(nil) { broker[tag] = instruction.outcome }
                }
                for (tag, outcome) in broker { #expect(outcome == expected[tag]) }
                #expect(ledger.unsettled == open.count)
            }
        }
    }
}
