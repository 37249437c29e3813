internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Postgres
internal import ServiceKit
internal import Vault

/// Who can sign in to the console.
struct AccountsCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "accounts", abstract: "List who can sign in, add agencies and owners, let somebody in again.",
            subcommands: [AccountsList.self, AccountsAdd.self, AccountsLink.self], defaultSubcommand: AccountsList.self)
    }
}

private let databaseSettings = """
    DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
    PUBLIC_URL    where people reach the console, for links (required where one is printed)
    """

struct AccountsList: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List accounts and when each was last used.", discussion: databaseSettings)
    }

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            for line in try await pool.execute(ListAccounts()) { Terminal.say(line) }
        }
    }
}

struct AccountsAdd: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add", abstract: "Add an owner, with a new agency unless one is named.",
            discussion: databaseSettings
                + "\nPrints a link with which they choose a password. It works once, for 7 days.")
    }

    @Argument(help: "Their mail address.")
    var email: String
    @Option(help: "Their name.")
    var name: String
    @Option(help: "The id of an agency that is there.")
    var agency: String?
    @Option(help: "The name of a new agency.")
    var newAgency: String?
    @Option(help: "A new agency's time zone, such as Europe/Berlin.")
    var timeZone = "UTC"
    @Option(help: "A new agency's language, such as en.")
    var language = "en"
    @Option(help: "A new agency's country (ISO 3166-1 alpha-2), for numbers without one.")
    var country = "US"

    func validate() throws {
        guard (agency == nil) != (newAgency == nil) else {
            throw ValidationError("name either --agency or --new-agency")
        }
        guard TimeZone(identifier: timeZone) != nil else { throw ValidationError("there is no time zone \(timeZone)") }
        guard email.contains("@") else { throw ValidationError("\"\(email)\" is no mail address") }
    }

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        let link = try PasswordLink(environment: environment)
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let agencyID: AgencyID
            if let newAgency {
                agencyID = .new()
                _ = try await pool.execute(
                    AddAgency(
                        id: agencyID, name: newAgency, timeZone: timeZone, language: language, country: country))
                Terminal.say("Agency \(agencyID): \(newAgency)")
            } else {
                agencyID = try await AgencyOption.named(agency).find(in: pool)
            }
            do {
                _ = try await pool.execute(AddOwner(agencyID: agencyID, name: name, email: email))
            } catch let error as PostgresError where error.sqlState == .uniqueViolation {
                throw Failure("\(email) has an account already", advice: "`thavon accounts link \(email)` lets them in")
            }
            try await link.print(for: email, purpose: "invitation", in: pool)
        }
    }
}

struct AccountsLink: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "link", abstract: "Print a link with which somebody chooses a new password.",
            discussion: databaseSettings + "\nIt works once, for 7 days.")
    }

    @Argument(help: "The account's mail address.")
    var email: String

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        let link = try PasswordLink(environment: environment)
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            try await link.print(for: email, purpose: "password", in: pool)
        }
    }
}

/// A link with which an account's password is chosen: a secret, of which the database keeps the hash.
private struct PasswordLink {
    private let publicURL: String

    init(environment: [String: String]) throws {
        var settings = Settings(environment: environment)
        publicURL = try settings.url("PUBLIC_URL")
    }

    func print(for email: String, purpose: String, in pool: PostgresPool) async throws {
        let token = Secrets.word()
        let added = try await pool.executeCounting(
            AddToken(email: email, purpose: purpose, hash: Secrets.hash(token)))
        guard added == 1 else {
            throw Failure("there is no account of \(email)", advice: "`thavon accounts` lists them")
        }
        Terminal.say("\(publicURL)/set-password/\(token)")
        Terminal.complain("For \(email), once, within 7 days.")
    }
}

private struct ListAccounts: PostgresStatement {
    static let sql = """
        SELECT g.name, a.email, a.name, a.role, a.active,
            p.account_id IS NOT NULL, (SELECT max(last_seen_at) FROM sessions s WHERE s.account_id = a.id)
        FROM accounts a JOIN agencies g ON g.id = a.agency_id LEFT JOIN account_passwords p ON p.account_id = a.id
        ORDER BY g.name, a.role DESC, a.email
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> String {
        let (agency, email, name, role, isActive, hasPassword, seen) =
            try row.decode((String, String, String, String, Bool, Bool, Date?).self)
        let state =
            !isActive
            ? "deactivated"
            : !hasPassword ? "has no password" : seen.map { "last seen \(Terminal.time($0))" } ?? "never signed in"
        return "\(agency.padded(to: 24)) \(role.padded(to: 6)) \(email.padded(to: 34)) \(name.padded(to: 22)) \(state)"
    }
}

private struct AddAgency: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO agencies (id, name, time_zone, default_language, default_country) VALUES ($1, $2, $3, $4, $5)
        """
    var id: AgencyID
    var name: String
    var timeZone: String
    var language: String
    var country: String
    var parameters: [PostgresParameter] {
        [.init(id.rawValue), .init(name), .init(timeZone), .init(language), .init(country)]
    }
}

private struct AddOwner: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO accounts (id, agency_id, role, name, email) VALUES (gen_random_uuid(), $1, 'owner', $2, $3)
        """
    var agencyID: AgencyID
    var name: String
    var email: String
    var parameters: [PostgresParameter] { [.init(agencyID.rawValue), .init(name), .init(email)] }
}

private struct AddToken: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        INSERT INTO account_tokens (id, account_id, agency_id, purpose, token_hash, expires_at)
        SELECT gen_random_uuid(), id, agency_id, $2, $3, now() + interval '7 days' FROM accounts
        WHERE lower(email) = lower($1) AND active
        """
    var email: String
    var purpose: String
    var hash: [UInt8]
    var parameters: [PostgresParameter] { [.init(email), .init(purpose), .init(hash)] }
}
