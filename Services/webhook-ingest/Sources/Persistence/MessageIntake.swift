internal import Contracts
internal import Messaging
internal import Postgres

/// Stores what providers post about messages and what people write to us: as it came, what is made of it, and the events from
/// which everything follows, in one transaction.
struct MessageIntake: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay

    /// Keeps a post, and announces what it says about a message of ours.
    func keep(_ raw: RawEvent, _ receipt: MessageReceipt? = nil) async throws {
        let handover: OutboxHandover = try await pool.transaction { transaction in
            guard let receipt else {
                _ = try await transaction.pipelineAndCommit(InsertRawEvents(events: [raw]))
                return .nothing
            }
            let event = try OutgoingEvent(
                from: WebhookIngest.name, about: receipt.notificationID, agencyID: raw.agencyID,
                traceparent: raw.traceparent, receipt)
            let append = AppendToOutbox([event])
            let (_, rows) = try await transaction.pipelineAndCommit(InsertRawEvents(events: [raw]), append)
            return append.handover(rows)
        }
        relay.publish(handover)
    }

    /// Keeps a message once, however often it is posted, and announces what its sender wants.
    ///
    /// - Returns: the disposition: `applied`, or `repeated`.
    func take(_ message: InboundMessage, _ raw: RawEvent) async throws -> String {
        let (disposition, handover): (String, OutboxHandover) = try await pool.transaction { transaction in
            let leads = try await transaction.execute(FindLeadsWithNumber(phone: message.from))
            // Whose it is cannot be told where several know the number.
            let owner = leads.count == 1 ? leads[0] : nil
            var raw = raw
            raw.agencyID = owner?.agencyID
            raw.disposition = "applied"
            // One that is being written down at this moment is waited for.
            let isNew = try await !transaction.execute(InsertInboundMessage(message: message, owner: owner)).isEmpty
            guard isNew else {
                raw.disposition = "repeated"
                _ = try await transaction.pipelineAndCommit(InsertRawEvents(events: [raw]))
                return (raw.disposition, .nothing)
            }
            let append = AppendToOutbox(try Self.events(message, owner, leads, traceparent: raw.traceparent))
            let (_, rows) = try await transaction.pipelineAndCommit(InsertRawEvents(events: [raw]), append)
            return (raw.disposition, append.handover(rows))
        }
        relay.publish(handover)
        return disposition
    }

    /// That it came; and for every agency whose lead wrote it, what they want.
    private static func events(
        _ message: InboundMessage, _ owner: FindLeadsWithNumber.Row?, _ leads: [FindLeadsWithNumber.Row],
        traceparent: String?
    ) throws -> [OutgoingEvent] {
        let received = try OutgoingEvent(
            from: WebhookIngest.name, about: message.from, agencyID: owner?.agencyID, traceparent: traceparent,
            message.event)
        let wishes = try leads.compactMap { lead -> OutgoingEvent? in
            switch message.wish {
            case .stop:
                try OutgoingEvent(
                    from: WebhookIngest.name, about: lead.leadID, agencyID: lead.agencyID, traceparent: traceparent,
                    LeadOptedOut(leadID: lead.leadID, phone: message.from, source: "message", callID: nil))
            case .start:
                try OutgoingEvent(
                    from: WebhookIngest.name, about: lead.leadID, agencyID: lead.agencyID, traceparent: traceparent,
                    LeadOptedIn(leadID: lead.leadID, phone: message.from, source: "message"))
            case .help, .none: nil
            }
        }
        return [received] + wishes
    }
}
