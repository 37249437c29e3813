internal import Calling
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// What people can do about planned calls. The gate has the last word about each, whoever asks.
struct CallingCommandHandlers: Sendable {
    /// Nobody plans that far ahead on purpose.
    private static let farthest: TimeInterval = 366 * 86_400

    let dialling: DialSettings

    var all: [CommandHandler] {
        [
            .on(PlaceCall.self) { try await place($0, in: $1) }, .on(CancelCall.self) { try await cancel($0, in: $1) },
            .on(RescheduleCall.self) { try await reschedule($0, in: $1) },
            .on(PauseCalls.self) { try await pause($0, in: $1) },
            .on(ConfigureCalling.self) { try await configure($0, in: $1) },
        ]
    }

    private func place(
        _ command: Command<PlaceCall>, in transaction: PostgresTransaction
    ) async throws -> (PlannedCall, [OutgoingEvent]) {
        let plan = PlanCall(
            id: .new(), leadID: command.data.leadID, agencyID: command.agencyID, kind: .byHand,
            traceparent: command.traceparent, bringsForward: true)
        guard var row = try await transaction.execute(plan).first else {
            throw CommandRefused("the agency has no such lead")
        }
        guard !row.isBeingDialled else { throw CommandRefused("they are being called right now") }
        // What can be told at once is told at once; the gate is asked again before anything is dialled.
        let (facts, accounts, used) = try await transaction.pipeline(
            LoadPlannedCall(retryID: row.id), ReadAccount(account: dialling.account),
            LinesInUse(account: dialling.account))
        if var question = facts.first?.question, let account = accounts.first {
            question.interruptedUntil = account.breaker.interruptedUntil(at: account.now)
            question.hasFreeLine = (used.first ?? 0) < dialling.lines
            switch DialGate.decide(question, at: account.now) {
            case .never(let reason): throw CommandRefused("they will not be called: \(reason)")
            case .wait(let until, let reason):
                // A line is free when it is free: the call keeps its place among those that wait for one.
                if reason != .noFreeLine { row.scheduledAt = until }
                row.reason = reason.rawValue
            case .dial: break
            }
        }
        return (row.reply, [try row.event(row.planned, trace: command.traceparent)])
    }

    private func cancel(
        _ command: Command<CancelCall>, in transaction: PostgresTransaction
    ) async throws -> (PlannedCall, [OutgoingEvent]) {
        let row = try await waiting(command.data.retryID, command.agencyID, in: transaction)
        let cancelled = try await transaction.execute(
            CancelPlanned(agencyID: command.agencyID, reason: "by_hand", retryID: row.id))
        guard let gone = cancelled.first else { throw CommandRefused("they are being called right now") }
        return (
            gone.reply,
            [
                try gone.event(
                    RetryCancelled(retryID: gone.id, leadID: gone.leadID, reason: "by_hand"), trace: command.traceparent
                )
            ]
        )
    }

    private func reschedule(
        _ command: Command<RescheduleCall>, in transaction: PostgresTransaction
    ) async throws -> (PlannedCall, [OutgoingEvent]) {
        let row = try await waiting(command.data.retryID, command.agencyID, in: transaction)
        guard command.data.at.timeIntervalSinceNow < Self.farthest else {
            throw CommandRefused("that is more than a year ahead")
        }
        guard
            let moved = try await transaction.execute(MovePlanned(retryID: row.id, at: command.data.at)).first
        else { throw CommandRefused("it is no longer planned") }
        let event = RetryRescheduled(
            retryID: moved.id, leadID: moved.leadID, scheduledAt: moved.scheduledAt.roundedToMilliseconds,
            reason: "by_hand")
        return (moved.reply, [try moved.event(event, trace: command.traceparent)])
    }

    private func pause(
        _ command: Command<PauseCalls>, in transaction: PostgresTransaction
    ) async throws -> (PauseCalls.Reply, [OutgoingEvent]) {
        let isPaused = command.data.isPaused
        guard let retryID = command.data.retryID else {
            _ = try await transaction.execute(
                HoldAgency(agencyID: command.agencyID, isPaused: isPaused, actor: command.actor))
            let event = try OutgoingEvent(
                from: RetryScheduler.name, about: command.agencyID, agencyID: command.agencyID,
                traceparent: command.traceparent, OutreachPaused(isPaused: isPaused))
            return (.init(isPaused: isPaused), [event])
        }
        let row = try await waiting(retryID, command.agencyID, in: transaction)
        _ = try await transaction.execute(HoldPlanned(retryID: row.id, isPaused: isPaused))
        let event = RetryPaused(retryID: row.id, leadID: row.leadID, isPaused: isPaused)
        return (.init(isPaused: isPaused), [try row.event(event, trace: command.traceparent)])
    }

    private func configure(
        _ command: Command<ConfigureCalling>, in transaction: PostgresTransaction
    ) async throws -> (ConfigureCalling.Reply, [OutgoingEvent]) {
        let rules: CallingRules
        do {
            rules = try CallingRules(json: command.data.rules.utf8)
        } catch {
            throw CommandRefused("the rules cannot work: \(error)")
        }
        let json = String(decoding: try rules.json, as: UTF8.self)
        let version = try await transaction.execute(
            SaveRules(agencyID: command.agencyID, rules: json, actor: command.actor)
        ).first
        return (.init(version: Int(version ?? 1)), [])
    }

    /// A planned call that can still be changed.
    private func waiting(
        _ id: RetryID, _ agencyID: AgencyID, in transaction: PostgresTransaction
    ) async throws -> RetryRow {
        guard let row = try await transaction.execute(LockPlanned(retryID: id, agencyID: agencyID)).first else {
            throw CommandRefused("the agency has no such planned call")
        }
        guard row.status == "pending" else { throw CommandRefused("it is \(row.status) already") }
        guard !row.isBeingDialled else { throw CommandRefused("they are being called right now") }
        return row
    }
}
