internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/saved-views`: filters of calls with a name, everybody's own.
struct SavedViewOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, save, remove] }

    private var desk: SavedViewDesk { SavedViewDesk(console: console) }

    private static let view = Resource<SavedView>(
        "SavedView", "A filter of calls with a name.",
        [
            .init("id", "Of the view.") { $0.id },
            .init("name", "Its name.") { $0.name },
            .init("query", "The filter as the address of the page of calls has it; empty: everything.") { $0.query },
        ])

    private var list: APIOperation {
        APIOperation(
            "listSavedViews", .get, "/saved-views", tag: "Calls", "Filters of calls with a name",
            content: .json(Self.view.page.schema)
        ) { call in .json(Self.view.page.json(APIPage(try await desk.list(call.viewer)))) }
        .details("The account's own, all on one page, at most \(SaveView.most).")
    }

    private var save: APIOperation {
        APIOperation(
            "saveView", .post, "/saved-views", tag: "Calls", "Give a filter of calls a name",
            content: .json(Self.view.schema)
        ) { call in
            let (name, query) = (call.text("name") ?? "", call.text("query") ?? "")
            do {
                try await desk.save(name, query, by: call.principal)
            } catch let error as BadRequest {
                throw APIProblem(.unprocessableContent, .refused, Words(language: .english)(error.phrase))
            }
            guard let view = try await desk.list(call.viewer).first(where: { $0.name == name }) else {
                throw NotFound()
            }
            return .json(Self.view.json(view), status: .created)
        }
        .details("One that has the name already becomes this.")
        .body(
            JSONSchema(
                "NewSavedView", "A filter and its name.",
                members: [
                    .required("name", JSONSchema(.string, "Its name.", length: 1...80)),
                    .required(
                        "query",
                        JSONSchema(.string, "Such as `?status=answered`; empty: everything.", length: 0...2000)),
                ])
        )
        .status(.created)
    }

    private var remove: APIOperation {
        APIOperation(
            "removeSavedView", .delete, "/saved-views/{id}", tag: "Calls", "Forget a filter of calls", content: .none
        ) { call in
            guard try await desk.remove(call.id(), by: call.principal) else { throw NotFound() }
            return Response(status: .noContent)
        }
        .status(.noContent)
    }
}
