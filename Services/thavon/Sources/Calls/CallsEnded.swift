internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Calls that are over: who has each, who was told, and who has looked.
struct CallsEnded: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ended", abstract: "List calls that are over, who has each, and who was told; newest first.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Option(help: "Only with this lead: its id, or its number.")
    var lead: String?

    @Option(help: "Only of this agency.")
    var agency: IDArgument?

    @Option(help: "How many at the most.")
    var limit = 30

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let rows = try await pool.execute(ListEndedCalls(lead: lead, agency: agency?.id, limit: limit))
            guard !rows.isEmpty else { return Terminal.say("No call is over yet.") }
            let aftermath = try await CallAftermath.load(rows.map(\.id), pool)
            for row in rows {
                Terminal.say(row.line)
                for line in aftermath.lines(row.id) { Terminal.say("    \(line)") }
            }
        }
    }
}

struct ListEndedCalls: PostgresStatement {
    static let sql = """
        SELECT call_logs.id, ended_at, direction, coalesce(customer_number, leads.phone, 'no number'),
            coalesce(leads.name, customer_name, 'nobody'), outcome, agents.name
        FROM call_logs LEFT JOIN leads ON leads.id = lead_id LEFT JOIN agents ON agents.id = call_logs.agent_id
        WHERE ended_at IS NOT NULL AND ($1::text IS NULL OR lead_id::text = lower($1) OR leads.phone = $1)
            AND ($2::uuid IS NULL OR call_logs.agency_id = $2)
        ORDER BY ended_at DESC, call_logs.id LIMIT $3
        """

    struct Row: Sendable {
        var id: UUID
        var at: Date
        var direction: String?
        var number: String
        var lead: String
        var outcome: String?
        var agent: String?

        var line: String {
            [
                Terminal.time(at), (direction ?? "call").padded(to: 8), number.padded(to: 15), lead.padded(to: 20),
                (outcome ?? "not known").padded(to: 14), (agent ?? "nobody has it").padded(to: 16),
                id.uuidString.lowercased(),
            ].joined(separator: "  ")
        }
    }

    let lead: String?
    let agency: UUID?
    let limit: Int
    var parameters: [PostgresParameter] { [.init(lead), .init(agency), .init(Int64(limit))] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, at, direction, number, lead, outcome, agent) = try row.decode(
            (UUID, Date, String?, String, String, String?, String?).self)
        return Row(id: id, at: at, direction: direction, number: number, lead: lead, outcome: outcome, agent: agent)
    }
}
