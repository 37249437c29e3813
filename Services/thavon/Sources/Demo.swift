internal import ArgumentParser
internal import Foundation
internal import Passwords
internal import Postgres

/// Fills the database with an agency to try things on. What is there already stays as it is.
struct Demo: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "demo",
            abstract: "Load the demo agency: an owner, seven agents with territories, leads, and two weeks of calls.",
            discussion: """
                DATABASE_URL          postgres://owner:password@host:5432/thavon (required)
                DEMO_SANDBOX_URL      of the sandbox as recording-archive reaches it: where recordings of those calls are
                                      fetched (default nowhere, and there are none)
                SANDBOX_VAPI_API_KEY  the sandbox's, with which their links are signed (default vapi_sandbox)

                Safe to run again: rows that exist are left as they are, and the past is loaded once. All ids are fixed, telephone numbers are from
                ranges kept free for fiction, and mail addresses end in example.com.
                """)
    }

    func perform() async throws {
        let recordings = try DemoRecordings.read()
        try await OwnerDatabase.with(try OwnerDatabase.configuration()) { pool in
            try await Self.load(pool, recordings: recordings)
        }
    }

    /// - Parameter recordings: where the audio of its past is had; nil when nowhere.
    static func load(_ pool: PostgresPool, recordings: DemoRecordings?) async throws {
        let before = try await pool.execute(DemoRows()).first ?? .none
        try await pool.simpleQuery(String(decoding: PackageResources.demo_sql, as: UTF8.self))
        let calls = try await DemoHistory.load(pool, recordings: recordings)
        let accounts = try await pool.execute(DemoAccountsWithoutPassword())
        if !accounts.isEmpty {
            // Everybody may know it: neither a hash for each nor a costly one would protect anything.
            let hash = try PasswordHash(DevDefaults.password, costLog2: 14)
            for account in accounts { _ = try await pool.execute(SetDemoPassword(id: account, hash: hash.phc)) }
        }
        let (rows, agents) = try await pool.pipeline(DemoRows(), DemoAgents())
        guard let after = rows.first else { return }
        Terminal.say("Agency \(after.agency), owner \(after.owner)")
        for agent in agents {
            Terminal.say(
                "  \(agent.name.padded(to: 16)) \(agent.languages.padded(to: 10)) weight \(agent.weight)  "
                    + agent.territories)
        }
        Terminal.say(
            "  \(after.leads) leads in \(after.countries) countries (\(after.leads - before.leads) new);"
                + " Vapi number \(after.phoneNumberID), assistant \(after.assistantID)")
        if calls > 0 { Terminal.say("  \(calls) calls of the last two weeks") }
    }
}

private struct DemoAccountsWithoutPassword: PostgresStatement {
    static let sql = """
        SELECT id FROM accounts WHERE agency_id = 'a0000000-0000-4000-8000-000000000001'
            AND email LIKE '%@example.com' AND NOT EXISTS (SELECT FROM account_passwords WHERE account_id = id)
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

private struct SetDemoPassword: PostgresStatement {
    typealias Row = NoRow
    static let sql = "INSERT INTO account_passwords (account_id, password_hash) VALUES ($1, $2) ON CONFLICT DO NOTHING"

    var id: UUID
    var hash: String
    var parameters: [PostgresParameter] { [.init(id), .init(hash)] }
}

/// What there is of the demo agency.
struct DemoRows: PostgresStatement {
    struct Row: Sendable {
        var agency = ""
        var owner = ""
        var leads = 0
        var countries = 0
        var phoneNumberID = ""
        var assistantID = ""

        static let none = Row()
    }

    static let sql = """
        SELECT agencies.name,
            coalesce((SELECT email FROM accounts WHERE agency_id = agencies.id AND role = 'owner' LIMIT 1), 'none'),
            (SELECT count(*) FROM leads WHERE agency_id = agencies.id),
            (SELECT count(DISTINCT country) FROM leads WHERE agency_id = agencies.id),
            coalesce((SELECT min(vapi_id) FROM agency_vapi_resources
                WHERE agency_id = agencies.id AND kind = 'phone_number'), 'none'),
            coalesce((SELECT min(vapi_id) FROM agency_vapi_resources
                WHERE agency_id = agencies.id AND kind = 'assistant'), 'none')
        FROM agencies WHERE id = 'a0000000-0000-4000-8000-000000000001'
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, owner, leads, countries, phoneNumberID, assistantID) =
            try row.decode((String, String, Int, Int, String, String).self)
        return Row(
            agency: agency, owner: owner, leads: leads, countries: countries, phoneNumberID: phoneNumberID,
            assistantID: assistantID)
    }
}

/// The team of the demo agency.
struct DemoAgents: PostgresStatement {
    struct Row: Sendable {
        var name: String
        var languages: String
        var weight: Int32
        var territories: String
    }

    static let sql = """
        SELECT name, array_to_string(languages, ','), weight,
            coalesce((SELECT string_agg(pattern, ', ' ORDER BY pattern) FROM agent_territories
                WHERE agent_id = agents.id), 'no territory')
        FROM agents WHERE agency_id = 'a0000000-0000-4000-8000-000000000001' ORDER BY id
        """

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (name, languages, weight, territories) = try row.decode((String, String, Int32, String).self)
        return Row(name: name, languages: languages, weight: weight, territories: territories)
    }
}
