internal import Contracts
internal import Crypto
internal import Foundation
internal import Messaging
internal import Postgres

/// Stores a posted lead: the raw request, the lead, and the event from which everything follows, in one transaction.
struct LeadIntake: Sendable {
    let pool: PostgresPool
    let relay: OutboxRelay

    /// One request, verified and read.
    struct Request: Sendable {
        var agencyID: AgencyID
        var lead: LeadSubmission
        var languageIsGiven: Bool
        var idempotencyKey: String?
        var body: [UInt8]
        var headers: String
        var traceparent: String?
        var receivedAt: Date
    }

    enum Outcome: Sendable, Equatable {
        /// With the body of the answer.
        case accepted(String)
        /// The key has been used for another body.
        case keyReused
    }

    func take(_ request: Request) async throws -> Outcome {
        let hash = Array(SHA256.hash(data: request.body))
        let (outcome, handover): (Outcome, OutboxHandover) = try await pool.transaction { transaction in
            if let key = request.idempotencyKey {
                let (_, known) = try await transaction.pipeline(
                    LockIdempotencyKey(agencyID: request.agencyID, key: key),
                    FindSubmission(agencyID: request.agencyID, key: key))
                if let known = known.first {
                    return (known.bodyHash == hash ? .accepted(known.response) : .keyReused, .nothing)
                }
            }
            return try await store(request, hash, in: transaction)
        }
        relay.publish(handover)
        return outcome
    }

    private func store(
        _ request: Request, _ hash: [UInt8], in transaction: PostgresTransaction
    ) async throws -> (Outcome, OutboxHandover) {
        let save = SaveLead(
            id: .new(at: request.receivedAt), agencyID: request.agencyID, lead: request.lead,
            languageIsGiven: request.languageIsGiven)
        guard let row = try await transaction.execute(save).first else { throw CancellationError() }
        let response = try Response(request.lead, row).json
        let append = AppendToOutbox([try event(request, row)])
        let raw = InsertRawEvents(events: [raw(request)])
        guard let key = request.idempotencyKey else {
            let (_, rows) = try await transaction.pipelineAndCommit(raw, append)
            return (.accepted(response), append.handover(rows))
        }
        let keep = KeepSubmission(
            agencyID: request.agencyID, key: key, leadID: row.id, bodyHash: hash, response: response)
        let (_, _, rows) = try await transaction.pipelineAndCommit(raw, keep, append)
        return (.accepted(response), append.handover(rows))
    }

    private func event(_ request: Request, _ row: SaveLead.Row) throws -> OutgoingEvent {
        let canBeCalled = request.lead.phone != nil && !row.isBarred
        return row.isNew
            ? try OutgoingEvent(
                from: WebhookIngest.name, about: row.id, agencyID: request.agencyID,
                traceparent: request.traceparent,
                LeadCreated(leadID: row.id, source: "webhook", canBeCalled: canBeCalled, consent: row.consent))
            : try OutgoingEvent(
                from: WebhookIngest.name, about: row.id, agencyID: request.agencyID,
                traceparent: request.traceparent,
                LeadUpdated(
                    leadID: row.id, source: "webhook", isInquiry: true, canBeCalled: canBeCalled, consent: row.consent))
    }

    private func raw(_ request: Request) -> RawEvent {
        RawEvent(
            id: .timeOrdered(), receivedAt: request.receivedAt, source: "lead", type: "lead.submitted",
            providerCallID: nil, callID: nil, agencyID: request.agencyID, disposition: "applied",
            headers: request.headers, body: request.body, traceparent: request.traceparent)
    }

    /// What whoever posted the lead is told.
    private struct Response: Encodable {
        var leadID: String
        var status: String
        var phone: String?
        var warnings: [String]

        private enum CodingKeys: String, CodingKey {
            case leadID = "lead_id"
            case status, phone, warnings
        }

        init(_ lead: LeadSubmission, _ row: SaveLead.Row) {
            leadID = row.id.description
            status = row.isNew ? "created" : "updated"
            phone = lead.phone
            warnings = lead.warnings
            // An agreement that was given before still counts.
            if row.consent == .expressWritten || row.consent == .express {
                warnings.removeAll { $0.hasPrefix("no consent") }
            }
            if row.isBarred { warnings.append("the number is on the do-not-call list") }
        }

        var json: String {
            get throws { String(decoding: try ContractJSON.encode(self), as: UTF8.self) }
        }
    }
}
