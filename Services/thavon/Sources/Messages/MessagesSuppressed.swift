internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres

/// Which addresses get no messages, and why.
struct MessagesSuppressed: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "suppressed", abstract: "List the addresses that get no messages, and why.",
            discussion: """
                Of an agency are its own, and those that count for all and are an agent's or a lead's of it: a STOP is said to a
                number that agencies share.

                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @OptionGroup var owner: AgencyOption

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let agency = try await owner.find(in: pool)
            let rows = try await pool.execute(ListSuppressions(agency: agency.rawValue))
            guard !rows.isEmpty else { return Terminal.say("Messages go to every address.") }
            for row in rows { Terminal.say(row.line) }
        }
    }
}

struct ListSuppressions: PostgresStatement {
    static let sql = """
        SELECT channel, address, cause, detail, suppressions.created_at, expires_at, suppressions.agency_id IS NULL, who.name
        FROM suppressions
        LEFT JOIN LATERAL (
            SELECT name FROM agents WHERE agency_id = $1 AND (phone = address OR lower(email) = address)
            UNION ALL
            SELECT coalesce(name, 'a lead') FROM leads WHERE agency_id = $1 AND (phone = address OR lower(email) = address)
            UNION ALL
            SELECT name FROM accounts WHERE agency_id = $1 AND lower(email) = address
            LIMIT 1
        ) who ON true
        WHERE (suppressions.agency_id = $1 OR suppressions.agency_id IS NULL AND who.name IS NOT NULL)
            AND (expires_at IS NULL OR expires_at > now())
        ORDER BY suppressions.created_at DESC, address, channel
        """

    struct Row: Sendable {
        var channel: String
        var address: String
        var cause: String
        var detail: String?
        var at: Date
        var expiresAt: Date?
        var countsForAll: Bool
        var name: String?

        var line: String {
            let end = expiresAt.map { ", until \(Terminal.time($0))" } ?? ""
            let scope = countsForAll ? ", for all agencies" : ""
            return [
                Terminal.time(at), channel.padded(to: 8), address.padded(to: 28), (name ?? "nobody's").padded(to: 20),
                cause + (detail.map { ": \($0)" } ?? "") + end + scope,
            ].joined(separator: "  ")
        }
    }

    let agency: UUID
    var parameters: [PostgresParameter] { [.init(agency)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (channel, address, cause, detail, at, expiresAt, countsForAll, name) = try row.decode(
            (String, String, String, String?, Date, Date?, Bool, String?).self)
        return Row(
            channel: channel, address: address, cause: cause, detail: detail, at: at, expiresAt: expiresAt,
            countsForAll: countsForAll, name: name)
    }
}
