import Contracts
import Foundation
import Postgres
import Testing

@testable import Dashboard
@testable import Notifier

/// The console and the daily summary mean the same calls by those that are not opened.
@Suite(.timeLimit(.minutes(15))) struct UnopenedCallsTests {
    /// What is left of the steps of those that wait: the one that was taken, or is to be.
    private static func only(_ kept: String) -> String {
        let columns = steps.map { "\($0) = \($0 == kept ? "now()" : "NULL")" }.joined(separator: ", ")
        return """
            UPDATE follow_ups SET \(columns)
            WHERE opened_at IS NULL AND (due_at IS NOT NULL OR escalated_at IS NOT NULL)
            """
    }

    private static let steps = ["due_at", "reminded_at", "reassigned_at", "escalated_at"]

    @Test(arguments: steps)
    func aCallWaitsWhicheverStepWasTheLast(_ column: String) async throws {
        let who = ConsoleViewer.owner
        let before = try await who.look { try await Self.counts(who, $0) }
        let after = try await who.look(after: Self.only(column)) { try await Self.counts(who, $0) }
        #expect(before.listed > 0 && after.listed == before.listed)
        for counts in [before, after] {
            #expect(counts.counted == counts.listed)
            #expect(counts.digest == counts.ofAMonth)
        }
        // Still in time is only what something is due about.
        #expect(after.late == (column == "due_at" ? 0 : after.listed))
    }

    @Test func aCallThatNobodyIsAskedToOpenDoesNotWait() async throws {
        let who = ConsoleViewer.owner
        let counts = try await who.look(after: Self.only("none")) { try await Self.counts(who, $0) }
        #expect(counts == Counts())
    }

    private struct Counts: Equatable, Sendable {
        var listed = 0
        var counted = 0
        var late = 0
        /// Of those that were assigned within thirty days.
        var ofAMonth = 0
        var digest = 0
    }

    private static func counts(_ who: ConsoleViewer, _ transaction: PostgresTransaction) async throws -> Counts {
        let scope = NumbersScope(who.viewer)
        let now = Date()
        let listed = try await transaction.execute(ListUnopenedCalls(scope: scope, after: nil, limit: 20_000))
        let byAgent = try await transaction.execute(CountUnopenedByAgent(scope: scope))
        let day = try await transaction.execute(
            CountDay(agencyID: scope.agencyID, began: now.addingTimeInterval(-86_400), ended: now)
        ).first
        return Counts(
            listed: listed.count, counted: byAgent.reduce(0) { $0 + $1.unopened },
            late: byAgent.reduce(0) { $0 + $1.late },
            ofAMonth: listed.count { $0.assignedAt >= now.addingTimeInterval(-30 * 86_400) },
            digest: Int(day?.overdue ?? -1))
    }
}
