internal import Foundation
internal import Postgres

/// A message as lists show it.
struct MessageRow: Sendable {
    var id: UUID
    /// Of what it tells of.
    var at: Date
    var kind: String
    var role: String
    var name: String
    var channel: String
    var address: String?
    var status: String
    var receipt: String?
    var reason: String?
    var receiptReason: String?
    var chain: UUID?

    /// One line for people: when, what, to whom, how, and what became of it.
    var line: String {
        [
            Terminal.time(at), kind.padded(to: 21), "\(name) (\(role))".padded(to: 26), channel.padded(to: 8),
            (address ?? "no address").padded(to: 28), standing, id.uuidString.lowercased(),
        ].joined(separator: "  ")
    }

    /// "sent, read", "not_sent: there is no address".
    var standing: String {
        let end = receipt.map { ", \($0)" } ?? ""
        // Why the provider gave up says more than why we did.
        return (status + end) + ((receiptReason ?? reason).map { ": \($0)" } ?? "")
    }

    /// "whatsapp sent, read"
    var summary: String { "\(channel) \(standing)" }
}

/// Messages that fit everything that is not nil.
struct ListMessages: PostgresStatement {
    static let sql = """
        SELECT message.id, message.event_time, message.kind, recipient_kind,
            coalesce(agents.name, accounts.name, leads.name, leads.phone, 'nobody'), channel, address, message.status,
            receipt, reason, receipt_reason, chain_id
        FROM notifications message
        LEFT JOIN agents ON recipient_kind = 'agent' AND agents.id = recipient_id
        LEFT JOIN accounts ON recipient_kind = 'owner' AND accounts.id = recipient_id
        LEFT JOIN leads ON recipient_kind = 'lead' AND leads.id = recipient_id
        WHERE ($1::uuid IS NULL OR message.id = $1)
            AND ($2::uuid IS NULL OR chain_id = $2)
            AND ($3::uuid IS NULL OR message.agency_id = $3)
            AND ($4::uuid IS NULL OR message.call_id = $4)
            AND ($5::text IS NULL OR EXISTS (
                SELECT FROM leads about WHERE (about.id::text = lower($5) OR about.phone = $5)
                    AND (about.id = message.lead_id OR recipient_kind = 'lead' AND about.id = recipient_id
                        OR EXISTS (SELECT FROM call_logs WHERE id = message.call_id AND call_logs.lead_id = about.id))))
            AND ($6::text IS NULL OR strpos(lower(concat_ws(
                ' ', address, agents.name, accounts.name, leads.name, leads.phone)), lower($6)) > 0)
            AND ($7::text IS NULL OR message.status = $7)
            AND ($8::text IS NULL OR channel = $8)
        ORDER BY message.event_time DESC, chain_id, chain_position, message.id LIMIT $9
        """

    var id: UUID?
    var chain: UUID?
    var agency: UUID?
    var call: UUID?
    /// An id, or a number.
    var lead: String?
    /// A part of an address or a name.
    var to: String?
    var status: String?
    var channel: String?
    var limit = 100

    var parameters: [PostgresParameter] {
        [
            .init(id), .init(chain), .init(agency), .init(call), .init(lead), .init(to), .init(status), .init(channel),
            .init(Int64(limit)),
        ]
    }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> MessageRow {
        let (id, at, kind, role, name, channel, address, status, receipt, reason, receiptReason, chain) =
            try row.decode(
                (
                    UUID, Date, String, String, String, String, String?, String, String?, String?, String?, UUID?
                ).self)
        return MessageRow(
            id: id, at: at, kind: kind, role: role, name: name, channel: channel, address: address, status: status,
            receipt: receipt, reason: reason, receiptReason: receiptReason, chain: chain)
    }
}
