internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Reads an agency's rules of one kind, as text.
protocol RulesStatement: PostgresStatement where Row == String {
    var agencyID: AgencyID { get }
    init(agencyID: AgencyID)
}

extension RulesStatement {
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

/// What a command answers that has set something.
protocol VersionedReply: Sendable {
    var version: Int { get }
}

extension ConfigureCalling.Reply: VersionedReply {}
extension ConfigureFollowUp.Reply: VersionedReply {}

/// Shows an agency's rules, or sets them: the service that owns them says whether they can work.
struct RulesOptions: ParsableArguments {
    @OptionGroup var owner: AgencyOption

    @Option(help: "The new rules: a JSON object, or a file with it; - for standard input.")
    var set: String?

    func perform<Stored: RulesStatement, Payload: CommandPayload>(
        showing stored: Stored.Type, setting command: @escaping @Sendable (String) -> Payload
    ) async throws where Payload.Reply: VersionedReply {
        let set = try set.map { try InputText.json($0) }
        let owner = owner
        try await CommandDesk.open { desk in
            let agency = try await desk.agency(owner)
            guard let set else {
                let rules = try await desk.pool.execute(Stored(agencyID: agency)).first
                return Terminal.say(rules ?? "{}")
            }
            let reply = try await desk.send(command(set), agency: agency)
            Terminal.say("The rules are set, version \(reply.version).")
        }
    }
}
