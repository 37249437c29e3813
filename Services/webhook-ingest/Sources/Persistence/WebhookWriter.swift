internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres
internal import ServiceLifecycle

/// One verified webhook on its way into the database.
struct Submission: Sendable {
    /// Nil when the message says nothing that `call_logs` keeps.
    var facts: CallFacts?
    var raw: RawEvent

    /// With less of what the database may have refused: first what is kept beside the columns, then everything.
    fileprivate var reduced: Submission {
        if var facts, facts.metadata != "{}" {
            facts.metadata = "{}"
            return Submission(facts: facts, raw: raw)
        }
        var raw = raw
        raw.disposition = "unreadable"
        return Submission(facts: nil, raw: raw)
    }
}

/// Commits webhooks: the raw event, what it changes in `call_logs`, and the events that follow, in one transaction that
/// concurrent webhooks share.
struct WebhookWriter: Service {
    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let commit: GroupCommit<Submission, String>

    init(pool: PostgresPool, relay: OutboxRelay, lanes: Int, maxBatch: Int, logger: Logger) {
        self.pool = pool
        self.relay = relay
        commit = GroupCommit(
            lanes: lanes, maxBatch: maxBatch, maxWeight: 8 << 20, maxWaiting: 4096, weight: { $0.raw.body.count }
        ) { submissions in
            try await Self.write(submissions, pool: pool, relay: relay, logger: logger)
        }
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await commit.run()
        } onGracefulShutdown: {
            commit.close()
        }
    }

    /// Returns the disposition when the webhook is committed.
    func submit(_ submission: Submission) async throws -> String { try await commit.submit(submission) }

    private static func write(
        _ submissions: [Submission], pool: PostgresPool, relay: OutboxRelay, logger: Logger
    ) async throws -> [String] {
        for attempt in 1... {
            do {
                let (batch, handover) = try await pool.transaction { transaction in
                    try await apply(submissions, in: transaction)
                }
                relay.publish(handover)
                return batch.dispositions
            } catch let error as PostgresError
                where error.isUnstorable && submissions.count == 1 && submissions[0].facts != nil
            {
                // The database refuses what the message says; what was sent is kept all the same.
                logger.error("the database refuses what a webhook says, keeping less of it", error: error)
                return try await write(submissions.map(\.reduced), pool: pool, relay: relay, logger: logger)
            } catch let error as PostgresError where error.isCallRace && attempt < 5 {
                // Another process inserted one of these calls between our look and our insert: look again.
                logger.debug("a call was inserted by another process, trying again")
            }
        }
        preconditionFailure("the loop ends by returning or throwing")
    }

    /// Two round trips: one locks and looks up, the other writes and commits.
    private static func apply(
        _ submissions: [Submission], in transaction: PostgresTransaction
    ) async throws -> (WebhookBatch, OutboxHandover) {
        let facts = submissions.compactMap(\.facts)
        let (known, matches) = try await transaction.pipeline(
            LockCalls(vapiCallIDs: Set(facts.map(\.vapiCallID)).sorted()), MatchCalls(calls: facts))
        var batch = WebhookBatch(known: known)
        var remaining = matches[...]
        for submission in submissions {
            let match = submission.facts == nil ? MatchCalls.Match() : remaining.removeFirst()
            try batch.apply(submission, match: match)
        }
        let append = AppendToOutbox(batch.events)
        let raw = InsertRawEvents(events: batch.rawEvents)
        let new = InsertCalls(calls: batch.inserted)
        // Most calls are seen for the first time when their report comes.
        guard !batch.updated.isEmpty else {
            let (_, _, rows) = try await transaction.pipelineAndCommit(raw, new, append)
            return (batch, append.handover(rows))
        }
        let (_, _, _, rows) = try await transaction.pipelineAndCommit(
            raw, new, UpdateCalls(calls: batch.updated), append)
        return (batch, append.handover(rows))
    }
}

extension PostgresError: BatchError {
    var concernsWholeBatch: Bool { isDependencyAway || code == .timeout || code == .cancelled }

    /// Whether a value was refused: class 22 (data exception) or 54 (program limit exceeded).
    fileprivate var isUnstorable: Bool {
        ["22", "54"].contains { sqlState?.rawValue.hasPrefix($0) ?? false }
    }

    fileprivate var isCallRace: Bool {
        sqlState == .uniqueViolation && constraint == "call_logs_vapi_call_id_key"
    }
}
