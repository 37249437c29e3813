import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ReassignmentTests {
    private static let job = UUID.timeOrdered(at: Date(timeIntervalSince1970: 1_795_950_000))

    private static func next(_ count: Int, to agentID: AgentID, after: Int = 0) -> [ListNextCalls.Row] {
        (0..<count).map {
            ListNextCalls.Row(call: .init(position: after + $0 + 1, id: .new()), agentID: agentID, isDecided: true)
        }
    }

    @Test func aPieceIsForOneAgentAndNoMoreThanACommandTakes() {
        let (one, other) = (AgentID.new(), AgentID.new())
        let rows = Self.next(3, to: one) + Self.next(5, to: other, after: 3)
        #expect(ReassignmentPiece(rows)?.positions == [1, 2, 3])
        #expect(ReassignmentPiece(Array(rows.dropFirst(3)))?.positions == [4, 5, 6, 7, 8])
        #expect(ReassignmentPiece(Self.next(450, to: one))?.calls.count == ReassignmentPiece.most)
        #expect(ReassignmentPiece([]) == nil && ReassignmentPiece.most <= 500)
    }

    @Test func whatNobodyCanHaveYetIsInNoPiece() {
        var rows = Self.next(3, to: .new())
        rows[1].isDecided = false
        #expect(ReassignmentPiece(rows)?.positions == [1, 3])
        rows[0].isDecided = false
        rows[2].isDecided = false
        #expect(ReassignmentPiece(rows) == nil)
    }

    @Test func theSameCallsOfAJobAreOneCommandAndOthersAreOthers() throws {
        let piece = try #require(ReassignmentPiece(Self.next(4, to: .new())))
        let command = piece.command(of: Self.job)
        #expect(command == piece.command(of: Self.job))
        // A command that comes again is told by its time as well.
        #expect(command.time == CommandID(rawValue: Self.job).time && command.time != nil)
        #expect(piece.command(of: .timeOrdered()) != command)
        var toAnother = piece
        toAnother.agentID = .new()
        #expect(toAnother.command(of: Self.job) != command)
        #expect(Set((piece.halves + [piece]).map { $0.command(of: Self.job) }).count == 3)
    }

    @Test func halvesAreTheWhole() throws {
        let piece = try #require(ReassignmentPiece(Self.next(5, to: .new())))
        #expect(piece.halves.map(\.calls.count) == [2, 3])
        #expect(piece.halves.flatMap(\.calls) == piece.calls)
        let single = try #require(ReassignmentPiece(Self.next(1, to: .new())))
        #expect(single.halves.isEmpty)
    }

    @Test func reasonsAreKnownWithTheCallsBehindThem() {
        #expect(ReassignmentRefusal(said: "it is not over yet: \(UUID())") == .notOver)
        #expect(ReassignmentRefusal(said: "the agency has no such call: \(UUID())") == .unknown)
        #expect(ReassignmentRefusal(said: "it is Sunday") == .other("it is Sunday"))
        for refusal in [ReassignmentRefusal.notOver, .unknown, .other("it is Sunday")] {
            #expect(ReassignmentRefusal(kept: refusal.text) == refusal)
        }
    }
}
