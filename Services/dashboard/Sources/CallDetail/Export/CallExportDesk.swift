internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Wishes files of calls that a ``CallExportWorker`` prepares, and hands them out.
struct CallExportDesk: Sendable {
    /// Somebody has as many as they may have.
    struct TooMany: Error {}

    let console: Console

    /// - Parameters:
    ///   - id: once is once, however often it is asked for.
    ///   - language: in which the columns are named.
    /// - Throws: ``TooMany``.
    func start(
        _ id: UUID, everyCallOf filter: CallFilter, in language: ConsoleLanguage, by principal: Principal
    ) async throws {
        let viewer = principal.viewer
        // What calls are sorted by may change while they are written; when they came does not.
        var filter = filter
        filter.sort = .newest
        let query = address("", filter.items)
        let time = ViewerTime(zone: viewer.timeZone, language: language, now: Date())
        let calls = ExportedCalls(
            filter: filter, conditions: CallConditions(filter, viewer: viewer, time: time))
        let add = AddCallExport(id: id, viewer: viewer, query: query, language: language)
        let entry = principal.entry(
            "calls.export_started", subject: Self.subject(id), detail: try AuditDetail(["filter": query]).jsonb)
        try await console.database.run(as: viewer) { transaction in
            // What cannot be looked for is refused now, rather than by the worker.
            _ = try await calls.count(upTo: 1, in: transaction)
            _ = try await transaction.execute(LockCallExports(accountID: viewer.accountID))
            if try await transaction.executeCounting(add) == 1 {
                _ = try await transaction.execute(entry)
            } else if try await transaction.execute(LoadCallExport(id: id)).isEmpty {
                throw TooMany()
            }
        }
    }

    /// - Throws: ``NotFound`` when it is not the viewer's, or deleted.
    func load(_ id: UUID, _ viewer: Viewer) async throws -> CallExport {
        let found = try await console.database.run(as: viewer) { try await $0.execute(LoadCallExport(id: id)).first }
        guard let found else { throw NotFound() }
        return found
    }

    /// Also takes a file back that is ready. What is over already stays as it is.
    ///
    /// - Throws: ``NotFound`` when it is not the viewer's, or deleted.
    func cancel(_ id: UUID, by principal: Principal) async throws {
        let entry = principal.entry("calls.export_cancelled", subject: Self.subject(id))
        try await console.database.run(as: principal.viewer) { transaction in
            guard try await !transaction.execute(LoadCallExport(id: id)).isEmpty else { throw NotFound() }
            guard try await transaction.executeCounting(CancelCallExport(id: id)) == 1 else { return }
            _ = try await transaction.execute(entry)
        }
    }

    static func subject(_ id: UUID) -> (kind: String, id: String) { ("export", id.uuidString.lowercased()) }
}
