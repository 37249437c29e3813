internal import Foundation
internal import Postgres

/// Views of calls with a name: everybody's own.
struct SavedViewDesk: Sendable {
    private static let page = "calls"

    let console: Console

    func list(_ viewer: Viewer) async throws -> [SavedView] {
        try await console.database.run(as: viewer) { try await $0.execute(ListSavedViews(page: Self.page)) }
    }

    /// - Parameter query: a filter as an address has it, with or without its question mark; empty: everything.
    /// - Throws: ``BadRequest`` when there is no name, the filter makes no sense, or there are as many as there may be.
    func save(_ name: String, _ query: String, _ viewer: Viewer) async throws {
        guard !name.isEmpty, name.count <= 80, query.count <= 2000 else { throw BadRequest(.viewNeedsName) }
        // Only what is a filter is kept, and as the list itself would have it in its address.
        let filter = try CallFilter(address: query)
        let query = address("", filter.items)
        let save = SaveView(viewer: viewer, page: Self.page, name: name, query: query)
        let isSaved = try await console.database.run(as: viewer) { transaction in
            try await transaction.executeCounting(save) == 1
        }
        guard isSaved else { throw BadRequest(.tooManyViews) }
    }

    /// - Returns: whether there was one.
    func remove(_ id: UUID, _ viewer: Viewer) async throws -> Bool {
        try await console.database.run(as: viewer) { try await $0.executeCounting(RemoveSavedView(id: id)) == 1 }
    }
}
