internal import Foundation
internal import Postgres

/// Gives the demo agency a past, once: all of it or nothing.
enum DemoHistory {
    /// - Parameter recordings: where audio is had; nil when nowhere.
    /// - Returns: how many calls were added; none when there was a past.
    static func load(_ pool: PostgresPool, recordings: DemoRecordings?) async throws -> Int {
        try await pool.transaction { transaction in
            _ = try await transaction.execute(LockDemoPast())
            guard let now = try await transaction.execute(BeginDemoPast()).first else { return 0 }
            _ = try await transaction.execute(InsertDemoRows(DemoOddities.leads))
            let (_, leads, agents) = try await transaction.pipeline(
                PredateDemoLeads(), ListDemoLeads(), ListDemoAgentFacts())
            var past = DemoPast(now: now, leads: leads, agents: agents)
            try await insertCalls(&past, recordings, in: transaction)
            try await insertRest(past, in: transaction)
            return past.calls.count
        }
    }

    private static func insertCalls(
        _ past: inout DemoPast, _ recordings: DemoRecordings?, in transaction: PostgresTransaction
    ) async throws {
        _ = try await transaction.execute(InsertDemoRows(past.callRows(recordings)))
        _ = try await transaction.pipeline(
            InsertDemoRows(past.turnRows), InsertDemoRows(past.assignmentRows), InsertDemoRows(past.followUpRows()),
            InsertDemoRows(past.recordingRows(areFetched: recordings != nil)), InsertDemoRows(past.retryRows),
            InsertDemoRows(past.ownerRows), IndexDemoCalls())
    }

    private static func insertRest(_ past: DemoPast, in transaction: PostgresTransaction) async throws {
        let appointments = DemoAppointments(past)
        let messages = DemoMessages(past, appointments: appointments.rows)
        _ = try await transaction.pipeline(
            InsertDemoRows(appointments.rows), InsertDemoRows(appointments.changes),
            InsertDemoRows(appointments.bookRows))
        _ = try await transaction.pipeline(InsertDemoRows(messages.rows), InsertDemoRows(messages.receipts))
        _ = try await transaction.pipeline(
            InsertDemoRows(past.noteRows), InsertDemoRows(past.taskRows), InsertDemoRows(past.inboundRows),
            InsertDemoRows(past.optOutRows))
    }
}
