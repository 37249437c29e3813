internal import Foundation
internal import Postgres

/// Reads how a span of time went and what waits, as far as it is the viewer's.
struct OverviewDesk: Sendable {
    let console: Console

    /// Of a longer list; there is a page with all of it.
    private static let mostTasks = 10

    struct Report: Sendable {
        var numbers: OverviewNumbers
        var work: WaitingWork
        /// Nil when the agency is not there any more.
        var outreach: ReadOutreach.Row?
    }

    func report(_ period: OverviewPeriod, _ viewer: Viewer, _ time: ViewerTime) async throws -> Report {
        let range = period.range(time)
        let scope = NumbersScope(viewer)
        let span = OverviewSpan(scope: scope, from: range.from, to: range.to)
        return try await console.database.run(as: viewer) { transaction in
            let counted = try await transaction.pipeline(
                CountCallsByAgent(span: span), CountBookingsByAgent(span: span), CountUnopenedByAgent(scope: scope),
                ListAgentNames(), MeasureFirstCalls(span: span), MeasureOpenings(span: span))
            let waiting = try await transaction.pipeline(
                ListUnopenedCalls(scope: scope, after: nil, limit: 5),
                ListOpenTasks(scope: scope, after: nil, limit: Self.mostTasks + 1),
                ListUnreachedCalendars(scope: scope), ReadOutreach(agencyID: scope.agencyID))
            let owners =
                viewer.isOwner
                ? try await transaction.pipeline(
                    CountWaiting(agencyID: scope.agencyID, since: WaitingWork.since(time.now)),
                    CountHeldCalls(agencyID: scope.agencyID))
                : ([], [])
            let numbers = OverviewNumbers(
                calls: counted.0, bookings: counted.1, unopened: counted.2, names: counted.3,
                firstCalls: counted.4.first, openings: counted.5.first)
            let work = WaitingWork(
                unopened: numbers.unopened, late: numbers.late, counts: owners.0.first, held: owners.1,
                unopenedCalls: waiting.0, tasks: Array(waiting.1.prefix(Self.mostTasks)), calendars: waiting.2,
                hasMoreTasks: waiting.1.count > Self.mostTasks)
            return Report(numbers: numbers, work: work, outreach: waiting.3.first)
        }
    }
}
