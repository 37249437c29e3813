import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Dashboard

/// Files of calls, made by workers that stop, lose their claims and come again.
@Suite(.timeLimit(.minutes(15))) struct CallExportWorkerTests {
    @Test(arguments: ConsoleViewer.allCases, ["", "?status=answered", "?q=insurance", "?language=ja&min=5"])
    func whoeverTakesOverGoesOnWhereTheOtherStopped(_ who: ConsoleViewer, _ query: String) async throws {
        try await who.serve { database, owner in
            let exports = Exports(database, owner, who.viewer)
            let id = try await exports.add(query)
            let stopped = exports.worker(pieces: 1)
            let first = try await exports.claim(stopped)
            try await stopped.work(first)
            let begun = try await exports.load(id)
            if begun?.state == .running {
                // Another has it now, and the first one does not know.
                let other = exports.worker(pieces: 2)
                let second = try await exports.claim(other)
                #expect(second.job.token > first.job.token)
                await #expect(throws: JobClaimLost.self) { try await stopped.work(first) }
                try await other.work(second)
            }
            try await exports.finish()
            let done = try #require(try await exports.load(id))
            let file = try await exports.file(id)
            let direct = try await exports.direct(query)
            #expect(done.state == .done && done.done == direct.calls && done.total == direct.calls)
            #expect(file == direct.bytes && done.bytes == file.count)
            #expect(query != "" || who != .owner || done.pieces > 2)
        }
    }

    @Test func oneThatWasStoppedWithinAPieceHasLeftNothingOfIt() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let exports = Exports(database, owner, ConsoleViewer.owner.viewer)
            let id = try await exports.add("")
            let worker = exports.worker(pieces: 1)
            let first = try await exports.claim(worker)
            try await worker.work(first)
            let before = try #require(try await exports.load(id))
            // As if the database had gone while the piece was written.
            try await owner.simpleQuery(
                "ALTER TABLE call_export_pieces ADD CONSTRAINT broken CHECK (ordinal < 2) NOT VALID")
            let second = try await exports.claim(worker)
            await #expect(throws: PostgresError.self) { try await worker.work(second) }
            let after = try #require(try await exports.load(id))
            #expect(after.done == before.done && after.last == before.last && after.pieces == 1)
            try await owner.simpleQuery(
                """
                ALTER TABLE call_export_pieces DROP CONSTRAINT broken;
                UPDATE call_exports SET lease_until = '-infinity'
                """)
            try await exports.finish()
            let file = try await exports.file(id)
            let direct = try await exports.direct("")
            #expect(file == direct.bytes)
        }
    }

    /// Else it would be tried for a day, and nobody told.
    @Test func whatTakesTooLongIsGivenUp() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let exports = Exports(database, owner, ConsoleViewer.owner.viewer)
            let id = try await exports.add("")
            try await owner.simpleQuery(
                """
                CREATE FUNCTION take_too_long() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = '57014'; END $$;
                CREATE TRIGGER slow BEFORE INSERT ON call_export_pieces FOR EACH ROW EXECUTE FUNCTION take_too_long();
                """)
            let worker = exports.worker(pieces: 1)
            try await worker.work(try await exports.claim(worker))
            let export = try await exports.load(id)
            #expect(export?.state == .failed && export?.failure == .unexpected)
        }
    }

    @Test func callsThatComeLaterAreNotInIt() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let exports = Exports(database, owner, ConsoleViewer.owner.viewer)
            let direct = try await exports.direct("")
            let id = try await exports.add("")
            try await owner.simpleQuery(
                """
                INSERT INTO call_logs (id, agency_id, vapi_call_id, status, created_at)
                SELECT gen_random_uuid(), agency_id, 'later', 'completed', clock_timestamp() FROM call_exports
                """)
            try await exports.finish()
            let file = try await exports.file(id)
            #expect(file == direct.bytes)
        }
    }

    @Test func theLastRowOfASpreadsheetSaysThatThereWereMore() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let exports = Exports(database, owner, ConsoleViewer.owner.viewer)
            let id = try await exports.add("")
            var worker = exports.worker(pieces: 10)
            worker.mostRows = 400
            try await worker.work(try await exports.claim(worker))
            let export = try #require(try await exports.load(id))
            #expect(export.state == .done && export.done == 399 && export.total == 399)
            let lines = String(decoding: try await exports.file(id), as: UTF8.self).components(separatedBy: "\r\n")
            #expect(lines.dropLast().last?.contains("Only the first 399 calls are in this file") == true)
        }
    }

    @Test func whoeverWasTurnedOffOrMaySeeOtherCallsGetsNoFile() async throws {
        try await ConsoleViewer.agent.serve { database, owner in
            let viewer = ConsoleViewer.agent.viewer
            let exports = Exports(database, owner, viewer)
            let off = try await exports.add("")
            let worker = exports.worker(pieces: 1)
            try await worker.work(try await exports.claim(worker))
            try await owner.simpleQuery("UPDATE accounts SET active = false WHERE id = '\(viewer.accountID)'")
            try await exports.finish()
            let stopped = try await exports.load(off)
            #expect(stopped?.state == .failed && stopped?.failure == .accountOff && stopped?.done ?? 0 > 0)
            try await owner.simpleQuery("UPDATE accounts SET active = true WHERE id = '\(viewer.accountID)'")
            let changed = try await exports.add("")
            try await worker.work(try await exports.claim(worker))
            try await owner.simpleQuery(
                "UPDATE accounts SET role = 'owner', agent_id = NULL WHERE id = '\(viewer.accountID)'")
            try await exports.finish()
            let other = try await exports.load(changed)
            #expect(other?.state == .failed && other?.failure == .rightsChanged)
            // What nobody will have is cleared away at once.
            while try await database.pool.execute(ForgetCallExports()).first ?? 0 > 0 {}
            let rest = try await exports.file(off)
            #expect(rest.isEmpty)
        }
    }

    @Test func whatIsCancelledIsNotGoneOnWithAndWhatIsOldIsDeleted() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let viewer = ConsoleViewer.owner.viewer
            let exports = Exports(database, owner, viewer)
            let cancelled = try await exports.add("")
            let worker = exports.worker(pieces: 1)
            let claim = try await exports.claim(worker)
            try await worker.work(claim)
            let count = try await database.run(as: viewer) {
                try await $0.executeCounting(CancelCallExport(id: cancelled))
            }
            #expect(count == 1)
            await #expect(throws: JobClaimLost.self) { try await worker.work(claim) }
            let none = try await owner.execute(worker.claiming)
            #expect(none.isEmpty)
            let kept = try await exports.add("?status=answered")
            try await exports.finish()
            try await owner.simpleQuery(
                "UPDATE call_exports SET ended_at = now() - interval '23 hours' WHERE id = '\(kept)'")
            while try await database.pool.execute(ForgetCallExports()).first ?? 0 > 0 {}
            let (file, gone) = (try await exports.file(kept), try await exports.file(cancelled))
            #expect(!file.isEmpty && gone.isEmpty)
            try await owner.simpleQuery("UPDATE call_exports SET ended_at = now() - interval '25 hours'")
            let before = try await exports.load(kept)
            #expect(before == nil, "also before it is cleared away")
            while try await database.pool.execute(ForgetCallExports()).first ?? 0 > 0 {}
            let left = try await exports.file(kept)
            #expect(left.isEmpty)
        }
    }

    @Test func nobodyHasMoreThanFiveAndNobodySeesAnothers() async throws {
        try await ConsoleViewer.owner.serve { database, owner in
            let exports = Exports(database, owner, ConsoleViewer.owner.viewer)
            var ids: [UUID] = []
            for _ in 0..<CallExport.mostKept { ids.append(try await exports.add("")) }
            await #expect(throws: Exports.NotAdded.self) { _ = try await exports.add("") }
            _ = try await database.run(as: ConsoleViewer.owner.viewer) { [ids] in
                try await $0.executeCounting(CancelCallExport(id: ids[0]))
            }
            _ = try await exports.add("")
            for other in [ConsoleViewer.agent, .smallOwner] {
                let theirs = try await database.run(as: other.viewer) { [ids] in
                    try await $0.execute(LoadCallExport(id: ids[1]))
                }
                #expect(theirs.isEmpty)
            }
            // An owner does not see a colleague's either.
            var colleague = ConsoleViewer.owner.viewer
            colleague.accountID = UUID()
            let seen = try await database.run(as: colleague) { [ids] in
                try await $0.execute(LoadCallExport(id: ids[1]))
            }
            #expect(seen.isEmpty)
        }
    }
}

/// Somebody's exports, and how they are worked on.
private struct Exports {
    struct NotAdded: Error {}

    let database: ConsoleDatabase
    let owner: PostgresPool
    let viewer: Viewer

    init(_ database: ConsoleDatabase, _ owner: PostgresPool, _ viewer: Viewer) {
        (self.database, self.owner, self.viewer) = (database, owner, viewer)
    }

    func add(_ query: String) async throws -> UUID {
        let id = UUID()
        let add = AddCallExport(id: id, viewer: viewer, query: query, language: .english)
        let added = try await database.run(as: viewer) { try await $0.executeCounting(add) }
        guard added == 1 else { throw NotAdded() }
        return id
    }

    /// - Parameter pieces: after which it stops.
    func worker(pieces: Int) -> CallExportWorker {
        CallExportWorker(
            database: database, logger: Logger(label: "test"), pageSize: 150, piecesInARow: pieces)
    }

    /// As if the claim that somebody has had run out.
    func claim(_ worker: CallExportWorker) async throws -> CallExportClaim {
        try await owner.simpleQuery("UPDATE call_exports SET lease_until = '-infinity'")
        return try #require(try await database.pool.execute(worker.claiming).first)
    }

    /// Works on all that there is to do.
    func finish() async throws {
        let worker = worker(pieces: 10)
        while let claim = try await database.pool.execute(worker.claiming).first { try await worker.work(claim) }
    }

    func load(_ id: UUID) async throws -> CallExport? {
        try await database.run(as: viewer) { try await $0.execute(LoadCallExport(id: id)).first }
    }

    func file(_ id: UUID) async throws -> [UInt8] {
        var (bytes, ordinal): ([UInt8], Int) = ([], 0)
        while true {
            let read = ReadCallExportPiece(id: id, after: ordinal)
            guard let piece = try await database.run(as: viewer, { try await $0.execute(read).first }) else {
                return bytes
            }
            bytes += piece.body
            ordinal = piece.ordinal
        }
    }

    /// What is sent while somebody waits.
    func direct(_ query: String) async throws -> (bytes: [UInt8], calls: Int) {
        let filter = try CallFilter(Query(Self.items(query)))
        let time = ViewerTime(zone: viewer.timeZone, language: .english, now: Date())
        let calls = ExportedCalls(
            filter: filter, conditions: CallConditions(filter, viewer: viewer, time: time))
        let table = CallTable(words: Words(language: .english), time: time)
        var (bytes, count) = (table.beginning, 0)
        var page = try await database.run(as: viewer) { try await calls.page(after: nil, in: $0) }
        while true {
            table.append(page, to: &bytes)
            count += page.calls.count
            guard page.hasMore else { return (bytes, count) }
            page = try await database.run(as: viewer) { [page] in try await calls.page(after: page.last, in: $0) }
        }
    }

    private static func items(_ query: String) -> [(String, String)] {
        query.drop { $0 == "?" }.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1)
            return (String(parts[0]), String(parts[1]))
        }
    }
}
