internal import Hummingbird

/// The JSON API: `/api/v1`.
struct API: Sendable {
    let table: APITable
    private let door: APIDoor
    private let console: Console

    /// - Parameters:
    ///   - publicURL: where people find the console, for links in mails.
    ///   - webhooksURL: where others send leads.
    ///   - perMinute: requests that one token may make.
    init(console: Console, publicURL: String, webhooksURL: String, perMinute: Int) {
        self.console = console
        door = APIDoor(pool: console.database.pool, perMinute: perMinute)
        table = Self.table(console, publicURL: publicURL, webhooksURL: webhooksURL)
    }

    static func table(
        _ console: Console, publicURL: String, webhooksURL: String
    ) -> APITable {
        let parts: [[APIOperation]] = [
            team(console, publicURL), CallOperations(console: console).all,
            CallActionOperations(console: console).all, CallExportOperations(console: console).all,
            ReassignmentOperations(console: console).all, SavedViewOperations(console: console).all,
            AppointmentOperations(console: console).all, BookingOperations(console: console).all,
            LeadOperations(console: console).all, PlannedCallOperations(console: console).all,
            ImportOperations(console: console).all,
            OverviewOperations(console: console).all,
            WebhookOperations(console: console).all, MessageOperations(console: console).all,
            DeadLetterOperations(console: console, desk: DeadLetterDesk(console)).all,
            ProviderOperations(desk: ProviderDesk(console: console)).all,
            SettingsOperations(console: console).all, TextOperations(console: console).all,
            LeadSourceOperations(console: console, webhooksURL: webhooksURL).all,
            AuditOperations(console: console).all, TokenOperations(console: console).all,
        ]
        let operations = parts.flatMap(\.self)
        let described = operations + [description(of: operations)]
        return APITable(operations: described)
    }

    private static func team(_ console: Console, _ publicURL: String) -> [APIOperation] {
        AgentOperations(console: console).all + TeamOperations(console: console, publicURL: publicURL).all
            + AgentTimeOperations(console: console).all + AgentMessageOperations(console: console).all
            + LeaveOperations(console: console).all + AccountOperations(console: console, publicURL: publicURL).all
    }

    /// The document describes itself as well.
    private static func description(of operations: [APIOperation]) -> APIOperation {
        func operation(_ text: String) -> APIOperation {
            APIOperation(
                "getDescription", "/openapi.json", tag: "Description", "This document",
                content: .json(JSONSchema(nil, "OpenAPI 3.1.", members: [], isOpen: true))
            ) { .json(.text(text), headers: [.cacheControl: "public, max-age=300"]) }
        }
        return operation(APIDocument(operations: operations + [operation("{}")]).json.json)
    }

    /// What stands in front of all addresses, so that nothing below `/api/v1` is ever answered with a page.
    var problems: APIProblems { APIProblems(table: table, logger: console.logger) }

    func add(to router: Router<ConsoleContext>) { table.add(to: router, door: door, logger: console.logger) }
}
