internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Notices

/// Looks at what people are told, and sets how.
struct Messages: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "messages",
            abstract: "Look at what people were told, and set how, in which words and on what.",
            subcommands: [
                MessagesList.self, MessagesShow.self, MessagesPreview.self, MessagesTest.self,
                MessagesPreferences.self, MessagesTexts.self, MessagesTemplates.self, MessagesSuppressed.self,
                MessagesAllow.self,
            ], defaultSubcommand: MessagesList.self)
    }
}

struct MessagesTest: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "test", abstract: "Send a notice to one person of the team, to see that and how it arrives.",
            discussion: commandSettings)
    }

    @Argument(help: "The kind of notice.")
    var kind: KindArgument

    @Option(help: "How it goes.")
    var channel: ChannelArgument

    @Option(help: "To this agent: an id, or a mail address; without one to the agency's first owner.")
    var agent: String?

    @Option(help: "Tell of this call; without one of an invented one.")
    var call: IDArgument?

    @OptionGroup var owner: AgencyOption

    func perform() async throws {
        try await CommandDesk.open { desk in
            let (agency, agent) = try await desk.agencyAndAgent(owner, agent: agent)
            let wish = SendTestNotice(
                kind: kind.kind.rawValue, channel: channel.channel, agentID: agent,
                callID: call.map { CallID(rawValue: $0.id) })
            let reply = try await desk.send(wish, agency: agency)
            Terminal.say("On its way to \(reply.address): \(reply.notificationID)")
            Terminal.complain("What becomes of it: thavon messages show \(reply.notificationID)")
        }
    }
}

struct MessagesAllow: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "allow", abstract: "Let messages go to an address again that was kept from them.",
            discussion: """
                For an address that was mended. Somebody who has said STOP says START; that is not for others to undo.

                \(commandSettings)
                """)
    }

    @Argument(help: "The channel.")
    var channel: ChannelArgument

    @Argument(help: "The mail address or number, as `messages suppressed` prints it.")
    var address: String

    @OptionGroup var owner: AgencyOption

    func perform() async throws {
        try await CommandDesk.open { desk in
            let agency = try await desk.agency(owner)
            let reply = try await desk.send(
                AllowAddress(channel: channel.channel, address: address), agency: agency)
            Terminal.say(reply.wasSuppressed ? "Messages go there again." : "Nothing kept them from going there.")
        }
    }
}

extension CommandDesk {
    /// Whose command it is: an agent's agency, else the one that is named, else the only one that there is.
    func agencyAndAgent(_ owner: AgencyOption, agent text: String?) async throws -> (AgencyID, AgentID?) {
        guard let text else { return (try await agency(owner), nil) }
        let found = try await agent(text)
        if let named = owner.agency, AgencyID(named) != found.agencyID {
            throw Failure("the agent \"\(text)\" belongs to another agency", advice: "leave --agency out")
        }
        return (found.agencyID, found.id)
    }
}
