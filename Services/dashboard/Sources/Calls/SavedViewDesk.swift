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
    func save(_ name: String, _ query: String, by principal: Principal) async throws {
        guard !name.isEmpty, name.count <= 80, query.count <= 2000 else { throw BadRequest(.viewNeedsName) }
        // Only what is a filter is kept, and as the list itself would have it in its address.
        let filter = try CallFilter(address: query)
        let query = address("", filter.items)
        let save = SaveView(viewer: principal.viewer, page: Self.page, name: name, query: query)
        let entry = principal.entry("view.saved", detail: try AuditDetail(["name": name, "query": query]).jsonb)
        let isSaved = try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.executeCounting(save) == 1 else { return false }
            _ = try await transaction.execute(entry)
            return true
        }
        guard isSaved else { throw BadRequest(.tooManyViews) }
    }

    /// - Returns: whether there was one.
    func remove(_ id: UUID, by principal: Principal) async throws -> Bool {
        let entry = principal.entry("view.removed", subject: ("saved_view", id.uuidString.lowercased()))
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.executeCounting(RemoveSavedView(id: id)) == 1 else { return false }
            _ = try await transaction.execute(entry)
            return true
        }
    }
}
