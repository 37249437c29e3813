internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import Logging
internal import Messaging
internal import Metrics
internal import Observability
internal import Postgres
internal import ServiceLifecycle
internal import Twilio

/// Sends what is stored by WhatsApp and SMS: claims it, writes its request down, hands it over to Twilio, and writes down what
/// became of it.
///
/// Any number may run. Twilio has no idempotency: what was sent without an answer is never sent again before ``MessageChecks``
/// has looked it up there, or a callback has told of it. That holds for a process that dies while it sends as well: its claim
/// runs out, and counts as an attempt whose outcome is not known.
final class MessageDispatcher: Service {
    static let accountName = "twilio"
    private static let parallelRequests = 16
    private static let idlePause: Duration = .seconds(1)

    private let pool: PostgresPool
    private let relay: OutboxRelay
    private let twilio: TwilioClient
    private let composer: MessageComposer
    /// Seconds between two requests of the account.
    private let interval: Double
    private let checkAfter: Duration
    private let logger: Logger
    private let onSettled: @Sendable () -> Void
    private let wakeUp: WakeUp
    private let isClosed = Gauge(label: "thavon_provider_closed", dimensions: [("provider", "twilio")])

    /// - Parameters:
    ///   - wakeUp: rung when there may be something to send.
    ///   - onSettled: called when something was written down that others act on.
    init(
        pool: PostgresPool, relay: OutboxRelay, twilio: TwilioClient, account: MessageAccount,
        requestsPerSecond: Double,
        checkAfter: Duration, wakeUp: WakeUp, logger: Logger, onSettled: @escaping @Sendable () -> Void
    ) {
        self.pool = pool
        self.relay = relay
        self.twilio = twilio
        composer = MessageComposer(account: account)
        interval = 1 / requestsPerSecond
        self.checkAfter = checkAfter
        self.wakeUp = wakeUp
        self.logger = logger
        self.onSettled = onSettled
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
            guard let due = try await pool.execute(NextDueMessage()).first else { return Self.idlePause }
            guard due.seconds <= 0 else { return min(.seconds(due.seconds), Self.idlePause) }
            await running.waitForRoom()
            guard let slot = try await takeSlot() else { return Self.idlePause }
            if let closed = slot.closedForSeconds { return pauseWhileClosed(closed, slot.closedReason) }
            isClosed.record(0)
            if slot.waitSeconds > 0 { try await Task.sleep(for: .seconds(slot.waitSeconds)) }
            guard let (message, payload) = try await claim(due.channel) else { return nil }
            let room = running.room
            room.enter()
            group.addTask(name: "message") {
                await self.perform(message, payload)
                room.leave()
            }
            return nil
        } catch {
            logger.warning("no messages can be sent right now", error: error)
            return Self.idlePause
        }
    }

    private func takeSlot() async throws -> TakeRequestSlot.Row? {
        let take = TakeRequestSlot(account: Self.accountName, interval: interval)
        return try await pool.transaction { transaction in
            try await transaction.pipelineAndCommit(CommitWithoutWaiting(), take).1.first
        }
    }

    private func pauseWhileClosed(_ seconds: Double, _ reason: String?) -> Duration {
        isClosed.record(1)
        logger.error(
            "the account at Twilio is closed, messages are kept",
            metadata: ["reason": "\(reason ?? "")", "seconds": "\(Int(seconds))"])
        return min(.seconds(seconds), .seconds(5))
    }

    /// Nil when it was taken by somebody else, or is not to be sent after all.
    private func claim(_ channel: NotificationChannel) async throws -> (ClaimedMessage, [UInt8])? {
        let (claimed, handover): ((ClaimedMessage, [UInt8])?, OutboxHandover) =
            try await pool.transaction { [composer] transaction in
                guard let message = try await transaction.execute(TakeDueMessage(channel: channel)).first else {
                    return (nil, .nothing)
                }
                do {
                    let payload = try composer.payload(for: message)
                    _ = try await transaction.pipelineAndCommit(SendMessage(message: message, payload: payload))
                    return ((message, payload), .nothing)
                } catch let impossible as MessageComposer.Impossible {
                    _ = try await transaction.execute(RefuseMessage(message: message, reason: impossible.reason))
                    return (nil, try await transaction.commit(publishing: [try message.failed(impossible.reason)]))
                }
            }
        relay.publish(handover)
        if claimed == nil { onSettled() }
        return claimed
    }

    private func perform(_ message: ClaimedMessage, _ payload: [UInt8]) async {
        await withTrace(continuing: message.traceparent, eventID: message.id.description) {
            let start = ContinuousClock.now
            let outcome = await twilio.send(frozen: payload)
            Metrics.Timer(label: "thavon_provider_request_seconds", dimensions: [("provider", "twilio")])
                .record(duration: .now - start)
            let settlement = MessageSettlement(
                of: outcome, attempts: message.attempts + 1, isFreeText: message.isFreeText(payload), now: Date(),
                checkAfter: checkAfter, jitter: .random(in: 0...1))
            do {
                // The answer is known now: it is written down even when this service is being ended.
                try await shielded { try await self.settle(message, settlement) }
            } catch {
                // The lease runs out, and the message is looked up.
                logger.error("an outcome could not be written down", error: error)
            }
        }
    }

    private func settle(_ message: ClaimedMessage, _ settlement: MessageSettlement) async throws {
        let handover: OutboxHandover = try await pool.transaction { transaction in
            let settle = SettleMessage(message: message, settlement: settlement)
            guard let status = try await transaction.execute(settle).first else { return .nothing }
            if let closing = settlement.closing {
                let name =
                    closing.scope == .account ? Self.accountName : "\(Self.accountName)/\(message.channel.rawValue)"
                _ = try await transaction.execute(
                    CloseAccount(account: name, until: closing.until, reason: settlement.reason ?? ""))
            }
            if settlement.isWrittenAnew {
                _ = try await transaction.execute(CloseWindow(channel: message.channel, address: message.address))
            }
            var events: [OutgoingEvent] = []
            if let found = settlement.suppression {
                events += try await SuppressionDesk.suppress(message.suppression(found, settlement), in: transaction)
                    .events
            }
            switch status {
            case .sent: events.append(try message.sent(settlement.providerMessageID))
            case .failed: events.append(try message.failed(settlement.reason ?? "refused"))
            default: break
            }
            return try await transaction.commit(publishing: events)
        }
        relay.publish(handover)
        report(settlement)
        onSettled()
    }

    private func report(_ settlement: MessageSettlement) {
        Counter(label: "thavon_notifications_total", dimensions: [("status", settlement.status.rawValue)]).increment()
        guard settlement.status != .sent else { return }
        let isAlarm = settlement.status == .failed || settlement.closing != nil
        logger.log(
            level: isAlarm ? .error : .warning, "a message was not taken over",
            metadata: ["status": "\(settlement.status.rawValue)", "reason": "\(settlement.reason ?? "")"])
    }
}

extension ClaimedMessage {
    /// Whether this request is free text rather than a template.
    fileprivate func isFreeText(_ payload: [UInt8]) -> Bool {
        channel == .whatsapp && TwilioForm.fields(of: payload).contains { $0.0 == "Body" }
    }

    fileprivate func suppression(
        _ found: (cause: SuppressionCause, isEverywhere: Bool, days: Int32?), _ settlement: MessageSettlement
    ) -> Suppression {
        Suppression(
            agencyID: found.isEverywhere ? nil : agencyID, channel: channel, address: address, cause: found.cause,
            detail: settlement.reason, notificationID: id, days: found.days)
    }

    func sent(_ providerMessageID: String?) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationSent(
                notificationID: id, callID: callID, channel: channel, providerMessageID: providerMessageID))
    }

    func failed(_ reason: String) throws -> OutgoingEvent {
        try OutgoingEvent(
            from: Notifier.name, about: id, agencyID: agencyID, traceparent: traceparent,
            NotificationFailed(notificationID: id, callID: callID, channel: channel, reason: reason))
    }
}
