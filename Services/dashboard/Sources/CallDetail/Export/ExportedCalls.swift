internal import Foundation
internal import Postgres

/// The calls of a filter as a file has them, a page at a time. Each page can be read in a transaction of its own: whoever reads
/// slowly holds up nothing.
struct ExportedCalls: Sendable {
    static let pageSize = 1000

    let filter: CallFilter
    let conditions: CallConditions

    private var list: CallList { CallList(filter: filter, conditions: conditions) }

    struct Page: Sendable {
        var calls: [CallListRow]
        var details: [UUID: ReadExportDetails.Details]
        var hasMore: Bool
        /// After which call the next page begins; nil when there are none.
        var last: Cursor?
    }

    func page(after: Cursor?, limit: Int = pageSize, in transaction: PostgresTransaction) async throws -> Page {
        guard filter.text.isEmpty else { return try await foundPage(after: after, limit: limit, in: transaction) }
        let found = try await list.page(after: after, limit: limit + 1, in: transaction)
        let calls = Array(found.prefix(limit))
        return Page(
            calls: calls, details: try await details(of: calls, in: transaction), hasMore: found.count > limit,
            last: calls.last.map { CallList.cursor($0, filter) })
    }

    /// A list shows where words were said; a file does not, and finding the places takes longer than all the rest.
    private func foundPage(
        after: Cursor?, limit: Int, in transaction: PostgresTransaction
    ) async throws -> Page {
        let found = try await list.found(after: after, limit: limit + 1, in: transaction)
        let here = found.prefix(limit)
        let calls = try await transaction.execute(ListNamedCalls(ids: here.map(\.id)))
        // Where the file goes on is where the search does: a call may have been deleted since it was found.
        return Page(
            calls: calls, details: try await details(of: calls, in: transaction), hasMore: found.count > limit,
            last: here.last.map { Cursor($0.createdAt, $0.id) })
    }

    private func details(
        of calls: [CallListRow], in transaction: PostgresTransaction
    ) async throws -> [UUID: ReadExportDetails.Details] {
        let details = try await transaction.execute(ReadExportDetails(ids: calls.map(\.id)))
        return Dictionary(details.map { ($0.id, $0) }) { one, _ in one }
    }

    /// How many calls there are, up to a limit.
    func count(upTo limit: Int, in transaction: PostgresTransaction) async throws -> Int {
        guard filter.text.isEmpty else {
            return try await list.found(after: nil, limit: limit, in: transaction).count
        }
        return try await transaction.execute(CountMatchingCalls(conditions: conditions, limit: limit)).first ?? 0
    }
}
