internal import Calling
internal import Contracts
internal import Deadlines
internal import Foundation
internal import Logging
internal import Messaging
internal import Metrics
internal import Observability
internal import Postgres
internal import ServiceLifecycle
internal import Synchronization
internal import Telephony
internal import Vapi

/// How many calls may be under way at the provider, and who is asked.
struct DialSettings: Sendable {
    /// Names the account whose lines they are.
    var account = "vapi"
    /// Less what is kept free for those who call us.
    var lines: Int
    /// For agencies that have none of their own.
    var defaultAssistantID: String?
    var defaultPhoneNumberID: String?
    var callback: CallbackAddress?
    /// How long after it was placed a call is asked about, if nothing was heard.
    var reconcileAfter: Duration
}

/// Makes the calls that are due: asks the gate, writes the attempt down, and only then asks the provider.
///
/// Any number may run. In one transaction, under the account's lock, each takes what is due and not taken, as much as there
/// are free lines; what is decided about a call is decided with the clock of the database and what it knows at that moment.
final class Dialler: Service {
    /// How many requests this process has under way at the most. What it has taken, it can ask for at once.
    private static let mostAtOnce = 100
    /// Taking calls one by one would cost a transaction for each: so many answers are waited for first.
    private static let leastAtOnce = mostAtOnce / 4
    /// Longer than a request may take: after that, a process that has not written an outcome down is gone.
    private static let attemptPatience: Duration = .seconds(45)
    /// How old a decision may be when the call is asked for.
    private static let decisionPatience: Duration = .seconds(15)

    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let vapi: VapiClient
    private let languages: VoiceLanguages
    private let settings: DialSettings
    private let recorder: PlacementRecorder
    private let logger: Logger
    private let wakeUp = WakeUp()
    private let requestsUnderWay = Atomic(0)
    private let linesInUse = Gauge(label: "thavon_dial_lines_in_use")

    init(
        pool: PostgresPool, relay: OutboxRelay, vapi: VapiClient, languages: VoiceLanguages, settings: DialSettings,
        recorder: PlacementRecorder, logger: Logger
    ) {
        self.pool = pool
        self.relay = relay
        self.vapi = vapi
        self.languages = languages
        self.settings = settings
        self.recorder = recorder
        self.logger = logger
    }

    /// There may be something to do: a call was planned, or a line has become free.
    func wake() { wakeUp.wake() }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            await wakeUp.untilShutdown { await step(&group) }
        }
    }

    /// One round; returns how long to wait for the next, nil for not at all.
    private func step(_ group: inout DiscardingTaskGroup) async -> Duration? {
        let room = Self.mostAtOnce - requestsUnderWay.load(ordering: .relaxed)
        // The answers will wake us.
        guard room >= Self.leastAtOnce else { return .seconds(1) }
        do {
            let round = try await decide(atMost: room)
            requestsUnderWay.add(round.orders.count, ordering: .relaxed)
            for order in round.orders {
                group.addTask(name: "dial") {
                    await self.place(order, isProbe: round.areProbes)
                    let left = self.requestsUnderWay.subtract(1, ordering: .relaxed).newValue
                    if left == Self.mostAtOnce - Self.leastAtOnce { self.wake() }
                }
            }
            if round.handled > 0 { return nil }
            let next = try await pool.execute(NextDue()).first ?? 1
            // Overdue but not taken: there is no line, or another scheduler has it.
            return .seconds(next <= 0 ? 0.5 : min(next, 1))
        } catch {
            logger.warning("no calls can be made right now", error: error)
            return .seconds(1)
        }
    }

    private struct Round: Sendable {
        var orders: [Order] = []
        /// Whether the breaker lets them through to find out how things are.
        var areProbes = false
        var handled = 0
        var events: [OutgoingEvent] = []
    }

    private struct Order: Sendable {
        var attempt: Attempt
        var body: [UInt8]
        /// Goes on while the machine is suspended.
        var decidedAt = ContinuousClock.now
    }

    // MARK: Deciding

    private func decide(atMost room: Int) async throws -> Round {
        let (round, handover): (Round, OutboxHandover) = try await pool.transaction { [self] transaction in
            let (accounts, inUse) = try await transaction.pipeline(
                LockAccount(account: settings.account), LinesInUse(account: settings.account))
            guard var account = accounts.first, let used = inUse.first else { return (Round(), .nothing) }
            linesInUse.record(used)
            let before = account.breaker
            account.breaker.noteSuccesses(recorder.tally.take(), at: account.now)
            let free = settings.lines - Int(used)
            let limit = min(free, room, account.allowance ?? .max)
            // More than can be called: those that may not be called now must not keep the others waiting.
            let due = limit > 0 ? try await transaction.execute(LockDueCalls(limit: Self.mostAtOnce)) : []
            var verdicts = due.map { ($0, verdict(on: $0, at: account.now)) }
            var lines = limit
            verdicts.removeAll { _, verdict in
                guard case .dial = verdict else { return false }
                lines -= 1
                return lines < 0
            }
            let round = try await apply(verdicts, &account, in: transaction)
            if account.breaker != before {
                _ = try await transaction.execute(SaveBreaker(account: settings.account, breaker: account.breaker))
            }
            return (round, try await transaction.commit(publishing: round.events))
        }
        relay.publish(handover)
        return round
    }

    private enum Verdict: Sendable {
        case dial(Order)
        case wait(until: Date, reason: String, isPutOff: Bool)
        case never(reason: DialReason)
    }

    private func verdict(on call: PlannedCallFacts, at now: Date) -> Verdict {
        switch DialGate.decide(call.question, at: now) {
        case .dial:
            guard let order = order(for: call) else {
                return .wait(
                    until: now.addingTimeInterval(3600), reason: "the agency has no number or assistant to call with",
                    isPutOff: false)
            }
            return .dial(order)
        case .wait(let until, let reason):
            let isPutOff = reason == .outsideHours || reason == .calledToday
            return .wait(until: until, reason: reason.rawValue, isPutOff: isPutOff)
        case .never(let reason): return .never(reason: reason)
        }
    }

    private func order(for call: PlannedCallFacts) -> Order? {
        guard let number = call.question.number, let assistant = call.assistantID ?? settings.defaultAssistantID,
            let phoneNumber = call.phoneNumberID ?? settings.defaultPhoneNumberID
        else { return nil }
        let attempt = Attempt(
            id: .new(), retryID: call.retryID, agencyID: call.agencyID, leadID: call.leadID, phone: number.e164,
            traceparent: call.traceparent, kind: call.kind, retryCount: call.retryCount, failures: call.failures,
            assistantID: assistant)
        let order = CallOrder(
            attemptID: attempt.id, retryID: call.retryID, agencyID: call.agencyID, leadID: call.leadID,
            agencyName: call.agencyName, number: number.e164, leadName: call.leadName, language: call.language,
            agencyLanguage: call.agencyLanguage, assistantID: assistant, phoneNumberID: phoneNumber)
        guard let body = try? order.request(languages, callback: settings.callback).json else { return nil }
        return Order(attempt: attempt, body: body)
    }

    private func apply(
        _ verdicts: [(PlannedCallFacts, Verdict)], _ account: inout AccountRow, in transaction: PostgresTransaction
    ) async throws -> Round {
        var round = Round(handled: verdicts.count)
        var changes: [ApplyVerdicts.Verdict] = []
        for (call, verdict) in verdicts {
            count(verdict)
            switch verdict {
            case .dial(let order): round.orders.append(order)
            case .wait(let until, let reason, let isPutOff):
                changes.append(
                    .init(
                        retryID: call.retryID, isFinal: false, reason: reason, scheduledAt: isPutOff ? until : nil,
                        dueAt: until))
                if isPutOff || reason != call.reason { round.events.append(try call.rescheduled(until, reason)) }
            case .never(let reason):
                changes.append(
                    .init(
                        retryID: call.retryID, isFinal: true, reason: reason.rawValue, scheduledAt: nil,
                        dueAt: .distantFuture))
                round.events += try call.givenUp(reason)
            }
        }
        if !changes.isEmpty { _ = try await transaction.execute(ApplyVerdicts(verdicts: changes)) }
        if !round.orders.isEmpty {
            round.areProbes = account.breaker.state != .closed
            account.breaker.begin(at: account.now)
            _ = try await transaction.execute(
                BeginAttempts(
                    attempts: round.orders.map(\.attempt), account: settings.account, patience: Self.attemptPatience))
        }
        return round
    }

    private func count(_ verdict: Verdict) {
        let (decision, reason) =
            switch verdict {
            case .dial: ("dial", "")
            case .wait(_, let reason, _): ("wait", DialReason(rawValue: reason)?.rawValue ?? "not_configured")
            case .never(let reason): ("never", reason.rawValue)
            }
        Counter(label: "thavon_dial_decisions_total", dimensions: [("decision", decision), ("reason", reason)])
            .increment()
    }

    // MARK: Dialling

    private func place(_ order: Order, isProbe: Bool) async {
        // What was decided holds for a moment. A process that stood still must not call at another hour, nor after somebody else
        // has taken the attempt for one that was never asked for: that is found out, and then it is called.
        guard ContinuousClock.now - order.decidedAt < Self.decisionPatience else {
            return logger.warning("a call was not asked for in time", metadata: ["attempt": "\(order.attempt.id)"])
        }
        await withTrace(continuing: order.attempt.traceparent, eventID: order.attempt.id.description) {
            let start = ContinuousClock.now
            let placement = await vapi.place(order.body)
            Metrics.Timer(label: "thavon_provider_request_seconds", dimensions: [("provider", "vapi")])
                .record(duration: .now - start)
            await recorder.record(placement, of: order.attempt, isProbe: isProbe)
            // A line that was not taken is free again.
            if case .placed = placement { return }
            wake()
        }
    }
}

extension PlannedCallFacts {
    fileprivate func rescheduled(_ until: Date, _ reason: String) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: RetryScheduler.name, about: retryID, agencyID: agencyID, traceparent: traceparent,
            RetryRescheduled(
                retryID: retryID, leadID: leadID, scheduledAt: until.roundedToMilliseconds, reason: reason))
    }

    fileprivate func givenUp(_ reason: DialReason) throws -> [OutgoingEvent] {
        var events = [
            try OutgoingEvent(
                from: RetryScheduler.name, about: retryID, agencyID: agencyID, traceparent: traceparent,
                RetryCancelled(retryID: retryID, leadID: leadID, reason: reason.rawValue))
        ]
        if reason == .callsUsedUp {
            events.append(
                try OutgoingEvent(
                    from: RetryScheduler.name, about: leadID, agencyID: agencyID, traceparent: traceparent,
                    RetryExhausted(
                        leadID: leadID, callID: nil, attempts: question.callsBefore, outcome: nil,
                        reason: reason.rawValue)))
        }
        return events
    }
}
