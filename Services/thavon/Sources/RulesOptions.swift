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

/// Shows an agency's rules, or sets them: the service that owns them says whether they can work.
struct RulesOptions: ParsableArguments {
    @Option(help: "Whose rules.")
    var agency: String

    @Option(help: "A file with the new rules; - for standard input.")
    var set: String?

    func validate() throws {
        guard AgencyID(agency) != nil else { throw ValidationError("\"\(agency)\" is no agency's id") }
    }

    func perform<Stored: RulesStatement, Payload: CommandPayload>(
        showing stored: Stored.Type, setting command: @escaping @Sendable (String) -> Payload
    ) async throws where Payload.Reply == ConfigureCalling.Reply {
        guard let agency = AgencyID(agency) else { return }
        let set = set
        try await CommandDesk.open { desk in
            guard let set else {
                let rules = try await desk.pool.execute(Stored(agencyID: agency)).first
                return Terminal.say(rules ?? "{}")
            }
            let reply = try await desk.send(command(try Self.read(set)), agency: agency)
            Terminal.say("The rules are set, version \(reply.version).")
        }
    }

    private static func read(_ path: String) throws -> String {
        let data =
            path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("\(path) cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }
}
