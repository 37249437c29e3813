internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Looks at agents' calendars, and connects them.
struct CalendarCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "calendar", abstract: "Look at agents' calendars, connect them and take them off.",
            subcommands: [CalendarShow.self, CalendarConnect.self, CalendarDisconnect.self],
            defaultSubcommand: CalendarShow.self)
    }
}

struct CalendarConnect: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "connect", abstract: "Print a link with which an agent connects their Google calendar.",
            discussion: commandSettings)
    }

    @Argument(help: "The agent: an id, or a mail address.")
    var agent: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.agent(agent)
            let link = try await desk.send(LinkCalendar(agentID: found.id), agency: found.agencyID)
            Terminal.say(link.url)
            Terminal.complain("For the agent's own browser, until \(Terminal.time(link.expiresAt)).")
        }
    }
}

struct CalendarDisconnect: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "disconnect", abstract: "Give the access to an agent's calendar back.",
            discussion: commandSettings)
    }

    @Argument(help: "The agent: an id, or a mail address.")
    var agent: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.agent(agent)
            let reply = try await desk.send(DisconnectCalendar(agentID: found.id), agency: found.agencyID)
            Terminal.say(reply.wasConnected ? "Disconnected." : "There was none connected.")
        }
    }
}

struct CalendarShow: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "List agents and how their calendars stand.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            for row in try await pool.execute(ListCalendars()) { Terminal.say(row) }
        }
    }
}

private struct ListCalendars: PostgresStatement {
    static let sql = """
        SELECT agents.name, agents.email, connection.status, connection.account, connection.synced_at, connection.broken_reason
        FROM agents LEFT JOIN calendar_connections connection
            ON connection.agent_id = agents.id AND connection.status <> 'disconnected'
        WHERE agents.active ORDER BY agents.agency_id, agents.name
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        let (name, email, status, account, syncedAt, reason) = try row.decode(
            (String, String?, String?, String?, Date?, String?).self)
        let read = syncedAt.map { "read at \(Terminal.time($0))" } ?? "not read yet"
        let standing =
            switch status {
            case "connected": "connected to \(account ?? "?"), \(read)"
            case "broken": "BROKEN: \(reason ?? "?"); to be connected again"
            default: "not connected"
            }
        return [name.padded(to: 20), (email ?? "").padded(to: 32), standing].joined(separator: "  ")
    }
}
