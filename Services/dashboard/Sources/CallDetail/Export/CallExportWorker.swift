internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Writes files of calls, a page at a time. A page's rows and how far it has come are one transaction under the claim's number: no row
/// is twice in the file and none is missing, whoever takes over.
///
/// Each page is read with the rights that the account has by then.
struct CallExportWorker: JobWorker {
    static let kind = "export"
    static let pause = Duration.seconds(1)
    /// Seconds; far longer than a piece takes.
    private static let lease = 60.0

    let database: ConsoleDatabase
    let logger: Logger
    /// Calls of a piece.
    var pageSize = ExportedCalls.pageSize
    /// After which others have their turn.
    var piecesInARow = 10
    var mostRows = CallExport.mostRows

    var pool: PostgresPool { database.pool }
    var claiming: ClaimCallExport { ClaimCallExport(lease: Self.lease) }
    var forgetting: ForgetCallExports { ForgetCallExports() }

    func work(_ claim: CallExportClaim) async throws {
        var pieces = 0
        while pieces < piecesInARow, !Task.isShuttingDownGracefully {
            guard let viewer = try await viewer(claim) else {
                return try await note(FailCallExport(claim: claim.job, failure: .accountOff), claim)
            }
            do {
                guard try await addPiece(claim, as: viewer) else { return }
            } catch let error as PostgresError where error.isTooSlow {
                // It would take as long again; whoever wished it is told to ask for less.
                logger.error("a page of an export takes too long", error: error, metadata: ["export": "\(claim.id)"])
                return try await note(FailCallExport(claim: claim.job, failure: .unexpected), claim)
            }
            pieces += 1
        }
        try await note(ReleaseCallExport(claim: claim.job), claim)
    }

    func giveUp(_ claim: CallExportClaim) async {
        do {
            try await note(FailCallExport(claim: claim.job, failure: .unexpected), claim)
        } catch {
            logger.warning("an export cannot be given up right now", error: error)
        }
    }

    /// Nil: the account has been turned off.
    private func viewer(_ claim: CallExportClaim) async throws -> Viewer? {
        let wisher = try await database.run(for: claim.job.agencyID) {
            try await $0.execute(ReadWisher(id: claim.accountID)).first
        }
        return wisher?.viewer(claim.accountID, job: claim.id)
    }

    /// What somebody wished is theirs, whatever else they may by now: so this needs none of their rights.
    private func note(_ statement: some PostgresStatement, _ claim: CallExportClaim) async throws {
        try await pool.transaction { transaction in
            _ = try await transaction.execute(
                ActAs(agencyID: claim.job.agencyID, accountID: claim.accountID, role: .agent, agentID: nil))
            _ = try await transaction.executeCounting(statement)
        }
    }
}

extension PostgresError {
    /// Whether a limit on the time of a statement ended it, ours or the server's.
    fileprivate var isTooSlow: Bool { code == .timeout || (code == .server && sqlState == .queryCanceled) }
}

// MARK: A piece

extension CallExportWorker {
    /// - Returns: whether there is more to do.
    private func addPiece(_ claim: CallExportClaim, as viewer: Viewer) async throws -> Bool {
        let (rows, hasMore) = try await database.run(as: viewer) { transaction -> (Int, Bool) in
            let export = try await transaction.execute(LoadCallExport(id: claim.id)).first
            guard let export, export.leaseToken == claim.job.token, export.state.isUnderWay else {
                throw JobClaimLost()
            }
            guard export.isAllowed(viewer) else {
                _ = try await transaction.executeCounting(
                    FailCallExport(claim: claim.job, failure: .rightsChanged))
                return (0, false)
            }
            let calls = try export.calls(viewer)
            let total = export.pieces == 0 ? try await self.total(of: calls, in: transaction) : nil
            let page = try await calls.page(after: export.last, limit: pageSize, in: transaction)
            let piece = CallExportPiece(page, of: export, mostRows: mostRows)
            let advance = AdvanceCallExport(
                claim: claim.job, isDone: !piece.hasMore, calls: piece.calls, bytes: piece.body.count, last: page.last,
                total: total, lease: Self.lease)
            guard let ordinal = try await transaction.execute(advance).first else { throw JobClaimLost() }
            _ = try await transaction.execute(AddCallExportPiece(claim: claim, ordinal: ordinal, body: piece.body))
            return (piece.calls, piece.hasMore)
        }
        Counter(label: "thavon_calls_exported_total").increment(by: rows)
        return hasMore
    }

    /// Those in which words were said are not counted: that takes as long as finding them.
    private func total(of calls: ExportedCalls, in transaction: PostgresTransaction) async throws -> Int? {
        guard calls.filter.text.isEmpty else { return nil }
        let count = try await calls.count(upTo: mostRows + 1, in: transaction)
        return count > mostRows ? mostRows - 1 : count
    }
}

/// A page of calls as a part of a file. The last row that a spreadsheet takes says, where that is so, that there were more.
struct CallExportPiece: Sendable, Equatable {
    var body: [UInt8]
    var calls: Int
    var hasMore: Bool

    /// - Parameter export: how far it has come before.
    init(_ page: ExportedCalls.Page, of export: CallExport, mostRows: Int) {
        let table = CallTable(words: Words(language: export.language), time: export.time)
        body = export.pieces == 0 ? table.beginning : []
        let room = mostRows - export.done
        let isCut = page.calls.count > room || (page.calls.count == room && page.hasMore)
        calls = isCut ? max(0, room - 1) : page.calls.count
        table.append(page, upTo: calls, to: &body)
        if isCut { table.appendCut(mostRows - 1, to: &body) }
        hasMore = page.hasMore && !isCut
    }
}
