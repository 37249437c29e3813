import Contracts
import TestSupport
import Testing

@testable import Notifier

@Suite struct ReceiptOrderTests {
    /// Each later than those before it; of those that stand together the first that comes stays.
    static let order: [Set<ReceiptStatus>] = [
        [.accepted], [.sent], [.delayed], [.delivered, .failed], [.bounced, .suppressed], [.read], [.complained],
    ]

    static func place(_ status: ReceiptStatus) -> Int? { order.firstIndex { $0.contains(status) } }

    static func standing(_ words: [ReceiptStatus]) -> ReceiptStatus? {
        words.dropFirst().reduce(words.first) { $0?.advanced(by: $1) }
    }

    @Test(arguments: ReceiptStatus.allCases, ReceiptStatus.allCases)
    func theLaterOfTwoStays(one: ReceiptStatus, other: ReceiptStatus) throws {
        let (first, second) = (try #require(Self.place(one)), try #require(Self.place(other)))
        #expect(one.advanced(by: other) == (second > first ? other : one))
    }

    /// Words come twice and out of order.
    @Test func whatIsKnownInTheEndDoesNotDependOnTheOrder() throws {
        var random = SeededGenerator.random()
        for _ in 0..<2000 {
            let words = (1...Int.random(in: 1...9, using: &random)).compactMap { _ in
                ReceiptStatus.allCases.randomElement(using: &random)
            }
            let note: Comment = "\(words) seed \(random.seed)"
            let last = try #require(words.compactMap(Self.place).max())
            let ends = words.filter { Self.place($0) == last }
            #expect(Self.standing(words) == ends.first, note)
            let other = try #require(Self.standing(words.shuffled(using: &random)))
            #expect(ends.contains(other), note)
            if Set(ends).count == 1 { #expect(Self.standing(words) == other, note) }
        }
    }

    @Test func whatIsAnEndIsOneOrTheOther() {
        let delivered = ReceiptStatus.allCases.filter(\.isDelivered)
        #expect(Set(delivered) == [.delivered, .read, .complained])
        #expect(Set(ReceiptStatus.allCases.filter(\.isFailure)) == [.failed, .bounced, .suppressed])
    }
}
