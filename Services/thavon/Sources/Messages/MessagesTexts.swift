internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import Notices
internal import Postgres

/// An agency's own words.
struct MessagesTexts: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "texts", abstract: "Look at the agency's own texts, set them, or do away with them.",
            subcommands: [TextsList.self, TextsSet.self, TextsRemove.self], defaultSubcommand: TextsList.self)
    }
}

struct TextsList: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List the texts that agencies have of their own.",
            discussion: """
                DATABASE_URL  postgres://owner:password@host:5432/thavon (required; beside `make run` read from .local/dev.env)
                """)
    }

    @Option(help: "Only of this agency.")
    var agency: IDArgument?

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            let rows = try await pool.execute(ListNoticeTexts(agency: agency?.id))
            guard !rows.isEmpty else { return Terminal.say("There are none: the texts are ours.") }
            for line in rows.flatMap(\.lines) { Terminal.say(line) }
        }
    }
}

struct TextsSet: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: "Set the agency's own texts for one kind of notice in one language.",
            discussion: """
                Mustache: {{lead}}, {{#agent}}with {{agent}}{{/agent}}. What is left out is ours (again). Try it before:
                thavon messages preview call.completed --language de --short '…'

                \(commandSettings)
                """)
    }

    @Argument(help: "The kind of notice.")
    var kind: KindArgument

    @Argument(help: "The language, such as de or pt-BR.")
    var language: String

    @OptionGroup var texts: WordingOptions

    @OptionGroup var owner: AgencyOption

    func validate() throws {
        if texts.subject == nil, texts.body == nil, texts.short == nil {
            throw ValidationError("give --subject, --body or --short; `texts remove` does away with them")
        }
    }

    func perform() async throws {
        let wording = try texts.wording()
        try await CommandDesk.open { desk in
            let wish = SetNoticeTexts(kind: kind.kind.rawValue, language: language, texts: wording)
            let reply = try await desk.send(wish, agency: try await desk.agency(owner))
            Terminal.say("The texts are set, version \(reply.version ?? 1).")
        }
    }
}

struct TextsRemove: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove", abstract: "Use our texts again for one kind of notice in one language.",
            discussion: commandSettings)
    }

    @Argument(help: "The kind of notice.")
    var kind: KindArgument

    @Argument(help: "The language, such as de or pt-BR.")
    var language: String

    @OptionGroup var owner: AgencyOption

    func perform() async throws {
        try await CommandDesk.open { desk in
            let wish = SetNoticeTexts(kind: kind.kind.rawValue, language: language, texts: nil)
            _ = try await desk.send(wish, agency: try await desk.agency(owner))
            Terminal.say("Our texts are used again.")
        }
    }
}

struct ListNoticeTexts: PostgresStatement {
    static let sql = """
        SELECT agencies.name, kind, language, version, changed_by, notice_texts.updated_at, subject, body, short
        FROM notice_texts JOIN agencies ON agencies.id = agency_id
        WHERE $1::uuid IS NULL OR agency_id = $1 ORDER BY agencies.name, agency_id, kind, language
        """

    struct Row: Sendable {
        var agency: String
        var kind: String
        var language: String
        var version: Int32
        var changedBy: String
        var updatedAt: Date
        var subject: String?
        var body: String?
        var short: String?

        var lines: [String] {
            let texts = [("subject", subject), ("body", body), ("short", short)].compactMap { name, text in
                text.map { "  \(name.padded(to: 8)) \($0.split(whereSeparator: \.isNewline).joined(separator: " ⏎ "))" }
            }
            let origin = "version \(version) of \(Terminal.time(updatedAt)) by \(changedBy)"
            return ["\(kind.padded(to: 21)) \(language.padded(to: 6)) \(agency), \(origin)"] + texts
        }
    }

    let agency: UUID?
    var parameters: [PostgresParameter] { [.init(agency)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (agency, kind, language, version, changedBy, updatedAt, subject, body, short) = try row.decode(
            (String, String, String, Int32, String, Date, String?, String?, String?).self)
        return Row(
            agency: agency, kind: kind, language: language, version: version, changedBy: changedBy,
            updatedAt: updatedAt, subject: subject, body: body, short: short)
    }
}
