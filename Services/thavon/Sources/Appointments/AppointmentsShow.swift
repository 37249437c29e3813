internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Which appointments there are, what became of them, and whether the calendars have them.
struct AppointmentsShow: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "List appointments, the latest first, and how they stand in the calendars.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Option(help: "Only of this lead: its id, or its number.")
    var lead: String?

    @Option(help: "How many at the most.")
    var limit = 30

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let rows = try await pool.execute(ListAppointments(lead: lead, limit: limit))
            guard !rows.isEmpty else { return Terminal.say("There are no appointments.") }
            for row in rows { Terminal.say(row.line) }
        }
    }
}

private struct ListAppointments: PostgresStatement {
    static let sql = """
        SELECT appointments.id, scheduled_at, appointments.status, coalesce(leads.name, leads.phone, 'nobody'), agents.name,
            appointments.reason, link.written_version = appointments.version OR NOT link.wanted, link.problem
        FROM appointments
        JOIN leads ON leads.id = appointments.lead_id JOIN agents ON agents.id = appointments.agent_id
        LEFT JOIN LATERAL (
            SELECT link.* FROM calendar_links link JOIN calendar_connections connection ON connection.id = connection_id
            WHERE appointment_id = appointments.id AND connection.agent_id = appointments.agent_id
            ORDER BY link.updated_at DESC LIMIT 1
        ) link ON true
        WHERE $1::text IS NULL OR appointments.lead_id::text = $1 OR leads.phone = $1
        ORDER BY scheduled_at DESC, appointments.id LIMIT $2
        """

    struct Row: Sendable {
        var id: UUID
        var at: Date
        var status: String
        var lead: String
        var agent: String
        var reason: String?
        /// Nil when the agent has no calendar connected.
        var isWritten: Bool?
        var problem: String?

        var line: String {
            let calendar =
                switch (isWritten, problem) {
                case (nil, _): "no calendar"
                case (true?, _): "in step"
                case (false?, let problem?): "calendar: \(problem)"
                case (false?, nil): "being written"
                }
            return [
                Terminal.time(at), status.padded(to: 10), lead.padded(to: 20), agent.padded(to: 16), calendar,
                reason ?? "", id.uuidString.lowercased(),
            ].filter { !$0.isEmpty }.joined(separator: "  ")
        }
    }

    let lead: String?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(lead), .init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, status, lead, agent, reason, isWritten, problem) = try row.decode(
            (UUID, Date, String, String, String, String?, Bool?, String?).self)
        return Row(
            id: id, at: at, status: status, lead: lead, agent: agent, reason: reason, isWritten: isWritten,
            problem: problem)
    }
}
