internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// What an agency's people and an agent want to be told, and how.
struct MessagesPreferences: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "preferences", abstract: "Show who is told how, or set it.",
            discussion: """
                A JSON object; an agent's goes over the agency's, and what both leave out is as usual (mail for everything,
                WhatsApp as well for what is an agent's own):
                  {"version": 1, "grid": {"call.completed": {"email": true, "whatsapp": true, "sms": "fallback"}},
                   "quiet_hours": {"from": "21:00", "to": "07:00"}, "send_windows": {"mon": ["08:00-20:00"], …},
                   "urgent_passes": true, "digest": false}

                \(commandSettings)
                """)
    }

    @Option(help: "An agent's, over the agency's: an id, or a mail address.")
    var agent: String?

    @Option(help: "The new ones, in place of all that is set: a JSON object, or a file with it; - for standard input.")
    var set: String?

    @Option(help: "Refuse unless this is the version that is stored now.")
    var basedOn: Int?

    @OptionGroup var owner: AgencyOption

    func validate() throws {
        if basedOn != nil, set == nil { throw ValidationError("--based-on goes with --set") }
    }

    func perform() async throws {
        let set = try set.map { try InputText.json($0) }
        try await CommandDesk.open { desk in
            let (agency, agent) = try await desk.agencyAndAgent(owner, agent: agent)
            guard let set else {
                for row in try await desk.pool.execute(LoadPreferences(agency: agency, agent: agent)) {
                    Terminal.say("\(row.whose), version \(row.version)\n\(row.json)")
                }
                return
            }
            let reply = try await desk.send(
                ConfigureNotifications(agentID: agent, preferences: set, basedOn: basedOn), agency: agency)
            Terminal.say("The preferences are set, version \(reply.version).")
            for warning in reply.warnings { Terminal.say("Note: \(warning)") }
        }
    }
}

/// The agency's, and behind them an agent's.
struct LoadPreferences: PostgresStatement {
    static let sql = """
        SELECT name, jsonb_pretty(notification_preferences), notification_preferences_version
        FROM (
            SELECT 1 AS position, name, notification_preferences, notification_preferences_version FROM agencies
            WHERE id = $1
            UNION ALL
            SELECT 2, name, notification_preferences, notification_preferences_version FROM agents
            WHERE agency_id = $1 AND id = $2
        ) whose ORDER BY position
        """

    struct Row: Sendable {
        var whose: String
        var json: String
        var version: Int32
    }

    let agency: AgencyID
    let agent: AgentID?
    var parameters: [PostgresParameter] { [.init(agency.rawValue), .init(agent?.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (whose, json, version) = try row.decode((String, String, Int32).self)
        return Row(whose: whose, json: json, version: version)
    }
}
