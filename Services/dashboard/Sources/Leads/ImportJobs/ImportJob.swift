internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import RulesJSON

/// A file of leads, and how far it has come.
struct ImportJob: Sendable {
    enum State: String, Sendable {
        /// Rows still arrive.
        case uploading
        /// Its columns are to be named.
        case uploaded
        case checking
        /// Somebody has to say yes.
        case checked
        case running
        case done, cancelled, failed

        var isUnderWay: Bool { self == .checking || self == .running }
        var isOver: Bool { self == .done || self == .cancelled || self == .failed }
    }

    /// What becomes of those that are leads already.
    enum Known: String, Sendable {
        case skip, update
    }

    var id: UUID
    var fileName: String
    var state: State
    /// `upload_broken`, `nothing_in_it`, `too_many_rows`, or `unexpected`.
    var failure: String?
    var encoding: String?
    var delimiter: String?
    private let mappingJSON: JSONB?
    var defaults: ImportDefaults
    /// What everybody in the file is said to have agreed to, where the file itself does not tell.
    var consent: ConsentKind?
    var consentStatement: String?
    var source: String
    var known: Known
    var wantsCalls: Bool
    var rows: Int
    var checked: Int
    var good: Int
    /// Of the good: how many are leads already.
    var alreadyKnown: Int
    var refused: Int
    var duplicates: Int
    /// Of the good: how many have values that are left out.
    var incomplete: Int
    var created: Int
    var updated: Int
    var skipped: Int
    /// The last line that has been dealt with in this state.
    var position: Int
    var leaseToken: Int64
    var createdAt: Date
    var startedAt: Date?
    var endedAt: Date?
    var accountName: String?

    /// Which column is what; nil before anybody has looked at the file.
    ///
    /// - Throws: ``UnreadableSetting`` when what is stored of it does not read.
    var mapping: ColumnMapping? {
        get throws(UnreadableSetting) {
            guard let mappingJSON else { return nil }
            do {
                return try UnusableRules.reading(ColumnMapping.self, mappingJSON.bytes)
            } catch {
                throw UnreadableSetting(name: "columns of import \(id.uuidString.lowercased())", reason: error)
            }
        }
    }

    var dealtWith: Int { created + updated + skipped }

    static let columns = """
        i.id, i.file_name, i.state, i.failure, i.encoding, i.delimiter, i.mapping, i.country, i.language, i.consent_kind,
        i.consent_statement, i.source, i.known, i.calls,
        ARRAY[i.row_count, i.checked_count, i.good_count, i.known_count, i.refused_count, i.duplicate_count,
            i.incomplete_count, i.created_count, i.updated_count, i.skipped_count, i.position]::int8[],
        i.lease_token, i.created_at, i.started_at, i.ended_at, (SELECT a.name FROM accounts a WHERE a.id = i.account_id)
        """

    init(_ row: PostgresRow) throws(PostgresError) {
        let (stateWord, country, language, consentKind, knownWord, counts):
            (String, String, String?, String?, String, [Int])
        (
            id, fileName, stateWord, failure, encoding, delimiter, mappingJSON, country, language, consentKind,
            consentStatement, source, knownWord, wantsCalls, counts, leaseToken, createdAt, startedAt, endedAt,
            accountName
        ) = try row.decode(
            (
                UUID, String, String, String?, String?, String?, JSONB?, String, String?, String?, String?, String,
                String, Bool, [Int], Int64, Date, Date?, Date?, String?
            ).self)
        state = State(rawValue: stateWord) ?? .failed
        defaults = ImportDefaults(country: country, language: language)
        consent = consentKind.flatMap { ConsentKind(rawValue: $0) }
        known = Known(rawValue: knownWord) ?? .skip
        func count(_ index: Int) -> Int { counts.indices.contains(index) ? counts[index] : 0 }
        (rows, checked, good, alreadyKnown) = (count(0), count(1), count(2), count(3))
        (refused, duplicates, incomplete) = (count(4), count(5), count(6))
        (created, updated, skipped, position) = (count(7), count(8), count(9), count(10))
    }
}
