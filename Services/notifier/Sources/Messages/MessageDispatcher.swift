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
    private let suppressions: SuppressionDesk
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
        checkAfter: Duration, suppressions: SuppressionDesk, wakeUp: WakeUp, logger: Logger,
        onSettled: @escaping @Sendable () -> Void
    ) {
        self.pool = pool
        self.relay = relay
        self.twilio = twilio
        composer = MessageComposer(account: account)
        interval = 1 / requestsPerSecond
        self.checkAfter = checkAfter
        self.suppressions = suppressions
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
            guard let leaving = try await claim(due.channel) else { return nil }
            isClosed.record(0)
            let room = running.room
            room.enter()
            group.addTask(name: "message") {
                await self.perform(leaving)
                room.leave()
            }
            return nil
        } catch let closed as Closed {
            return pauseWhileClosed(closed)
        } catch {
            logger.warning("no messages can be sent right now", error: error)
            return Self.idlePause
        }
    }

    private struct Closed: Error {
        var seconds: Double
        var reason: String?
    }

    private func pauseWhileClosed(_ closed: Closed) -> Duration {
        isClosed.record(1)
        logger.error(
            "the account at Twilio is closed, messages are kept",
            metadata: ["reason": "\(closed.reason ?? "")", "seconds": "\(Int(closed.seconds))"])
        return min(.seconds(closed.seconds), .seconds(5))
    }

    /// A message that is about to leave.
    private struct Leaving: Sendable {
        var message: ClaimedMessage
        var payload: [UInt8]
        /// Until its place in the account's rate.
        var waitSeconds: Double
    }

    /// Claims a message and its place in the account's rate, which those that cannot be sent do not take up.
    ///
    /// - Returns: nil when it was taken by somebody else, or is not to be sent after all.
    /// - Throws: ``Closed``.
    private func claim(_ channel: NotificationChannel) async throws -> Leaving? {
        let (leaving, handover): (Leaving?, OutboxHandover) = try await pool.transaction {
            [composer, interval] transaction in
            guard let message = try await transaction.execute(TakeDueMessage(channel: channel)).first else {
                return (nil, .nothing)
            }
            let payload: [UInt8]
            do {
                payload = try composer.payload(for: message, now: Date())
            } catch let impossible as MessageComposer.Impossible {
                let reason = impossible.reason
                _ = try await transaction.execute(RefuseMessage(message: message, reason: reason))
                return (nil, try await transaction.commit(publishing: [try message.failed(reason)]))
            }
            let take = TakeRequestSlot(account: Self.accountName, interval: interval)
            let slot = try await transaction.execute(take).first
            if let seconds = slot?.closedForSeconds { throw Closed(seconds: seconds, reason: slot?.closedReason) }
            let leaving = Leaving(message: message, payload: payload, waitSeconds: slot?.waitSeconds ?? 0)
            _ = try await transaction.pipelineAndCommit(
                SendMessage(message: message, payload: payload, waitSeconds: leaving.waitSeconds))
            return (leaving, .nothing)
        }
        relay.publish(handover)
        if leaving == nil { onSettled() }
        return leaving
    }

    private func perform(_ leaving: Leaving) async {
        let message = leaving.message
        await withTrace(continuing: message.traceparent, eventID: message.id.description) {
            // Claimed already: it leaves even when this service is being ended.
            try? await shielded { try await Task.sleep(for: .seconds(leaving.waitSeconds)) }
            let start = ContinuousClock.now
            let outcome = await twilio.send(frozen: leaving.payload)
            Metrics.Timer(label: "thavon_provider_request_seconds", dimensions: [("provider", "twilio")])
                .record(duration: .now - start)
            let settlement = MessageSettlement(
                of: outcome, attempts: message.attempts + 1, isFreeText: message.isFreeText(leaving.payload),
                now: Date(),
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
        let handover: OutboxHandover = try await pool.transaction { [suppressions] transaction in
            if let closing = settlement.closing {
                let name =
                    closing.scope == .account ? Self.accountName : "\(Self.accountName)/\(message.channel.rawValue)"
                _ = try await transaction.execute(
                    CloseAccount(account: name, until: closing.until, reason: settlement.reason ?? ""))
            }
            let settle = SettleMessage(message: message, settlement: settlement)
            guard let settled = try await transaction.execute(settle).first else { return .nothing }
            if settlement.isWrittenAnew {
                _ = try await transaction.execute(CloseWindow(channel: message.channel, address: message.address))
            }
            var events: [OutgoingEvent] = []
            switch settled.status {
            case .sent: events = [try message.sent(settled.providerMessageID)]
            case .failed:
                events = [try message.failed(settlement.reason ?? "refused")]
                if let finding = NumberFinding(errorCode: settlement.errorCode) {
                    events += try await suppressions.note(finding, message.undeliverable(settlement), in: transaction)
                }
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

    fileprivate func undeliverable(_ settlement: MessageSettlement) -> Undeliverable {
        Undeliverable(
            notificationID: id, agencyID: agencyID, callID: callID, channel: channel, recipient: recipient,
            address: address, reason: settlement.reason, at: Date(), traceparent: traceparent)
    }

    func sent(_ providerMessageID: String?) throws -> OutgoingEvent {
        try NotificationEvents.sent(
            id, agencyID: agencyID, callID: callID, channel: channel, providerMessageID: providerMessageID,
            traceparent: traceparent)
    }

    func failed(_ reason: String) throws -> OutgoingEvent {
        try NotificationEvents.failed(
            id, agencyID: agencyID, callID: callID, channel: channel, reason: reason, traceparent: traceparent)
    }
}
