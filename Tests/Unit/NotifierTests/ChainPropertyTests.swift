import Contracts
import Foundation
import TestSupport
import Testing

@testable import Notifier

/// Whatever happens in whatever order: settlements, receipts that contradict each other, look-ups, and time.
@Suite struct ChainPropertyTests {
    @Test func everyChainEndsAndNothingIsSaidTwice() {
        var random = SeededGenerator.random()
        var (takeovers, together, failures) = (0, 0, 0)
        for _ in 0..<3000 {
            var world = ChainWorld(&random)
            let beginning = world.links.count { $0.turnBeganAt != nil }
            together += beginning > 1 ? 1 : 0
            for _ in 0..<Int.random(in: 0...25, using: &random) {
                world.happen(&random)
                if Bool.random(using: &random) { world.pass(Double.random(in: 0...90, using: &random)) }
                if world.isDue, decide(&world, &random) { failures += 1 }
            }
            end(&world, &random)
            takeovers += world.links.count { $0.turnBeganAt != nil } - beginning
        }
        // A model in which nothing happens would prove nothing.
        #expect(takeovers > 1000 && together > 500 && failures > 50)
    }

    /// Whether nobody was reached.
    private func decide(_ world: inout ChainWorld, _ random: inout SeededGenerator) -> Bool {
        let note: Comment = "\(world) seed \(random.seed)"
        let before = world
        let step = world.step(&random)
        let changes = step.changes
        for change in changes {
            let link = change.link
            switch change {
            case .begin:
                #expect(!before.isDelivered, note)
                #expect([.standby, .notSent].contains(link.status) && link.turnBeganAt == nil, note)
                #expect(before.links.prefix(link.position).allSatisfy { $0.turnBeganAt != nil }, note)
                #expect(!before.links.contains { $0.status == .sending }, note)
            case .withdraw:
                #expect(!before.mayHaveLeft.contains(link.position), note)
                #expect([.standby, .pending, .parked].contains(link.status), note)
            case .wait: break
            }
            world.apply(change)
        }
        #expect(Set(changes.map(\.link.position)).count == world.links.count, note)
        #expect(changes.filter(\.isBeginning).count <= 1, note)
        if before.isDelivered { #expect(!world.links.contains { $0.status == .standby }, note) }
        // What stays due would be decided on again and again.
        #expect(!world.isDue, note)
        guard step.failure != nil else { return false }
        #expect(!before.isDelivered && world.nextDue == nil, note)
        #expect(world.links.allSatisfy { $0.turnBeganAt != nil }, note)
        return true
    }

    /// Nothing happens any more but the time that passes.
    private func end(_ world: inout ChainWorld, _ random: inout SeededGenerator) {
        world.settle()
        let began = world.now
        for _ in 0..<20 {
            guard let next = world.nextDue else { break }
            world.pass(until: next)
            _ = decide(&world, &random)
        }
        let note: Comment = "\(world) seed \(random.seed)"
        #expect(world.nextDue == nil, note)
        #expect(!world.links.contains { $0.status == .standby }, note)
        let longest = 86_400 + 45 + 5 * Double(world.links.count) * world.patience.timeInterval
        #expect(world.now <= began + longest, note)
    }
}

extension ChainStep.Change {
    fileprivate var isBeginning: Bool {
        guard case .begin = self else { return false }
        return true
    }
}
