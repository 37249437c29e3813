internal import Contracts
internal import FoundationEssentials
internal import Postgres

/// The chains that something has to be decided about, locked by the message that says so until the transaction ends.
struct TakeDueChains: PostgresStatement {
    static let sql = """
        SELECT chain_id FROM notifications WHERE chain_due_at <= now() ORDER BY chain_due_at LIMIT $1 FOR UPDATE SKIP LOCKED
        """

    let limit: Int32
    var parameters: [PostgresParameter] { [.init(limit)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// All messages of some chains, locked in an order that is the same for everybody.
struct LoadChains: PostgresStatement {
    static let sql = """
        SELECT chain_id, id, event_time, chain_position, channel, status, receipt, coalesce(receipt_reason, reason),
            turn_began_at, lease_until, request_id IS NOT NULL
        FROM notifications WHERE chain_id = ANY ($1::uuid[])
        ORDER BY chain_id, chain_position FOR UPDATE
        """

    let ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ChainLink {
        let (chain, id, time, position, channel, status, receipt, reason, began, lease, isOpen) = try row.decode(
            (UUID, UUID, Date, Int32, String, String, String?, String?, Date?, Date?, Bool).self)
        return ChainLink(
            chainID: chain, id: id, eventTime: time, position: Int(position),
            channel: NotificationChannel(rawValue: channel) ?? .email,
            status: NotificationStatus(rawValue: status) ?? .failed,
            receipt: receipt.flatMap(ReceiptStatus.init(rawValue:)),
            reason: reason, turnBeganAt: began, leaseUntil: lease, isOpen: isOpen)
    }
}

/// Writes one change down.
struct ChangeLink: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = coalesce($3, status), reason = coalesce($4, reason), chain_due_at = $5,
            next_attempt_at = CASE WHEN $3 = 'pending' THEN now() ELSE next_attempt_at END,
            turn_began_at = CASE WHEN $3 = 'pending' THEN now() ELSE turn_began_at END, updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    private let change: ChainStep.Change

    init(_ change: ChainStep.Change) { self.change = change }

    var parameters: [PostgresParameter] {
        let link = change.link
        let (status, reason, dueAt): (NotificationStatus?, String?, Date?) =
            switch change {
            case .begin(_, let dueAt): (.pending, nil, dueAt)
            case .withdraw(_, let reason): (.notSent, reason, nil)
            case .wait(_, let until): (nil, nil, until)
            }
        return [
            .init(link.eventTime), .init(link.id), .init(status?.rawValue), .init(reason), .init(dueAt),
        ]
    }
}

/// In how many seconds the next chain is due; nil when none is.
struct NextDueChain: PostgresStatement {
    static let sql = """
        SELECT extract(epoch FROM chain_due_at - now())::float8 FROM notifications
        WHERE chain_due_at IS NOT NULL ORDER BY chain_due_at LIMIT 1
        """

    var parameters: [PostgresParameter] { [] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Double? { try row.decode(Double?.self) }
}
