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

/// Finds out what became of messages that were sent without an answer: Twilio is asked for its messages to the same number, a
/// few times, before one that is not among them is sent again.
struct MessageChecks: Service {
    private static let idlePause: Duration = .seconds(2)
    private static let atOnce = 4

    let pool: PostgresPool
    let relay: OutboxRelay
    let twilio: TwilioClient
    let plan: CheckPlan
    let receipts: ReceiptHandler
    let logger: Logger
    let wakeUp: WakeUp
    /// Called when something was written down that others act on.
    let onSettled: @Sendable () -> Void

    func run() async throws {
        await withDiscardingTaskGroup { group in
            var running = RunningRequests(limit: Self.atOnce)
            await wakeUp.untilShutdown { await step(&group, &running) }
        }
    }

    private func step(_ group: inout DiscardingTaskGroup, _ running: inout RunningRequests) async -> Duration? {
        do {
            _ = try await pool.execute(ExpireMessages())
            await running.waitForRoom()
            guard let uncertain = try await pool.execute(TakeUncertainMessage()).first else {
                let next = try await pool.execute(NextCheck()).first ?? nil
                return .seconds(min(max(next ?? 2, 0.05), Self.idlePause.timeInterval))
            }
            let room = running.room
            room.enter()
            group.addTask(name: "look-up") {
                await withTrace(
                    continuing: uncertain.message.traceparent, eventID: uncertain.message.id.description
                ) { await check(uncertain) }
                room.leave()
            }
            return nil
        } catch {
            logger.warning("nothing can be looked up right now", error: error)
            return Self.idlePause
        }
    }

    private func check(_ uncertain: UncertainMessage) async {
        do {
            let outcome = try await lookUp(uncertain)
            let settlement = plan.settlement(of: outcome, for: uncertain, now: Date())
            try await shielded { try await self.settle(uncertain, settlement) }
        } catch {
            // Its claim runs out, and it is looked up again.
            logger.warning("a look-up could not be finished", error: error)
        }
    }

    private func lookUp(_ uncertain: UncertainMessage) async throws -> CheckPlan.Outcome {
        do {
            if let sid = uncertain.providerMessageID { return .shown(try await twilio.message(sid)) }
            return try await find(uncertain)
        } catch let failure as TwilioFailure {
            return .notAnswered(reason: "\(failure)", isRefused: failure.status == 401)
        }
    }

    /// Twilio is asked first: whatever is in its list was claimed before, and so is among those that are read then, either as one
    /// without an answer or with the id that it has got.
    private func find(_ uncertain: UncertainMessage) async throws -> CheckPlan.Outcome {
        let message = uncertain.message
        let to = message.channel == .whatsapp ? "whatsapp:\(message.address)" : message.address
        let records = try await twilio.find(to: to, sentAfter: uncertain.firstAttemptAt)
        let unsettled = try await pool.execute(LoadUnsettled(channel: message.channel, address: message.address))
        let known = try await pool.execute(FindKnownMessages(sids: records.map(\.sid)))
        guard let own = unsettled.first(where: { $0.id == message.id.description }) else { return .settledElsewhere }
        switch TwilioMatching.settle(unsettled, among: records, known: Set(known))[own.id] {
        case .found(let record): return .found(record)
        case .ambiguous(let records): return .ambiguous(count: records.count)
        case .absent, nil: return .absent
        }
    }

    private func settle(_ uncertain: UncertainMessage, _ settlement: CheckPlan.Settlement?) async throws {
        guard let settlement else { return }
        let message = uncertain.message
        let handover: OutboxHandover = try await pool.transaction { [receipts] transaction in
            if settlement.closesAccount {
                _ = try await transaction.execute(
                    CloseAccount(
                        account: MessageDispatcher.accountName, until: Date() + 60, reason: settlement.reason ?? ""))
            }
            let settle = SettleCheck(uncertain: uncertain, settlement: settlement)
            guard !(try await transaction.execute(settle)).isEmpty else { return .nothing }
            var events = try settlement.events(for: message)
            if let receipt = settlement.record?.receipt(of: message) {
                events += try await receipts.take(receipt, in: transaction)
            }
            return try await transaction.commit(publishing: events)
        }
        relay.publish(handover)
        Counter(label: "thavon_message_checks_total", dimensions: [("result", settlement.result)]).increment()
        if settlement.isGivenUp {
            logger.error(
                "whether a message was taken over cannot be found out",
                metadata: ["id": "\(message.id)", "reason": "\(settlement.reason ?? "")"])
        }
        onSettled()
    }
}

extension TwilioRecord {
    /// What it says of itself, as a callback would have.
    fileprivate func receipt(of message: ClaimedMessage) -> MessageReceipt? {
        let word: ReceiptStatus
        switch status {
        case .accepted, .scheduled, .queued, .sending: word = .accepted
        case .sent: word = .sent
        case .delivered, .partiallyDelivered: word = .delivered
        case .read: word = .read
        case .undelivered, .failed, .canceled: word = .failed
        case .receiving, .received, nil: return nil
        }
        return MessageReceipt(
            notificationID: message.id, notificationTime: message.eventTime, channel: message.channel,
            providerMessageID: sid, status: word, errorCode: errorCode,
            reason: word == .failed ? errorClass?.rawValue : nil, endedAddress: nil, occurredAt: Date())
    }
}
