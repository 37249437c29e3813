internal import Contracts
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// Gives many calls away, piece by piece; the claim is renewed with each.
///
/// Which calls it is about is written down first. A piece is noted once its command has been answered; whoever takes over in between
/// sends the same command for the same calls again, which is answered with what it was answered before.
struct ReassignmentWorker: JobWorker {
    /// Seconds; far longer than a piece takes, and the wait for another service.
    static let lease = 60.0
    /// After which others have their turn.
    private static let piecesInARow = 10
    /// Calls that are looked for at once.
    private static let page = 2000
    static let kind = "reassignment"
    static let pause = Duration.seconds(1)
    /// Seconds until a service that has not answered is asked again.
    private static let patience = 5.0

    let console: Console
    private var database: ConsoleDatabase { console.database }
    var logger: Logger { console.logger }

    init(console: Console) { self.console = console }

    /// The service that gives calls does not, for now.
    private struct Held: Error {
        var hold: Reassignment.Hold
    }

    /// It cannot be done at all.
    private struct Impossible: Error {
        var failure: Reassignment.Failure
    }

    var pool: PostgresPool { database.pool }
    var claiming: ClaimReassignment { ClaimReassignment(lease: Self.lease) }
    var forgetting: ForgetReassignments { ForgetReassignments() }

    func work(_ claim: JobClaim) async throws {
        do {
            try await giveAway(claim)
        } catch let held as Held {
            await change(claim, HoldReassignment(claim: claim, hold: held.hold, pause: Self.patience))
        } catch let impossible as Impossible {
            await change(claim, EndReassignment(claim: claim, failure: impossible.failure))
        }
    }

    func giveUp(_ claim: JobClaim) async {
        await change(claim, EndReassignment(claim: claim, failure: .unexpected))
    }

    private func change(_ claim: JobClaim, _ statement: some PostgresStatement) async {
        do {
            try await database.run(for: claim.agencyID) { _ = try await $0.executeCounting(statement) }
        } catch {
            // The claim runs out, and somebody tries again.
            logger.warning("a reassignment's state cannot be noted right now", error: error)
        }
    }

    private func giveAway(_ claim: JobClaim) async throws {
        let job = try await database.run(for: claim.agencyID) {
            try await $0.execute(LoadReassignment(id: claim.id)).first
        }
        guard let job, job.leaseToken == claim.token, job.state.isUnderWay else { throw JobClaimLost() }
        let wisher = try await database.run(for: claim.agencyID) {
            try await $0.execute(ReadWisher(id: job.accountID)).first
        }
        guard let viewer = wisher?.viewer(job.accountID, job: job.id), viewer.isOwner else {
            throw Impossible(failure: .notAllowed)
        }
        let principal = Principal(viewer: viewer, address: job.address)
        var isCollected = job.isCollected
        if !isCollected { isCollected = try await collect(job, viewer, claim) }
        var pieces = 0
        while isCollected, pieces < Self.piecesInARow, !Task.isShuttingDownGracefully {
            guard let piece = try await nextPiece(claim) else {
                return await change(claim, EndReassignment(claim: claim))
            }
            try await give(piece, by: principal, claim)
            pieces += 1
        }
        await change(claim, ReleaseReassignment(claim: claim))
    }
}

// MARK: Which calls

extension ReassignmentWorker {
    /// Writes down which calls the filter has; where it was left, it goes on.
    ///
    /// - Returns: false when it stopped because the service does.
    private func collect(_ job: Reassignment, _ viewer: Viewer, _ claim: JobClaim) async throws -> Bool {
        guard let agentID = job.agentID, let query = job.query else { throw Impossible(failure: .unexpected) }
        let filter = try CallFilter(address: query)
        let conditions = job.conditions(filter, viewer)
        var (after, count) = (job.collectedTo, job.calls)
        while !Task.isShuttingDownGracefully {
            let part = try await database.run(for: claim.agencyID) { [after, count] transaction in
                let found = try await calls(filter, conditions, after: after, in: transaction)
                _ = try await transaction.execute(
                    AddReassignmentCalls(
                        id: job.id, agencyID: claim.agencyID, after: count,
                        calls: found.map { (id: CallID(rawValue: $0.id), agentID: agentID) }))
                let to = found.last.map { Cursor($0.createdAt, $0.id) }
                let advance = AdvanceCollection(
                    claim: claim, calls: found.count, to: to, isCollected: found.count < Self.page, lease: Self.lease)
                guard try await transaction.executeCounting(advance) == 1 else { throw JobClaimLost() }
                return (to: to, count: found.count)
            }
            guard part.count == Self.page else { return true }
            (after, count) = (part.to, count + part.count)
        }
        return false
    }

    private func calls(
        _ filter: CallFilter, _ conditions: CallConditions, after: Cursor?, in transaction: PostgresTransaction
    ) async throws -> [(createdAt: Date, id: UUID)] {
        guard !filter.text.isEmpty else {
            return try await transaction.execute(
                ListMatchingCalls(conditions: conditions, after: after, limit: Self.page))
        }
        return try await CallList(filter: filter, conditions: conditions).found(
            after: after, limit: Self.page, in: transaction)
    }
}

extension Reassignment {
    /// The filter as it was when it was wished, by the wisher's clock: a call that has come since is not meant.
    func conditions(_ filter: CallFilter, _ viewer: Viewer) -> CallConditions {
        let time = ViewerTime(zone: viewer.timeZone, language: .english, now: createdAt)
        return CallConditions(filter, viewer: viewer, asOf: time)
    }
}

// MARK: Giving them

extension ReassignmentWorker {
    /// Leaves out calls that a command would be refused for. That is never undone, so that the piece is the same whoever looks for it.
    private func nextPiece(_ claim: JobClaim) async throws -> ReassignmentPiece? {
        while true {
            let next = try await database.run(for: claim.agencyID) { transaction in
                let next = try await transaction.execute(ListNextCalls(id: claim.id, limit: ReassignmentPiece.most))
                let undecided = next.filter { !$0.isDecided }.map(\.call.position)
                _ = try await transaction.execute(
                    KeepReassigned(id: claim.id, positions: undecided, refusal: .notOver))
                let advance = AdvanceReassignment(
                    claim: claim, done: undecided.count, refused: undecided.count, lease: Self.lease)
                guard let state = try await transaction.execute(advance).first, state.isUnderWay else {
                    throw JobClaimLost()
                }
                return next
            }
            if let piece = ReassignmentPiece(next) { return piece }
            if next.isEmpty { return nil }
        }
    }

    private func give(_ piece: ReassignmentPiece, by principal: Principal, _ claim: JobClaim) async throws {
        let outcome = try await CallDesk(console: console).reassign(
            piece.callIDs, to: piece.agentID, by: principal, of: claim.id, piece.command(of: claim.id))
        switch outcome {
        case .done(let reply):
            try await keep(
                KeepReassigned(id: claim.id, positions: piece.positions, moved: reply.callIDs), claim)
        case .notDone(.refused(let reason)):
            let isActive = try await database.run(for: claim.agencyID) {
                try await $0.execute(FindAgentActive(id: piece.agentID)).first
            }
            guard isActive == true else { throw Impossible(failure: .agentGone) }
            let halves = piece.halves
            for half in halves { try await give(half, by: principal, claim) }
            guard halves.isEmpty else { return }
            try await keep(
                KeepReassigned(
                    id: claim.id, positions: piece.positions, refusal: ReassignmentRefusal(said: reason)), claim)
        case .notDone(.failed): throw Held(hold: .failed)
        case .notDone(.unknown): throw Held(hold: .unanswered)
        }
    }

    private func keep(_ result: KeepReassigned, _ claim: JobClaim) async throws {
        let (calls, moved) = (result.positions.count, result.moved.count)
        let advance = AdvanceReassignment(
            claim: claim, done: calls, moved: moved, refused: result.refusal == nil ? 0 : calls, lease: Self.lease)
        let state = try await database.run(for: claim.agencyID) { transaction in
            _ = try await transaction.execute(result)
            guard let state = try await transaction.execute(advance).first else { throw JobClaimLost() }
            return state
        }
        Counter(label: "thavon_calls_reassigned_total").increment(by: moved)
        guard state.isUnderWay else { throw JobClaimLost() }
    }
}
