import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// No page of the console reads a table from end to end, and all of a page's rows can be decoded.
@Suite(.timeLimit(.minutes(5))) struct ConsoleQueriesTests {
    private static let large = [
        "call_logs", "call_search", "leads", "follow_ups", "assignments", "recordings", "appointments",
    ]

    /// Filters as people set them: none, those that many calls pass, those that hardly any does.
    private static func filters(_ viewer: ConsoleViewer) -> [CallFilter] {
        let now = Date()
        return [
            CallFilter(), CallFilter(from: now.addingTimeInterval(-7 * 86400), to: now),
            CallFilter(statuses: ["completed"], outcomes: ["conversation", "transferred"]),
            CallFilter(outcomes: ["configuration_fault"], languages: ["ja"]), CallFilter(agentID: viewer.colleague),
            CallFilter(isUnassigned: true), CallFilter(shortest: 180, longest: 600, direction: "inbound"),
        ]
    }

    @Test(arguments: ConsoleViewer.allCases) func pagesOfCallsInAnyOrder(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            for filter in Self.filters(viewer) {
                var page = CallPage(filter: filter, scope: viewer.scope, after: nil, limit: 51)
                let newest = try await Self.read(ListNewestCalls(page: page), transaction)
                #expect(newest.map(\.createdAt) == newest.map(\.createdAt).sorted(by: >))
                _ = try await Self.read(ListOldestCalls(page: page), transaction)
                let longest = try await Self.read(ListLongestCalls(page: page), transaction)
                let durations = longest.map { $0.durationSeconds ?? 0 }
                #expect(durations == durations.sorted(by: >))
                _ = try await Self.read(ListShortestCalls(page: page), transaction)
                guard let last = newest.last else { continue }
                page.after = CallCursor(
                    createdAt: last.createdAt, durationSeconds: last.durationSeconds ?? 0, id: last.id)
                let next = try await Self.read(ListNewestCalls(page: page), transaction)
                #expect(Set(next.map(\.id)).isDisjoint(with: newest.map(\.id)))
                #expect(next.allSatisfy { ($0.createdAt, $0.id.uuidString) < (last.createdAt, last.id.uuidString) })
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func theCountAgreesWithThePages(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            for filter in Self.filters(viewer) {
                let count = try await Self.read(CountCalls(filter: filter, scope: viewer.scope), transaction).first
                let page = CallPage(filter: filter, scope: viewer.scope, after: nil, limit: 10_001)
                let listed = try await Self.read(ListNewestCalls(page: page), transaction).count
                #expect(count == listed)
            }
        }
    }

    @Test(
        arguments: ConsoleViewer.allCases,
        ["insurance", "\"solar panels\"", "mortgage -insurance", "太陽光発電", "Solaranlagen", "xyzzyplugh"])
    func searching(_ viewer: ConsoleViewer, _ typed: String) async throws {
        try await viewer.look { transaction in
            let search = CallSearch(typed: typed, languages: ["en", "de"], place: "\\m(solar|insura|mortg)|太陽光")
            for filter in Self.filters(viewer) {
                let found = try await Self.read(
                    SearchCalls(search: search, filter: filter, scope: viewer.scope, after: nil, limit: 51), transaction
                )
                #expect(found.allSatisfy { ($0.excerpt?.count ?? 0) <= 300 })
                if typed == "xyzzyplugh" { #expect(found.isEmpty) }
                _ = try await Self.read(CountFoundCalls(search: search, filter: filter), transaction)
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func everythingAboutACall(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            let page = CallPage(filter: CallFilter(), scope: viewer.scope, after: nil, limit: 20)
            for call in try await transaction.execute(ListNewestCalls(page: page)) {
                let rows = try await Self.read(ReadCall(id: call.id, scope: viewer.scope), transaction)
                #expect(rows.map(\.line) == [call])
                _ = try await Self.read(ReadCallAssignment(callID: call.id), transaction)
                _ = try await Self.read(ListCallNotes(callID: call.id), transaction)
                _ = try await Self.read(ListCallNotifications(callID: call.id), transaction)
                _ = try await Self.read(ListCallRetries(callID: call.id), transaction)
                _ = try await Self.read(ListCallAttempts(callID: call.id), transaction)
                _ = try await Self.read(ListCallAppointments(callID: call.id), transaction)
                _ = try await Self.read(ListCallWebhooks(callID: call.id), transaction)
                let others = try await Self.read(ListOtherCalls(callID: call.id), transaction)
                #expect(!others.contains { $0.id == call.id })
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases, [1.0, 30.0])
    func overviews(_ viewer: ConsoleViewer, _ days: Double) async throws {
        try await viewer.look { transaction in
            let now = Date()
            let span = OverviewSpan(from: now.addingTimeInterval(-days * 86400), to: now, scope: viewer.scope)
            let funnel = try await Self.read(ReadCallFunnel(span: span), transaction)
            #expect(funnel.allSatisfy { $0.conversations <= $0.answered && $0.answered <= $0.calls })
            _ = try await Self.read(ReadLeadFunnel(span: span), transaction)
            _ = try await Self.read(ReadOpenings(span: span), transaction)
            let agents = try await Self.read(ListAgentNumbers(span: span), transaction)
            #expect(viewer != .agent || agents.count == 1)
            _ = try await Self.read(ReadStuckWork(scope: viewer.scope, since: span.from), transaction)
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func leads(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            let filters =
                [LeadFilter(), LeadFilter(typed: "mith"), LeadFilter(typed: "佐藤"), LeadFilter(typed: "100%_")]
                + LeadState.allCases.map { LeadFilter(state: $0) }
            for filter in filters {
                let leads = try await Self.read(
                    ListLeads(filter: filter, scope: viewer.scope, after: nil, limit: 10_001), transaction)
                let count = try await Self.read(CountLeads(filter: filter), transaction).first
                #expect(count == leads.count)
                #expect(filter.state != .undiallable || leads.allSatisfy { $0.phone == nil })
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func appointments(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            let week = AppointmentFilter(from: Date(), to: Date().addingTimeInterval(7 * 86400))
            for filter in [week, AppointmentFilter(), AppointmentFilter(statuses: ["no_show"])] {
                let page = AppointmentPage(filter: filter, scope: viewer.scope, after: nil, limit: 501)
                _ = try await Self.read(ListAppointmentsAhead(page: page), transaction)
                _ = try await Self.read(ListAppointmentsBack(page: page), transaction)
                _ = try await Self.read(CountAppointments(filter: filter, scope: viewer.scope), transaction)
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func operations(_ viewer: ConsoleViewer) async throws {
        try await viewer.look { transaction in
            let agency = viewer.scope.agencyID
            let webhooks = try await Self.read(ListWebhooks(agencyID: agency, limit: 51), transaction)
            #expect(viewer != .agent || webhooks.isEmpty)
            if let one = webhooks.first {
                let raw = try await Self.read(ReadWebhook(id: one.id, receivedAt: one.receivedAt), transaction)
                #expect(raw.count == 1)
            }
            let month = Date().addingTimeInterval(-30 * 86400)
            _ = try await Self.read(
                ListUndeliveredMessages(agencyID: agency, since: month, after: nil, limit: 51), transaction)
            _ = try await Self.read(ListPlannedCalls(agencyID: agency, after: nil, limit: 51), transaction)
            _ = try await Self.read(ListAuditLog(agencyID: agency, after: nil, limit: 51), transaction)
        }
    }

    private static func read<S: PostgresStatement>(
        _ statement: S, _ transaction: PostgresTransaction, _ location: SourceLocation = #_sourceLocation
    ) async throws -> [S.Row] {
        try await TableReads.expectNoSequentialScan(statement, of: large, in: transaction, location)
    }
}
