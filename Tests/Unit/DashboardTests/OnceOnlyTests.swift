import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct OnceOnlyTests {
    private static let now = Date(timeIntervalSince1970: 1_795_950_000)

    private static func viewer(_ number: UInt8 = 1) -> Viewer {
        Viewer(
            accountID: UUID(uuid: (1, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number)), agencyID: .new(at: now),
            role: .owner, agentID: nil, name: "Ana", email: "ana@example.com", language: nil, timeZone: .gmt,
            theme: "system", agencyName: "One", proofID: UUID())
    }

    /// What the form brings back of a page made then.
    private static func sent(_ id: CommandID, now: Date = now) -> OnceOnly {
        OnceOnly(Form([(OnceOnly.field, id.description)]), now: now)
    }

    @Test func theSameWishFromTheSamePageIsOneCommand() {
        let (id, viewer) = (CommandID.new(at: Self.now), Self.viewer())
        let first = Self.sent(id).command(of: viewer, ["a", "b"])
        #expect(Self.sent(id, now: Self.now + 60).command(of: viewer, ["a", "b"]) == first)
        #expect(first.time == id.time)
    }

    @Test func anotherWishPageOrPersonIsAnother() {
        let (id, viewer) = (CommandID.new(at: Self.now), Self.viewer())
        let first = Self.sent(id).command(of: viewer, ["a", "b"])
        #expect(Self.sent(id).command(of: viewer, ["a", "c"]) != first)
        #expect(Self.sent(id).command(of: viewer, ["ab"]) != first)
        #expect(Self.sent(id).command(of: Self.viewer(2), ["a", "b"]) != first)
        #expect(Self.sent(.new(at: Self.now)).command(of: viewer, ["a", "b"]) != first)
    }

    @Test func whatWeCannotHaveMadeCountsForNothing() {
        let other = CommandID(rawValue: UUID())
        for id in [other, .new(at: Self.now - OnceOnly.life), .new(at: Self.now + 120)] {
            let viewer = Self.viewer()
            let command = Self.sent(id).command(of: viewer, [])
            #expect(command != Self.sent(id).command(of: viewer, []))
            #expect(command.time == Self.now)
        }
    }

    @Test func anIDSaysWhenItWasMade() {
        #expect(CommandID.new(at: Self.now + 0.25).time == Self.now + 0.25)
        #expect(CommandID(rawValue: UUID()).time == nil)
    }
}
