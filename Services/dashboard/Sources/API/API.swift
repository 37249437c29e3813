internal import Hummingbird

/// The JSON API: `/api/v1`.
struct API: Sendable {
    let table: APITable
    private let door: APIDoor
    private let console: Console

    /// - Parameter perMinute: requests that one token may make.
    init(console: Console, perMinute: Int) {
        self.console = console
        door = APIDoor(pool: console.database.pool, perMinute: perMinute)
        table = Self.table(console)
    }

    static func table(_ console: Console) -> APITable {
        let operations =
            AgentOperations(console: console).all + CallOperations(console: console).all
            + CallActionOperations(console: console).all + AppointmentOperations(console: console).all
            + BookingOperations(console: console).all + LeadOperations(console: console).all
            + SettingsOperations(console: console).all + CallExportOperations(console: console).all
        let described = operations + [description(of: operations)]
        return APITable(operations: described)
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
