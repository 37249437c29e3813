internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

struct CallsReassign: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "reassign", abstract: "Give calls to somebody else, and with them their leads.",
            discussion: commandSettings)
    }

    @Option(help: "The agent who has them then: an id, or a mail address.")
    var to: String

    @Argument(help: "The calls' ids, as `calls ended` prints them.")
    var calls: [IDArgument]

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.agent(to)
            let ids = calls.map { CallID(rawValue: $0.id) }
            let reply = try await desk.send(ReassignCalls(callIDs: ids, agentID: found.id), agency: found.agencyID)
            for id in reply.callIDs { Terminal.say("\(id) has changed hands.") }
            for id in ids where !reply.callIDs.contains(id) { Terminal.say("\(id) stays where it was.") }
        }
    }
}

struct CallsOpen: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "open", abstract: "Say that somebody has looked at a call, which ends its follow-up.",
            discussion: commandSettings)
    }

    @Argument(help: "The call's id, as `calls ended` prints it.")
    var call: IDArgument

    @Option(help: "Who has looked: an id, or a mail address.")
    var agent: String

    func perform() async throws {
        try await CommandDesk.open { desk in
            let found = try await desk.agent(agent)
            let wish = OpenCall(callID: CallID(rawValue: call.id), agentID: found.id)
            let reply = try await desk.send(wish, agency: found.agencyID)
            Terminal.say(
                reply.openedAt.map { "Opened at \(Terminal.time($0))." }
                    ?? "Somebody else has the call; its follow-up goes on.")
        }
    }
}

struct CallsFollowUpRules: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "follow-up",
            abstract: "Show within what time calls have to be opened and what happens else, or set it.",
            discussion: """
                Rules are a JSON object; what is left out keeps its standard. Services/assignment/README.md has what there is.

                \(commandSettings)
                """)
    }

    @OptionGroup var options: RulesOptions

    func perform() async throws {
        try await options.perform(showing: LoadRules.self) { ConfigureFollowUp(rules: $0) }
    }

    private struct LoadRules: RulesStatement {
        static let sql = "SELECT jsonb_pretty(rules) FROM follow_up_settings WHERE agency_id = $1"
        let agencyID: AgencyID
    }
}
