import Contracts
import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import RetryScheduler

/// Taking what is due costs the same however many calls were made before.
@Suite(.timeLimit(.minutes(25))) struct CallingPlanTests {
    private static let due = 500
    private static let limit = 100

    @Test func finishedCallsDoNotSlowDownWhatIsDue() async throws {
        try await withThavonDatabase { database in
            var patient = database
            // Making the history is much work, beside other tests above all, and not what is looked at.
            patient.statementTimeout = .seconds(300)
            let pool = PostgresPool(configuration: patient, logger: Logger(label: "test"))
            try await pool.simpleQuery(Self.history)
            let lock = LockDueCalls(limit: Self.limit)
            let most = Double(3 * Self.limit)
            try await StatementPlan.expectFewRows(lock, of: "call_retries", in: pool, atMost: most)
            // How often each number was called: what was, and no more.
            try await StatementPlan.expectFewRows(lock, of: "call_attempts", in: pool, atMost: 100 * most)
            try await StatementPlan.expectFewRows(NextDue(), of: "call_retries", in: pool, atMost: 2)
            try await StatementPlan.expectFewRows(NextCheck(), of: "call_attempts", in: pool, atMost: 2)
            try await StatementPlan.expectFewRows(ClaimChecks(limit: 64), of: "call_attempts", in: pool, atMost: 3 * 64)
            try await StatementPlan.expectFewRows(
                LinesInUse(account: "vapi"), of: "call_attempts", in: pool, atMost: 2 * 200)
            try await Self.expectWritesToBeProbes(in: pool)
            await pool.shutdown()
        }
    }

    /// What the end of a call and a command change is found by an index.
    private static func expectWritesToBeProbes(in pool: PostgresPool) async throws {
        let leads = try await pool.execute(AnyLead())
        let lead = try #require(leads.first)
        let agencyID = TestAgency.id
        let end = EndAttempt(callID: .new(), vapiCallID: "v-none")
        try await StatementPlan.expectFewRows(end, of: "call_attempts", in: pool, atMost: 8)
        let cancel = CancelPlanned(agencyID: agencyID, reason: "opted_out", leadID: lead, phone: "+14065000007")
        try await StatementPlan.expectFewRows(cancel, of: "call_retries", in: pool, atMost: 40)
        let plan = PlanCall(id: .new(), leadID: lead, agencyID: agencyID, kind: .retry)
        try await StatementPlan.expectFewRows(plan, of: "leads", in: pool, atMost: 2)
    }

    private struct AnyLead: PostgresStatement {
        static let sql = "SELECT id FROM leads WHERE source = 'test' LIMIT 1"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> LeadID {
            LeadID(rawValue: try row.decode(UUID.self))
        }
    }

    /// 5,000 leads with ten finished calls each, five hundred of them with a call that is due and the rest with one that is
    /// not; two hundred calls under way.
    private static let history = """
        INSERT INTO leads (id, agency_id, name, phone, country, source)
            SELECT gen_random_uuid(), '\(TestAgency.id)', 'Lead ' || number, '+1406' || (5000000 + number)::text, 'US', 'test'
            FROM generate_series(1, 5000) AS number;
        INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at, status)
            SELECT gen_random_uuid(), id, agency_id, 0, now() - interval '1 day', 'first', now() - interval '1 day', 'completed'
            FROM leads CROSS JOIN generate_series(1, 10) WHERE source = 'test';
        INSERT INTO call_attempts (id, retry_id, agency_id, lead_id, account, phone, state, requested_at, ended_at)
            SELECT gen_random_uuid(), call_retries.id, call_retries.agency_id, lead_id, 'vapi', phone, 'ended',
                now() - interval '1 day', now() FROM call_retries JOIN leads ON leads.id = lead_id;
        INSERT INTO call_retries (id, lead_id, agency_id, retry_count, scheduled_at, kind, due_at)
            SELECT gen_random_uuid(), id, agency_id, 0, at, 'first', at FROM (
                SELECT *, now() + make_interval(secs => CASE WHEN row_number() OVER () <= \(due) THEN -5 ELSE 5000 END) AS at
                FROM leads WHERE source = 'test') AS lead;
        INSERT INTO call_attempts (id, retry_id, agency_id, lead_id, account, phone, state, check_at)
            SELECT gen_random_uuid(), id, agency_id, lead_id, 'vapi', '+14065000001', 'placed', now() - interval '1 second'
            FROM call_retries WHERE status = 'pending' LIMIT 200;
        ANALYZE;
        """
}
