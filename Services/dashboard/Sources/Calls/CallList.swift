internal import Foundation
internal import Postgres

/// Reads calls as a filter wants them: by words or without, in the order that it names.
struct CallList: Sendable {
    let filter: CallFilter
    var conditions: CallConditions

    /// - Parameters:
    ///   - limit: one more than are shown says whether there are more.
    ///   - known: the languages that calls are held in, where they have been read already.
    func page(
        after: Cursor?, limit: Int, languages known: [String]? = nil, in transaction: PostgresTransaction
    ) async throws -> [CallListRow] {
        if !filter.text.isEmpty {
            var languages = known ?? []
            if known == nil { languages = try await transaction.execute(ListCallLanguages()) }
            var calls = try await transaction.execute(
                SearchCalls(
                    conditions: conditions, after: after, text: filter.text, languages: languages, limit: limit))
            for index in calls.indices {
                calls[index].snippet = calls[index].snippet.map { SearchSnippet.marking(filter.text, in: $0) }
            }
            return calls
        }
        switch filter.sort {
        case .newest:
            return try await transaction.execute(ListNewestCalls(conditions: conditions, after: after, limit: limit))
        case .longest:
            return try await longest(after: after, limit: limit, in: transaction)
        }
    }

    /// Which calls have the words, newest first, and nothing else of them: for work on every one.
    func found(
        after: Cursor?, limit: Int, in transaction: PostgresTransaction
    ) async throws -> [(createdAt: Date, id: UUID)] {
        let languages = try await transaction.execute(ListCallLanguages())
        return try await transaction.execute(
            SearchMatchingCalls(
                conditions: conditions, after: after, text: filter.text, languages: languages, limit: limit))
    }

    /// Those without a duration follow, newest first.
    private func longest(
        after: Cursor?, limit: Int, in transaction: PostgresTransaction
    ) async throws -> [CallListRow] {
        let place = after.flatMap(Self.placeWithoutDuration)
        var calls: [CallListRow] = []
        if place == nil {
            calls = try await transaction.execute(
                ListLongestCalls(conditions: conditions, after: after, limit: limit))
        }
        guard calls.count < limit else { return calls }
        let rest = ListCallsWithoutDuration(conditions: conditions, after: place, limit: limit - calls.count)
        return calls + (try await transaction.execute(rest))
    }

    /// A call, if the viewer may see it and the filter has it.
    func row(_ id: UUID, in transaction: PostgresTransaction) async throws -> CallListRow? {
        try await transaction.execute(ListCall(id: id, conditions: conditions)).first
    }

    /// Where the list goes on after a call. What is searched comes newest first, whatever the filter says.
    static func cursor(_ call: CallListRow, _ filter: CallFilter) -> Cursor {
        switch filter.order {
        case .newest: Cursor(call.createdAt, call.id)
        case .longest:
            Cursor(
                // Below zero: the time of a call without a duration.
                key: call.durationSeconds.map { Int64($0) } ?? -Cursor(call.createdAt, call.id).key, id: call.id)
        }
    }

    private static func placeWithoutDuration(_ cursor: Cursor) -> Cursor? {
        cursor.key < 0 ? Cursor(key: -cursor.key, id: cursor.id) : nil
    }
}
