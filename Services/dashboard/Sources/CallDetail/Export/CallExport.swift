internal import Contracts
internal import Foundation
internal import Postgres

/// A file of calls that is prepared while nobody waits, and how far that has come.
struct CallExport: Sendable, Equatable {
    enum Failure: String, Sendable, CaseIterable {
        /// Whoever wished it has been turned off.
        case accountOff = "account_off"
        /// They may see other calls than when they wished it.
        case rightsChanged = "rights_changed"
        case unexpected
    }

    /// Rows below the head that a spreadsheet takes: 2²⁰ with it (Microsoft, "Excel specifications and limits").
    static let mostRows = 1_048_575
    /// That somebody may have, finished or not.
    static let mostKept = 5

    var id: UUID
    /// Of whoever wished it, at that time.
    var rights: String
    /// The filter as an address has it.
    var query: String
    var language: ConsoleLanguage
    var zone: TimeZone
    var state: JobState
    var failure: Failure?
    /// Calls that are to be in it; nil when that is not known.
    var total: Int?
    var done: Int
    var pieces: Int
    var bytes: Int
    /// The last call that is in a piece.
    var last: Cursor?
    var leaseToken: Int64
    var createdAt: Date
    var endedAt: Date?

    /// When it is deleted.
    var expiresAt: Date { (endedAt ?? createdAt).addingTimeInterval(86_400) }

    /// In the words and by the clock of whoever wished it, at that moment.
    var time: ViewerTime { ViewerTime(zone: zone, language: language, now: createdAt) }

    static func path(_ id: UUID) -> String { "/exports/\(id.uuidString.lowercased())" }

    /// Whether it was made with what somebody may see now: if not, they are not given it.
    func isAllowed(_ viewer: Viewer) -> Bool { rights == viewer.rights }

    /// The filter as it was when it was wished: a call that has come since is not meant.
    func calls(_ viewer: Viewer) throws -> ExportedCalls {
        let filter = try CallFilter(address: query)
        return ExportedCalls(filter: filter, conditions: CallConditions(filter, viewer: viewer, asOf: time))
    }
}

extension CallExport {
    static let columns = """
        e.id, e.rights, e.query, e.language, e.time_zone, e.state, e.failure, e.total_count::int8,
        ARRAY[e.done_count, e.piece_count, e.byte_count]::int8[], e.continues_after, e.lease_token, e.created_at, e.ended_at
        """
    /// Also before somebody has come by to delete it.
    static let isKept = "coalesce(e.ended_at, e.created_at) >= now() - interval '24 hours'"

    init(_ row: PostgresRow) throws(PostgresError) {
        let (
            id, rights, query, language, zone, state, failure, total, counts, last, leaseToken, createdAt, endedAt
        ) = try row.decode(
            (
                UUID, String, String, String, String, String, String?, Int?, [Int], String?, Int64, Date, Date?
            ).self)
        func count(_ index: Int) -> Int { counts.indices.contains(index) ? counts[index] : 0 }
        self.init(
            id: id, rights: rights, query: query, language: ConsoleLanguage(rawValue: language) ?? .english,
            zone: TimeZone(identifier: zone) ?? .gmt, state: JobState(rawValue: state) ?? .failed,
            failure: failure.map { Failure(rawValue: $0) ?? .unexpected }, total: total, done: count(0),
            pieces: count(1), bytes: count(2), last: last.flatMap { Cursor($0) }, leaseToken: leaseToken,
            createdAt: createdAt, endedAt: endedAt)
    }
}

extension Viewer {
    /// Whose calls somebody may see: `owner`, or the agent's id.
    var rights: String { isOwner ? "owner" : agentID?.description ?? "none" }
}
