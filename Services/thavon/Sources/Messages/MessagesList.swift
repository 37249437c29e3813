internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Who was told what, how, and what became of it.
struct MessagesList: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List messages, and what became of each, newest first.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Option(help: "Only about this call.")
    var call: IDArgument?

    @Option(help: "Only to or about this lead: its id, or its number.")
    var lead: String?

    @Option(help: "Only to addresses or people with this in them.")
    var to: String?

    @Option(help: "Only those that stand so.")
    var status: MessageStatusArgument?

    @Option(help: "Only by this channel.")
    var channel: ChannelArgument?

    @Option(help: "How many at the most.")
    var limit = 30

    @Option(help: "Only of this agency.")
    var agency: IDArgument?

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let rows = try await pool.execute(
                ListMessages(
                    agency: agency?.id, call: call?.id, lead: lead, to: to, status: status?.rawValue,
                    channel: channel?.channel.rawValue, limit: limit))
            guard !rows.isEmpty else { return Terminal.say("There are no such messages.") }
            for row in rows { Terminal.say(row.line) }
        }
    }
}
