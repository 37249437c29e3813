import Contracts
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// Lists of leads and of appointments, the overview, and the page of a call read no large table from end to end, whoever looks.
@Suite(.timeLimit(.minutes(15))) struct PageQueriesTests {
    private static let large = [
        "call_logs", "call_search", "leads", "follow_ups", "assignments", "recordings", "call_retries", "call_attempts",
        "appointments",
    ]
    private static let time = ViewerTime(zone: .gmt, language: .english, now: Date())

    @Test(
        arguments: ConsoleViewer.allCases,
        [
            [], [("q", "Okafor")], [("q", "0170 12")], [("q", "@example")], [("state", "callable")],
            [("agent", "nobody")],
        ]
            as [[(String, String)]])
    func leads(_ who: ConsoleViewer, _ address: [(String, String)]) async throws {
        try await who.look { transaction in
            let conditions = LeadConditions(filter: try LeadFilter(Query(address)))
            let first = try await Self.read(
                ListLeads(conditions: conditions, after: nil, limit: 51), transaction)
            #expect(first.map(\.createdAt) == first.map(\.createdAt).sorted(by: >))
            if let last = first.last {
                let next = try await Self.read(
                    ListLeads(conditions: conditions, after: Cursor(last.createdAt, last.id), limit: 51), transaction)
                #expect(Set(next.map(\.id)).isDisjoint(with: first.map(\.id)))
            }
            let count = try await Self.read(CountLeads(conditions: conditions), transaction).first ?? 0
            #expect(first.count == min(51, count))
        }
    }

    @Test(arguments: ConsoleViewer.allCases, ["Okafor", "ökáfor", "0170 12"])
    func leadsToBook(_ who: ConsoleViewer, _ text: String) async throws {
        try await who.look { transaction in
            let found = try await Self.read(FindLeadsToBook(text: text), transaction)
            let filter = try LeadFilter(Query([("q", text)]))
            let listed = try await transaction.execute(
                ListLeads(conditions: LeadConditions(filter: filter), after: nil, limit: FindLeadsToBook.most))
            #expect(found.map(\.id.rawValue) == listed.map(\.id))
            #expect(who == .smallOwner || text.contains("0170") || !found.isEmpty)
        }
    }

    @Test func messagesThatDidNotArrive() async throws {
        let who = ConsoleViewer.owner
        let agency = who.viewer.agencyID
        let change = """
            INSERT INTO notifications (
                id, event_time, agency_id, kind, recipient_kind, recipient_id, channel, address, language, status, receipt)
            SELECT gen_random_uuid(), now() - n * interval '1 second', '\(agency)', 'call.completed', 'agent',
                '\(who.colleague)', 'email', 'a@example.com', 'en', 'sent', CASE WHEN n % 500 = 0 THEN 'bounced' ELSE 'delivered' END
            FROM generate_series(1, 20000) n;
            ANALYZE notifications;
            """
        try await who.look(after: change) { transaction in
            let list = ListTroubledMessages(agencyID: agency, after: nil, limit: 51)
            let count = CountWaiting(agencyID: agency, since: WaitingWork.since(Self.time.now))
            let parts = try await transaction.execute(ListNotificationParts())
            let messages = try await TableReads.expectNoSequentialScan(list, of: parts, atMost: 200, in: transaction)
            let counted = try await TableReads.expectNoSequentialScan(count, of: parts, atMost: 200, in: transaction)
            #expect(messages.count { $0.address == "a@example.com" } == 40)
            #expect(counted.first?.failedMessages == 40)
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func whatLeadsCanBeFilteredBy(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            let kinds = try await Self.read(
                ListLeadKinds(agencyID: who.viewer.agencyID, agentID: who.viewer.agentID), transaction)
            #expect(kinds.count == 1)
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func appointments(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            for address in [[], [("past", "1")], [("status", "completed"), ("past", "1")]] as [[(String, String)]] {
                let filter = try AppointmentFilter(Query(address))
                let conditions = AppointmentConditions(filter, viewer: who.viewer, time: Self.time)
                let later = try await Self.read(
                    ListAppointmentsForwards(conditions: conditions, after: nil, limit: 51), transaction)
                #expect(later.map(\.scheduledAt) == later.map(\.scheduledAt).sorted())
                let earlier = try await Self.read(
                    ListAppointmentsBackwards(conditions: conditions, after: nil, limit: 51), transaction)
                #expect(earlier.map(\.scheduledAt) == earlier.map(\.scheduledAt).sorted(by: >))
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func theOverview(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            let scope = NumbersScope(who.viewer)
            let now = Self.time.now
            let span = OverviewSpan(scope: scope, from: now.addingTimeInterval(-7 * 86_400), to: now)
            let calls = try await Self.read(CountCallsByAgent(span: span), transaction)
            #expect(who == .smallOwner || !calls.isEmpty)
            _ = try await Self.read(CountBookingsByAgent(span: span), transaction)
            _ = try await Self.read(MeasureFirstCalls(span: span), transaction)
            _ = try await Self.read(MeasureOpenings(span: span), transaction)
            let unopened = try await Self.read(CountUnopenedByAgent(scope: scope), transaction)
            let listed = try await Self.read(
                ListUnopenedCalls(scope: scope, after: nil, limit: 5), transaction)
            #expect(listed.count == min(5, unopened.reduce(0) { $0 + $1.unopened }))
            _ = try await Self.read(ListOpenTasks(scope: scope, after: nil, limit: 10), transaction)
            _ = try await Self.read(ListUnreachedCalendars(scope: scope), transaction)
            guard who.viewer.isOwner else { return }
            let since = WaitingWork.since(now)
            _ = try await Self.read(CountWaiting(agencyID: scope.agencyID, since: since), transaction)
            _ = try await Self.read(CountHeldCalls(agencyID: scope.agencyID), transaction)
        }
    }

    /// A number of the overview leads to the list: what is answered there is answered here.
    @Test func answeredIsWhatTheListShowsAsAnswered() async throws {
        let who = ConsoleViewer.owner
        try await who.look { transaction in
            let now = Self.time.now
            let span = OverviewSpan(
                scope: NumbersScope(who.viewer), from: now.addingTimeInterval(-30 * 86_400), to: now)
            let counted = try await transaction.execute(CountCallsByAgent(span: span))
            #expect(counted.contains { $0.answered > 0 })
            for row in counted {
                let agent = row.agentID.map { "\(AgentID(rawValue: $0))" } ?? "nobody"
                let filter = try CallFilter(Query([("status", "answered"), ("agent", agent)]))
                var conditions = CallConditions(filter, viewer: who.viewer, time: Self.time)
                (conditions.from, conditions.to) = (span.from, span.to)
                let listed = try await transaction.execute(CountCalls(conditions: conditions)).first
                #expect(row.answered == listed, "\(agent)")
                #expect(row.conversations <= row.answered && row.answered <= row.calls)
            }
        }
    }

    @Test func aLeadWhomAColleagueMeetsIsNotListedAsBooked() async throws {
        let who = ConsoleViewer.agent
        let agent = try #require(who.viewer.agentID)
        let change = """
            INSERT INTO appointments (
                id, agency_id, lead_id, agent_id, scheduled_at, ends_at, time_zone, language, source)
            SELECT gen_random_uuid(), l.agency_id, l.id, '\(who.colleague)', now() + interval '1000 days' + n * interval '1 hour',
                now() + interval '1000 days 30 minutes' + n * interval '1 hour', 'Europe/Berlin', 'de', 'hand'
            FROM (
                SELECT id, agency_id, row_number() OVER (ORDER BY id) AS n FROM leads
                WHERE owner_agent_id = '\(agent)' ORDER BY id LIMIT 20
            ) AS l
            """
        try await who.look(after: change) { transaction in
            let conditions = LeadConditions(filter: try LeadFilter(Query([("state", "booked")])))
            let found = try await transaction.execute(ListLeads(conditions: conditions, after: nil, limit: 20_000))
            #expect(found.allSatisfy { $0.nextAppointmentAt != nil })
            let count = try await transaction.execute(CountLeads(conditions: conditions)).first
            #expect(count == found.count)
        }
    }

    @Test func aCallIsBookedInTheListWhenItsPageSaysSo() async throws {
        let who = ConsoleViewer.owner
        let change = """
            UPDATE appointments SET status = CASE number % 3 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'completed' ELSE status END
            FROM (
                SELECT id AS chosen, row_number() OVER (ORDER BY call_id) AS number FROM appointments
                WHERE call_id IS NOT NULL AND agency_id = '\(who.viewer.agencyID)' ORDER BY call_id LIMIT 30
            ) AS first WHERE id = chosen
            """
        try await who.look(after: change) { transaction in
            let ids = try await transaction.execute(ListCallsWithAppointments())
            let listed = try await transaction.execute(ListNamedCalls(ids: ids))
            #expect(Set(listed.map(\.isBooked)) == [true, false])
            for call in listed {
                let isBooked = try await CallDetail(call.id, in: transaction).isBooked
                #expect(isBooked == call.isBooked)
            }
        }
    }

    @Test(arguments: ConsoleViewer.allCases) func aCall(_ who: ConsoleViewer) async throws {
        try await who.look { transaction in
            let all = CallConditions(try CallFilter(Query([])), viewer: who.viewer, time: Self.time)
            let calls = try await transaction.execute(ListNewestCalls(conditions: all, after: nil, limit: 5))
            #expect(!calls.isEmpty)
            for call in calls {
                let detail = try await TableReads.expectNoSequentialScan(
                    "CallDetail", of: Self.large, in: transaction
                ) {
                    try await CallDetail(call.id, in: transaction)
                }
                #expect(detail.call.id == call.id)
            }
        }
    }

    private static func read<S: PostgresStatement>(
        _ statement: S, _ transaction: PostgresTransaction, _ location: SourceLocation = #_sourceLocation
    ) async throws -> [S.Row] {
        try await TableReads.expectNoSequentialScan(statement, of: large, in: transaction, location)
    }
}

/// Those that have so many rows that reading them all would take long.
private struct ListNotificationParts: PostgresStatement {
    static let sql = """
        SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'notifications'::regclass AND c.reltuples > 1000
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        try row.decode(column: 0, as: String.self)
    }
}

private struct ListCallsWithAppointments: PostgresStatement {
    static let sql = "SELECT DISTINCT call_id FROM appointments WHERE call_id IS NOT NULL ORDER BY call_id LIMIT 30"

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(column: 0, as: UUID.self) }
}
