internal import Contracts
internal import Foundation
internal import LenientJSON
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceKit
internal import ServiceLifecycle
internal import Vapi

/// Asks the provider about calls that nothing was heard of: those whose asking was never answered, and those whose report
/// should have come.
///
/// A call that was asked for is never asked for again before it has been looked for. What the provider says about a call that
/// has ended goes to webhook-ingest, through the same door as its webhooks.
struct CallChecker: Service {
    /// When a call that was asked for and cannot be found is taken for one that does not exist. A request can be under way
    /// for its time-out, and the list may lag behind.
    static let lookingHorizon: TimeInterval = 90
    private static let leastLooks = 3
    /// When a call that was placed and never ended is given up. The longest call that Vapi allows takes 12 hours.
    private static let losingHorizon: TimeInterval = 13 * 3600
    /// How often the provider may say that it knows no such call before that is believed.
    private static let mostDenials = 3
    /// How often a report is asked for that never came; the claim's time lies between.
    private static let mostReportChecks = 20

    let pool: PostgresPool
    let relay: OutboxRelay
    let vapi: VapiClient
    let recorder: PlacementRecorder
    let commands: CommandClient
    let defaultAssistantID: String?
    let logger: Logger
    /// Called when a line has become free or a call is to be made again.
    let afterwards: @Sendable () -> Void

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                let pause = await step()
                if let pause { try await Task.sleep(for: pause, tolerance: .milliseconds(100)) }
                try Task.checkCancellation()
            }
        }
    }

    private func step() async -> Duration? {
        do {
            let attempts = try await pool.execute(ClaimChecks(limit: 64))
            let unanswered = attempts.filter { $0.vapiCallID == nil }
            await withDiscardingTaskGroup { group in
                for (search, attempts) in Dictionary(grouping: unanswered, by: search(for:)) {
                    group.addTask { await attempt(attempts) { try await look(for: attempts, search) } }
                }
                for placed in attempts {
                    guard let callID = placed.vapiCallID else { continue }
                    group.addTask { await attempt([placed]) { try await reconcile(placed, callID) } }
                }
            }
            guard attempts.isEmpty else { return nil }
            let next = try await pool.execute(NextCheck()).first ?? 1
            return .seconds(min(max(next, 0.1), 1))
        } catch {
            logger.warning("calls cannot be asked about right now", error: error)
            return .seconds(1)
        }
    }

    /// Should it fail, the claim runs out and it is tried again.
    private func attempt(_ attempts: [Attempt], _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            logger.warning(
                "calls could not be asked about", error: error,
                metadata: ["attempts": "\(attempts.map(\.id.description).joined(separator: " "))"])
            for attempt in attempts { await backOff(attempt) }
        }
    }

    /// Asked about less and less often; and in the end given up, or it would hold its line for ever.
    private func backOff(_ attempt: Attempt) async {
        do {
            guard Date().timeIntervalSince(attempt.requestedAt) > Self.losingHorizon else {
                return try await postpone(attempt, min(30 * Double(attempt.checks), 900))
            }
            try await lose(attempt, "nobody could be asked what became of it")
        } catch {
            // The claim runs out, and it is tried again.
            logger.warning("a call could not be postponed", error: error)
        }
    }

    // MARK: Asked for, and never answered

    /// Attempts that one listing answers for: listing calls is the expensive part.
    private struct Search: Hashable {
        var assistantID: String?
        /// The last look at an attempt; what it does not find does not exist.
        var isLast: Bool
        /// How far the provider's clock may be from ours, and a request may have been under way. Generous where it decides.
        var margin: TimeInterval { isLast ? 120 : 10 }
    }

    private func search(for attempt: Attempt) -> Search {
        let age = Date().timeIntervalSince(attempt.requestedAt)
        return Search(
            assistantID: attempt.assistantID ?? defaultAssistantID,
            isLast: age > Self.lookingHorizon && attempt.checks >= Self.leastLooks)
    }

    private func look(for attempts: [Attempt], _ search: Search) async throws {
        guard let assistant = search.assistantID else {
            for attempt in attempts { try await postpone(attempt, 60) }
            return
        }
        let result = try await find(attempts, assistant, margin: search.margin)
        for attempt in attempts {
            if let callID = result.found[attempt.id.description] {
                Counter(label: "thavon_dials_found_total").increment()
                try await recorder.write(.placed(callID: callID), of: attempt, isProbe: false)
            } else if search.isLast, result.isComplete {
                logger.notice(
                    "a call that was asked for does not exist, it is made again",
                    metadata: ["attempt": "\(attempt.id)"])
                try await recorder.writeNeverPlaced(attempt)
                afterwards()
            } else {
                try await postpone(attempt, min(5 * Double(attempt.checks), 30))
            }
        }
    }

    private func find(
        _ attempts: [Attempt], _ assistant: String, margin: TimeInterval
    ) async throws -> CallSearch {
        var search = CallSearch(
            for: Dictionary(attempts.map { ($0.id.description, $0.requestedAt) }, uniquingKeysWith: min),
            margin: margin, pageLimit: VapiClient.pageLimit)
        while let span = search.span {
            let calls = try await vapi.calls(assistantID: assistant, from: span.lowerBound, to: span.upperBound)
            search.read(calls.compactMap(CallSearch.Listed.init))
        }
        return search
    }

    // MARK: Placed, and no report

    private func reconcile(_ attempt: Attempt, _ callID: String) async throws {
        guard let call = try await vapi.call(callID) else {
            guard attempt.checks >= Self.mostDenials else { return try await postpone(attempt, 60) }
            if attempt.state == .ended { _ = try await pool.execute(ClearCheck(attempt: attempt)) }
            return try await lose(attempt, "the provider knows no such call any more")
        }
        guard call["status"]?.string == "ended" else {
            let age = Date().timeIntervalSince(attempt.requestedAt)
            if age > Self.losingHorizon { return try await lose(attempt, "the call does not end") }
            return try await postpone(attempt, min(60 * Double(attempt.checks), 600))
        }
        let command = Command(
            source: RetryScheduler.name, actor: "reconciler", deadline: Date().addingTimeInterval(20),
            agencyID: attempt.agencyID,
            data: IngestCall(call: String(decoding: call.rawBytes, as: UTF8.self)))
        let result = try await commands.send(command)
        logger.info(
            "a call whose report never came was asked for", metadata: ["call": "\(callID)", "result": "\(result)"])
        Counter(label: "thavon_calls_reconciled_total").increment()
        if attempt.state == .ended {
            // Only its report was missing.
            if case .done = result { _ = try await pool.execute(ClearCheck(attempt: attempt)) }
            if attempt.checks > Self.mostReportChecks { _ = try await pool.execute(ClearCheck(attempt: attempt)) }
            return
        }
        // What follows is an event like any other, which ends the attempt. Should it not: once more.
        try await postpone(attempt, min(30 * Double(attempt.checks), 600))
        if attempt.checks > 20 { try await lose(attempt, "the call has ended and could not be recorded") }
    }

    private func lose(_ attempt: Attempt, _ reason: String) async throws {
        logger.error("a call is lost", metadata: ["attempt": "\(attempt.id)", "reason": "\(reason)"])
        let handover: OutboxHandover = try await pool.transaction { transaction in
            guard try await !transaction.execute(NoteLost(attempt: attempt, reason: reason)).isEmpty else {
                return .nothing
            }
            return try await transaction.commit(publishing: [
                try attempt.event(
                    CallLost(
                        attemptID: attempt.id, leadID: attempt.leadID, vapiCallID: attempt.vapiCallID, reason: reason))
            ])
        }
        relay.publish(handover)
        afterwards()
    }

    private func postpone(_ attempt: Attempt, _ seconds: Double) async throws {
        _ = try await pool.execute(PostponeCheck(attempt: attempt, wait: seconds))
    }
}

extension CallSearch.Listed {
    /// Nil for what is no call.
    fileprivate init?(_ call: JSONNode) {
        guard let callID = call["id"]?.nonEmptyString else { return nil }
        self.init(
            callID: callID, attemptID: call["assistantOverrides"]?["metadata"]?["attempt_id"]?.string,
            createdAt: call["createdAt"]?.string.flatMap { Date(rfc3339: $0) })
    }
}
