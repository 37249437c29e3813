internal import Contracts
internal import FormEncoding
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/exports`: files of many calls.
struct CallExportOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, start, show, file, cancel] }

    private var desk: CallExportDesk { CallExportDesk(console: console) }

    private var list: APIOperation {
        APIOperation(
            "listCallExports", .get, "/exports", tag: "Exports", "One's own files of calls, newest first",
            content: .json(CallExportResources.export.page.schema)
        ) { call in
            let viewer = call.viewer
            let exports = try await console.database.run(as: viewer) { transaction in
                try await transaction.execute(ListCallExports(accountID: viewer.accountID, limit: 100))
            }
            return .json(CallExportResources.export.page.json(APIPage(exports)))
        }
        .details("All on one page, at most 100.")
    }

    private var start: APIOperation {
        APIOperation(
            "exportCalls", .post, "/exports", tag: "Exports", "Prepare a file of calls",
            content: .json(CallExportResources.export.schema)
        ) { call in
            let filter = try Self.filter(call.text("filter") ?? "")
            let id = try await IdempotencyKey.command(of: call, console).rawValue
            let language = ConsoleLanguage(preferred: call.viewer.language)
            do {
                try await desk.start(id, everyCallOf: filter, in: language, by: call.principal)
            } catch is CallExportDesk.TooMany {
                throw APIProblem(
                    .unprocessableContent, .refused,
                    "There are \(CallExport.mostKept) exports already. Cancel one, which deletes its file.")
            }
            return .json(
                CallExportResources.export.json(try await desk.load(id, call.viewer)), status: .accepted,
                headers: [.location: "\(APITable.root)\(CallExport.path(id))"])
        }
        .details(
            "It is a table as the console exports it, newest first. It can be fetched for 24 hours by the account that wished it."
        )
        .body(CallExportResources.new).headers([.idempotencyKey]).status(.accepted).problems(.unprocessableContent)
    }

    private var show: APIOperation {
        APIOperation(
            "getCallExport", .get, "/exports/{id}", tag: "Exports", "How far a file of calls is",
            content: .json(CallExportResources.export.schema)
        ) { call in
            .json(CallExportResources.export.json(try await desk.load(try call.id(), call.viewer)))
        }
    }

    private var file: APIOperation {
        APIOperation(
            "getCallExportFile", .get, "/exports/{id}/calls.csv", tag: "Exports", "A file of calls",
            content: .bytes("text/csv")
        ) { call in
            try await CallExportDownload(console: console).response(
                try call.id(), call.request, to: call.principal)
        }
        .details("There is none until its state is `done`.")
    }

    private var cancel: APIOperation {
        APIOperation(
            "cancelCallExport", .post, "/exports/{id}/cancel", tag: "Exports", "Cancel an export, or delete its file",
            content: .json(CallExportResources.export.schema)
        ) { call in
            let id = try call.id()
            try await desk.cancel(id, by: call.principal)
            return .json(CallExportResources.export.json(try await desk.load(id, call.viewer)))
        }
    }

    /// As in an address, but a name that is not known is refused: without it there would be more calls than were meant.
    private static func filter(_ text: String) throws -> CallFilter {
        let items = FormEncoding.fields(of: text.drop { $0 == "?" }.utf8)
        let known = CallOperations.filter.map(\.name) + ["sort"]
        if let name = items.map(\.0).first(where: { !known.contains($0) }) {
            throw APIProblem.invalid("filter", "has \(name.prefix(100)), which is not known here")
        }
        do {
            return try CallFilter(Query(items))
        } catch let error {
            throw APIProblem.invalid("filter", Words(language: .english)(error.phrase))
        }
    }
}
