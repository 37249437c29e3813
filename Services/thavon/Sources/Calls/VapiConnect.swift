internal import ArgumentParser
internal import Contracts
internal import Foundation
internal import LenientJSON
internal import Postgres
internal import ServiceKit
internal import Vapi

struct VapiCommands: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "vapi", abstract: "Set Vapi up for this system.",
            subcommands: [VapiConnect.self, VapiTools.self])
    }
}

/// Points the assistants and numbers of `agency_vapi_resources` at this system, and changes nothing else about them.
struct VapiConnect: OperatorCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "connect",
            abstract: "Have the customer's assistants and numbers at Vapi send their messages here.",
            discussion: """
                Sets server (address, secret, backoffPlan) and, on assistants, serverMessages. Everything else stays as it is.
                The difference is shown first.

                DATABASE_URL          postgres://owner:password@host:5432/thavon (required)
                VAPI_API_KEY          the private key (required)
                VAPI_BASE_URL         default https://api.vapi.ai
                VAPI_WEBHOOK_SECRETS  the first is given to Vapi (required)
                VAPI_WEBHOOK_URL      the address, or PUBLIC_URL, under which it is /api/webhooks/vapi
                """)
    }

    @Flag(help: "Show the difference and change nothing; exit 1 when there is any.")
    var dryRun = false

    @Flag(help: "Do not ask.")
    var yes = false

    @Option(help: "Only those of this agency.")
    var agency: String?

    func perform() async throws {
        let environment = try OperatorEnvironment.load()
        var settings = Settings(environment: environment)
        let desk = try VapiDesk(environment: environment, &settings)
        let secrets = try settings.list("VAPI_WEBHOOK_SECRETS", secret: true)
        guard let url = try settings.vapiWebhookURL() else {
            throw ConfigurationError(key: "VAPI_WEBHOOK_URL", problem: "is missing, and PUBLIC_URL too")
        }
        let resources = try await desk.resources(of: agency)
        guard !resources.isEmpty else {
            throw Failure("agency_vapi_resources names no assistant and no number", advice: "insert a row for each")
        }
        try await desk.withClient { client in
            try await connect(resources, client, ServerObject(url: url, secret: secrets[0]))
        }
    }

    private func connect(
        _ resources: [ListResources.Row], _ client: VapiClient, _ server: ServerObject
    ) async throws {
        var changes: [ResourceChange] = []
        for resource in resources {
            let now: JSONNode
            do {
                guard let found = try await client.get(resource.path) else {
                    throw Failure("Vapi has no \(resource.words)", advice: "correct it in agency_vapi_resources")
                }
                now = found
            } catch let failure as VapiFailure {
                throw Failure(failure, about: resource.words)
            }
            changes.append(ResourceChange(resource: resource, now: now, server: server))
        }
        for change in changes { Terminal.say(change.text) }
        let open = changes.filter { !$0.differences.isEmpty }
        guard !open.isEmpty else { return Terminal.say("Nothing to change.") }
        if dryRun { throw ExitCode(1) }
        guard yes || VapiDesk.agrees("Change \(open.count) of \(changes.count)? [y/N] ") else {
            throw Failure("nothing was changed", advice: "--yes does not ask")
        }
        for change in open {
            do {
                _ = try await client.patch(change.resource.path, try change.body)
            } catch let failure as VapiFailure {
                throw Failure(failure, about: change.resource.words)
            }
            Terminal.say("\(change.resource.words): changed")
        }
    }
}

/// What there is at Vapi of our customers'.
struct ListResources: PostgresStatement {
    static let sql = """
        SELECT vapi_id, kind, label FROM agency_vapi_resources WHERE $1::text IS NULL OR agency_id::text = $1
        ORDER BY kind, vapi_id
        """

    struct Row: Sendable {
        var id: String
        var isAssistant: Bool
        var label: String?

        var path: String { "/\(isAssistant ? "assistant" : "phone-number")/\(id)" }
        var words: String { "\(isAssistant ? "assistant" : "number") \(id)\(label.map { " (\($0))" } ?? "")" }
    }

    let agency: String?
    var parameters: [PostgresParameter] { [.init(agency)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, kind, label) = try row.decode((String, String, String?).self)
        return Row(id: id, isAssistant: kind == "assistant", label: label)
    }
}

/// What is different about one of them, and the body that makes it right.
struct ResourceChange {
    let resource: ListResources.Row
    let differences: [String]
    private let server: ServerObject
    /// The `server` that is there, as it is.
    private let current: [UInt8]?

    init(resource: ListResources.Row, now: JSONNode, server: ServerObject) {
        self.resource = resource
        self.server = server
        let current = now["server"]
        self.current = current.flatMap { $0.isNull ? nil : Array($0.rawBytes) }
        var differences: [String] = []
        let url = current?["url"]?.string ?? "none"
        if url != server.url { differences.append("server.url: \(url) → \(server.url)") }
        if current?["headers"]?["X-Vapi-Secret"]?.string != server.headers["X-Vapi-Secret"] {
            differences.append(
                "server.headers.X-Vapi-Secret: \(current?["headers"] == nil ? "none" : "another") → ours")
        }
        // The same as the header, and no longer described.
        if let secret = current?["secret"], !secret.isNull { differences.append("server.secret: set → none") }
        let plan = current?["backoffPlan"]
        if plan.flatMap(Self.plan) != server.backoffPlan {
            let words = plan.map { $0.isNull ? "none" : String(decoding: $0.rawBytes, as: UTF8.self) }
            let ours = (try? JSONEncoder.sorted.encode(server.backoffPlan)).map { String(decoding: $0, as: UTF8.self) }
            differences.append(
                "server.backoffPlan: \(words ?? "none, so that a failed message is lost") → \(ours ?? "ours")")
        }
        if resource.isAssistant {
            let messages = now["serverMessages"]?.elements.compactMap(\.string)
            if Set(messages ?? []) != Set(AssistantOverrides.serverMessages) {
                let words = messages.map { $0.joined(separator: ", ") } ?? "Vapi's own choice"
                differences.append(
                    "serverMessages: \(words) → \(AssistantOverrides.serverMessages.joined(separator: ", "))")
            }
        }
        self.differences = differences
    }

    /// Nil for what is none; codes are a set.
    private static func plan(_ node: JSONNode) -> ServerObject.BackoffPlan? {
        let decoded = try? JSONDecoder().decode(ServerObject.BackoffPlan.self, from: Data(node.rawBytes))
        guard var plan = decoded else { return nil }
        plan.excludedStatusCodes.sort()
        return plan
    }

    var text: String {
        guard !differences.isEmpty else { return "\(resource.words): as it should be" }
        return ([resource.words] + differences.map { "  \($0)" }).joined(separator: "\n")
    }

    /// A member that is given replaces what was there with everything in it: what else the customer has set in `server`
    /// goes along.
    var body: [UInt8] {
        get throws {
            var server = try Self.object(Array(JSONEncoder().encode(server)))
            if var kept = try current.map({ try Self.object($0) }) {
                let headers = kept["headers"] as? [String: Any] ?? [:]
                server["headers"] = headers.merging(server["headers"] as? [String: Any] ?? [:]) { $1 }
                kept["secret"] = nil
                server["timeoutSeconds"] = kept["timeoutSeconds"]
                server = kept.merging(server) { $1 }
            }
            var body: [String: Any] = ["server": server]
            if resource.isAssistant { body["serverMessages"] = AssistantOverrides.serverMessages }
            return try Array(
                JSONSerialization.data(withJSONObject: body, options: [.sortedKeys, .withoutEscapingSlashes]))
        }
    }

    private static func object(_ json: [UInt8]) throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] ?? [:]
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }
}
