internal import Contracts
internal import FoundationEssentials
internal import Notices
internal import Postgres

/// The chains that something has to be decided about.
struct FindDueChains: PostgresStatement {
    static let sql = """
        SELECT chain_id FROM notifications WHERE chain_due_at <= now() ORDER BY chain_due_at LIMIT $1
        """

    let limit: Int32
    var parameters: [PostgresParameter] { [.init(limit)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// Those of them that nobody else is deciding about: the first message's lock stands for the chain.
struct LockChains: PostgresStatement {
    static let sql = """
        SELECT chain_id FROM notifications WHERE chain_id = ANY ($1::uuid[]) AND chain_position = 0
        ORDER BY chain_id FOR UPDATE SKIP LOCKED
        """

    let ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> UUID { try row.decode(UUID.self) }
}

/// All messages of some chains, locked in an order that is the same for everybody.
struct LoadChains: PostgresStatement {
    static let sql = """
        SELECT chain_id, id, event_time, chain_position, channel, status, receipt, coalesce(receipt_reason, reason),
            turn_began_at, lease_until, outcome_open OR status = 'sending', agency_id, call_id, kind, recipient_kind,
            recipient_id, is_urgent
        FROM notifications WHERE chain_id = ANY ($1::uuid[])
        ORDER BY chain_id, chain_position FOR UPDATE
        """

    let ids: [UUID]
    var parameters: [PostgresParameter] { [.init(ids)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> ChainLink {
        let (
            chain, id, time, position, channel, status, receipt, reason, began, lease, isOpen, agency, call, kind,
            recipientKind, recipient, isUrgent
        ) = try row.decode(
            (
                UUID, UUID, Date, Int32, String, String, String?, String?, Date?, Date?, Bool, UUID, UUID?, String,
                String, UUID, Bool
            ).self)
        return ChainLink(
            chainID: chain, id: id, eventTime: time, position: Int(position),
            channel: NotificationChannel(rawValue: channel) ?? .email,
            status: NotificationStatus(rawValue: status) ?? .failed,
            receipt: receipt.flatMap(ReceiptStatus.init(rawValue:)),
            reason: reason, turnBeganAt: began, leaseUntil: lease, isOpen: isOpen, agencyID: AgencyID(rawValue: agency),
            callID: call.map(CallID.init(rawValue:)), kind: kind,
            recipient: ChainLink.Person(kind: Recipient.Kind(rawValue: recipientKind) ?? .owner, id: recipient),
            isUrgent: isUrgent)
    }
}

/// Writes one change down.
struct ChangeLink: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE notifications SET
            status = coalesce($3, status), reason = coalesce($4, reason), chain_due_at = $5,
            next_attempt_at = CASE WHEN $3 = 'pending' THEN coalesce($6, now()) ELSE next_attempt_at END,
            turn_began_at = CASE WHEN $3 = 'pending' THEN coalesce($6, now()) ELSE turn_began_at END, updated_at = now()
        WHERE event_time = $1 AND id = $2
        """

    let change: ChainStep.Change
    /// The first moment at which one whose turn it is may be sent; nil for now.
    var notBefore: Date?

    var parameters: [PostgresParameter] {
        let link = change.link
        let (status, reason, dueAt): (NotificationStatus?, String?, Date?) =
            switch change {
            case .begin(_, let dueAt): (.pending, nil, dueAt)
            case .withdraw(_, let reason): (.notSent, reason, nil)
            case .wait(_, let until): (nil, nil, until)
            }
        return [
            .init(link.eventTime), .init(link.id), .init(status?.rawValue), .init(reason),
            .init(dueAt.map { max($0, $0.addingTimeInterval(notBefore?.timeIntervalSinceNow ?? 0)) }), .init(notBefore),
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
