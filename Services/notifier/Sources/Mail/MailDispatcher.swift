internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Observability
internal import Postgres
internal import ServiceLifecycle

/// Sends what is stored: claims it, hands it over to the provider, and writes down what became of it.
///
/// Any number may run. A request is claimed with a lease and a fencing token before it leaves, and a request whose outcome is
/// open is repeated under its own key with the same bytes, so a mail goes out once whatever crashes in between. Messages that
/// wait together travel together, which is how a thousand mails fit into a rate of a few requests a second.
final class MailDispatcher: Service {
    private static let parallelRequests = 4
    private static let idlePause: Duration = .seconds(1)

    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let resend: ResendClient
    private let account: String
    /// Seconds between two requests of the account.
    private let interval: Double
    private let logger: Logger
    private let wakeUp: WakeUp
    private let onSettled: @Sendable () -> Void
    private let isClosed = Gauge(label: "thavon_provider_closed", dimensions: [("provider", "resend")])

    /// - Parameters:
    ///   - wakeUp: rung when there may be something to send.
    ///   - onSettled: called when something was written down that others act on.
    init(
        pool: PostgresPool, relay: OutboxRelay, resend: ResendClient, account: String, requestsPerSecond: Double,
        wakeUp: WakeUp, logger: Logger, onSettled: @escaping @Sendable () -> Void
    ) {
        self.wakeUp = wakeUp
        self.onSettled = onSettled
        self.pool = pool
        self.relay = relay
        self.resend = resend
        self.account = account
        interval = 1 / requestsPerSecond
        self.logger = logger
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            var running = RunningRequests(limit: Self.parallelRequests)
            await wakeUp.untilShutdown { await step(&group, &running) }
        }
    }

    /// Starts one request, if one is due, and returns how long to wait before the next step; nil: not at all.
    private func step(_ group: inout DiscardingTaskGroup, _ running: inout RunningRequests) async -> Duration? {
        do {
            guard let due = try await pool.execute(NextDue()).first ?? nil else { return Self.idlePause }
            guard due <= 0 else { return min(.seconds(due), Self.idlePause) }
            await running.waitForRoom()
            guard let slot = try await takeSlot() else { return Self.idlePause }
            if let closed = slot.closedForSeconds { return pauseWhileClosed(closed, slot.closedReason) }
            isClosed.record(0)
            if slot.waitSeconds > 0 { try await Task.sleep(for: .seconds(slot.waitSeconds)) }
            guard let request = try await claim() else { return .milliseconds(50) }
            let room = running.room
            room.enter()
            group.addTask(name: "mail-request") {
                await self.perform(request)
                room.leave()
            }
            return nil
        } catch {
            logger.warning("nothing can be sent right now", error: error)
            return Self.idlePause
        }
    }

    private func takeSlot() async throws -> TakeRequestSlot.Row? {
        let take = TakeRequestSlot(account: account, interval: interval)
        return try await pool.transaction { transaction in
            try await transaction.pipelineAndCommit(CommitWithoutWaiting(), take).1.first
        }
    }

    private func pauseWhileClosed(_ seconds: Double, _ reason: String?) -> Duration {
        isClosed.record(1)
        logger.error(
            "the mail provider's account is closed, messages are kept",
            metadata: ["reason": "\(reason ?? "")", "seconds": "\(Int(seconds))"])
        return min(.seconds(seconds), .seconds(5))
    }

    /// An open request before a new one: its messages have waited longest.
    private func claim() async throws -> MailRequest? {
        if let open = try await claimOpenRequest() { return open }
        let alone = ClaimFresh(limit: 1, requestID: .timeOrdered(), alone: true)
        if let single = MailRequest(try await pool.execute(alone)) { return single }
        let batch = ClaimFresh(limit: Int32(ResendClient.batchLimit), requestID: .timeOrdered(), alone: false)
        return MailRequest(try await pool.execute(batch))
    }

    private func claimOpenRequest() async throws -> MailRequest? {
        let (request, lost): (MailRequest?, OutboxHandover) = try await pool.transaction { transaction in
            let (expired, claimed) = try await transaction.pipeline(ExpireRequests(), ClaimOpenRequest())
            let givenUp = expired.filter(\.isOpen)
            guard !givenUp.isEmpty else { return (MailRequest(claimed), .nothing) }
            logger.error(
                "mails given up, whether they were taken over is unknown", metadata: ["count": "\(givenUp.count)"])
            let append = AppendToOutbox(try givenUp.map { try $0.failed("whether it was sent is unknown") })
            return (MailRequest(claimed), append.handover(try await transaction.execute(append)))
        }
        relay.publish(lost)
        return request
    }

    private func perform(_ request: MailRequest) async {
        await withTrace(continuing: request.rows.first?.traceparent, eventID: request.key) {
            let start = ContinuousClock.now
            let outcome = await resend.send(request.rows.map(\.payload), key: request.key)
            Metrics.Timer(label: "thavon_provider_request_seconds", dimensions: [("provider", "resend")])
                .record(duration: .now - start)
            let settlement = Settlement(of: outcome, for: request, now: Date(), jitter: .random(in: 0...1))
            do {
                // The answer is known now: it is written down even when this service is being ended.
                try await shielded { try await self.settle(request, settlement) }
            } catch {
                // The lease runs out and the request is repeated under its key.
                logger.error("an outcome could not be written down", error: error)
            }
        }
    }

    private func settle(_ request: MailRequest, _ settlement: Settlement) async throws {
        let handover: OutboxHandover = try await pool.transaction { transaction in
            let settled = Set(try await transaction.execute(SettleRequest(request: request, settlement: settlement)))
            if let closing = settlement.closesAccount {
                _ = try await transaction.execute(
                    CloseAccount(account: account, until: closing.until, reason: closing.reason))
            }
            let events = try request.rows.enumerated().filter { settled.contains($1.id.rawValue) }
                .compactMap { index, row in try settlement.event(for: row, at: index) }
            return try await transaction.commit(publishing: events)
        }
        relay.publish(handover)
        count(request, settlement)
        onSettled()
    }

    private func count(_ request: MailRequest, _ settlement: Settlement) {
        Counter(label: "thavon_notifications_total", dimensions: [("status", settlement.status.rawValue)])
            .increment(by: request.rows.count)
        guard settlement.status != .sent else { return }
        logger.log(
            level: settlement.status == .failed || settlement.status == .unknown ? .error : .warning,
            "mails not taken over",
            metadata: [
                "count": "\(request.rows.count)", "status": "\(settlement.status.rawValue)",
                "reason": "\(settlement.reason ?? "")", "attempts": "\(request.attempts)",
            ])
    }
}

extension Settlement {
    fileprivate func event(for row: ClaimedNotification, at index: Int) throws -> OutgoingEvent? {
        switch status {
        case .sent:
            try NotificationEvents.sent(
                row.id, agencyID: row.agencyID, callID: row.callID, channel: .email,
                providerMessageID: providerIDs.indices.contains(index) ? providerIDs[index] : nil,
                traceparent: row.traceparent)
        case .failed, .unknown: try row.failed(reason ?? "unknown")
        case .standby, .pending, .sending, .parked, .notSent: nil
        }
    }
}

extension ClaimedNotification {
    fileprivate func failed(_ reason: String) throws -> OutgoingEvent {
        try NotificationEvents.failed(
            id, agencyID: agencyID, callID: callID, channel: .email, reason: reason, traceparent: traceparent)
    }
}
