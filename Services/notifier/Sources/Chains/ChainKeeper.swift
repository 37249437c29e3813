internal import Contracts
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Notices
internal import Postgres
internal import ServiceLifecycle

/// Lets the next channel take over when one has not reached somebody: by what is known of each, and after a bounded wait.
///
/// What is due is claimed with its lock, so that any number may run.
struct ChainKeeper: Service {
    private static let atOnce: Int32 = 100

    let pool: PostgresPool
    let relay: OutboxRelay
    let patience: Duration
    let logger: Logger
    let wakeUp: WakeUp
    /// Called when a channel's turn has come.
    let onTurn: @Sendable () -> Void

    func run() async throws { await wakeUp.untilShutdown { await step() } }

    private func step() async -> Duration? {
        do {
            let due = Set(try await pool.execute(FindDueChains(limit: Self.atOnce)))
            guard !due.isEmpty else { return try await pause() }
            let (steps, handover): ([ChainStep], OutboxHandover) = try await pool.transaction { transaction in
                let locked = try await transaction.execute(LockChains(ids: Array(due)))
                let steps = try await decide(locked, in: transaction)
                return (steps, try await transaction.commit(publishing: try steps.flatMap { try $0.events }))
            }
            relay.publish(handover)
            report(steps)
            if !steps.isEmpty { onTurn() }
            // Others are at it.
            return steps.isEmpty ? .milliseconds(200) : nil
        } catch {
            logger.warning("no other channel can take over right now", error: error)
            return .seconds(1)
        }
    }

    private func pause() async throws -> Duration {
        let next = try await pool.execute(NextDueChain()).first ?? nil
        return .seconds(min(max(next ?? 5, 0.05), 5))
    }

    private func decide(_ ids: [UUID], in transaction: PostgresTransaction) async throws -> [ChainStep] {
        guard !ids.isEmpty else { return [] }
        let links = try await transaction.execute(LoadChains(ids: ids))
        let now = Date()
        let steps = Dictionary(grouping: links, by: \.chainID).values.map {
            ChainStep($0, patience: patience, now: now)
        }
        for change in steps.flatMap(\.changes) {
            let notBefore = try await notBefore(change, now, in: transaction)
            _ = try await transaction.execute(ChangeLink(change: change, notBefore: notBefore))
        }
        return steps
    }

    /// One channel that takes over from another keeps to the hours of whoever is told.
    private func notBefore(
        _ change: ChainStep.Change, _ now: Date, in transaction: PostgresTransaction
    ) async throws -> Date? {
        guard case .begin(let link, _) = change, !link.isUrgent else { return nil }
        let agent = link.recipient.kind == .agent ? AgentID(rawValue: link.recipient.id) : nil
        let lead = link.recipient.kind == .lead ? LeadID(rawValue: link.recipient.id) : nil
        let people = try await transaction.execute(
            LoadAudience(agencyID: link.agencyID, agentID: agent, leadID: lead))
        guard let person = people.first(where: { $0.person.id == link.recipient.id })?.person else { return nil }
        return person.preferences.opening(now: now, zone: person.timeZone)
    }

    private func report(_ steps: [ChainStep]) {
        for step in steps {
            guard let failure = step.failure, let link = step.changes.first?.link else { continue }
            Counter(label: "thavon_chains_exhausted_total").increment()
            logger.error(
                "nobody was reached by any channel",
                metadata: ["chain": "\(link.chainID)", "kind": "\(link.kind)", "reason": "\(failure)"])
        }
    }
}

extension ChainStep {
    /// Of those that were given up; what was not needed is nobody's failure.
    fileprivate var events: [OutgoingEvent] {
        get throws {
            try changes.compactMap { change in
                guard case .withdraw(let link, let reason) = change, link.turnBeganAt != nil || failure != nil else {
                    return nil
                }
                return try NotificationEvents.failed(
                    NotificationID(rawValue: link.id), agencyID: link.agencyID, callID: link.callID,
                    channel: link.channel, reason: reason)
            }
        }
    }
}
