internal import CSV
internal import Foundation
internal import Postgres

/// Puts the rows of a file away as they arrive, a piece at a time, so that a file of any length takes the same memory.
struct ImportUpload: Sendable {
    private static let mostRows = 1000
    private static let mostBytes = 1 << 20
    /// One more than are looked at, and the header.
    private static let mostOfFile = ImportPlanner.mostRows + 2

    let id: UUID
    let viewer: Viewer
    let database: ConsoleDatabase
    private var decoder = CSVDecoder()
    private var waiting: [ImportRow] = []
    private var waitingBytes = 0
    private(set) var rows = 0
    private var mapping: ColumnMapping?

    init(id: UUID, viewer: Viewer, database: ConsoleDatabase) {
        self.id = id
        self.viewer = viewer
        self.database = database
    }

    mutating func take(_ bytes: [UInt8]) async throws { try await take(decoder.feed(bytes)) }

    /// - Returns: whether there was anything in it.
    mutating func finish() async throws -> Bool {
        try await take(decoder.finish())
        try await putAway()
        guard rows > 0, let mapping else { return false }
        let end = try EndUpload(
            id: id, rows: rows, encoding: decoder.encoding?.rawValue,
            delimiter: decoder.delimiter.map { String(UnicodeScalar($0)) }, mapping: mapping)
        try await database.run(as: viewer) { _ = try await $0.execute(end) }
        return true
    }

    private mutating func take(_ read: [CSVRow]) async throws {
        for row in read where rows < Self.mostOfFile {
            rows += 1
            if mapping == nil, case .record(let record) = row { mapping = .guess(headers: record.fields) }
            let kept = ImportRow(row)
            waiting.append(kept)
            waitingBytes += kept.size
            if waiting.count >= Self.mostRows || waitingBytes >= Self.mostBytes { try await putAway() }
        }
    }

    private mutating func putAway() async throws {
        guard !waiting.isEmpty else { return }
        let add = try AddImportRows(importID: id, agencyID: viewer.agencyID, rows: waiting)
        let note = NoteImportRows(id: id, rows: rows)
        try await database.run(as: viewer) { _ = try await $0.pipeline(add, note) }
        waiting = []
        waitingBytes = 0
    }
}
