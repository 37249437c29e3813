internal import Contracts
internal import FoundationEssentials
internal import LenientJSON
internal import Messaging
internal import Observability
internal import Postgres
internal import ServiceContextModule

/// Takes in what Vapi posted earlier once more, through the same door: after a number was given to the agency that it belongs
/// to, or because this version reads more of it. What has been taken in already changes nothing, and tells nobody twice.
struct ReplayedWebhooks: Sendable {
    let pool: PostgresPool
    let writer: WebhookWriter

    func take(_ command: Command<ReplayWebhook>) async throws -> (ReplayWebhook.Reply, [OutgoingEvent]) {
        let find = ReadKeptWebhook(
            id: command.data.webhookID.rawValue, receivedAt: command.data.receivedAt, agencyID: command.agencyID)
        guard let kept = try await pool.execute(find).first else { throw CommandRefused("it is not kept any more") }
        guard ReplayWebhook.sources.contains(kept.source) else {
            throw CommandRefused("only what Vapi said about a call can be taken in again")
        }
        let message: VapiMessage
        do {
            message = try VapiMessage(parsing: kept.body)
        } catch {
            throw CommandRefused("it cannot be read: \(error)")
        }
        guard let facts = message.facts else { throw CommandRefused("it says nothing about a call that is kept") }
        let raw = RawEvent(
            id: .timeOrdered(), receivedAt: Date(), source: "replay", type: message.type,
            providerCallID: message.callID, callID: nil, agencyID: nil, disposition: "ignored", headers: "{}",
            body: kept.body, traceparent: ServiceContext.current?.trace?.traceparent)
        return (.init(disposition: try await writer.submit(Submission(facts: facts, raw: raw))), [])
    }
}

/// What an agency was posted, with the secrets taken out.
struct ReadKeptWebhook: PostgresStatement {
    static let sql = """
        SELECT source, body FROM webhook_events
        WHERE id = $1 AND agency_id = $3
            AND received_at BETWEEN $2::timestamptz - interval '1 millisecond' AND $2::timestamptz + interval '1 millisecond'
        """

    struct Row: Sendable {
        var source: String
        var body: [UInt8]
    }

    let id: UUID
    let receivedAt: Date
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id), .init(receivedAt), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (source, body) = try row.decode((String, [UInt8]).self)
        return Row(source: source, body: body)
    }
}
