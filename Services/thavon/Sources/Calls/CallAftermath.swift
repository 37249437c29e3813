internal import Foundation
internal import Postgres

/// What followed on calls: who was told, and whether somebody has looked.
struct CallAftermath: Sendable {
    private let told: [UUID: [ListTold.Row]]
    private let followUps: [UUID: ListFollowUps.Row]

    init(told: [ListTold.Row], followUps: [ListFollowUps.Row]) {
        self.told = Dictionary(grouping: told, by: \.call)
        self.followUps = Dictionary(followUps.map { ($0.call, $0) }) { $1 }
    }

    static func load(_ calls: [UUID], _ pool: PostgresPool) async throws -> CallAftermath {
        let (told, followUps) = try await pool.pipeline(ListTold(calls: calls), ListFollowUps(calls: calls))
        return CallAftermath(told: told, followUps: followUps)
    }

    /// For people; none when nothing followed.
    func lines(_ call: UUID) -> [String] {
        (told[call] ?? []).map(\.words) + [followUps[call]?.words].compactMap { $0 }
    }
}

/// Messages about calls, chain by chain.
struct ListTold: PostgresStatement {
    static let sql = """
        SELECT message.call_id, coalesce(agents.name, accounts.name, leads.name, 'nobody'), message.kind, channel,
            message.status, receipt
        FROM notifications message
        LEFT JOIN agents ON recipient_kind = 'agent' AND agents.id = recipient_id
        LEFT JOIN accounts ON recipient_kind = 'owner' AND accounts.id = recipient_id
        LEFT JOIN leads ON recipient_kind = 'lead' AND leads.id = recipient_id
        WHERE message.call_id = ANY ($1)
        ORDER BY message.event_time, recipient_kind, recipient_id, chain_id, chain_position, message.id
        """

    struct Row: Sendable {
        var call: UUID
        var name: String
        var kind: String
        var channel: String
        var status: String
        var receipt: String?

        var words: String { "\(name): \(kind) by \(channel), \(status)" + (receipt.map { ", \($0)" } ?? "") }
    }

    let calls: [UUID]
    var parameters: [PostgresParameter] { [.init(calls)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, name, kind, channel, status, receipt) = try row.decode(
            (UUID, String, String, String, String, String?).self)
        return Row(call: call, name: name, kind: kind, channel: channel, status: status, receipt: receipt)
    }
}

/// How far whoever has a call is with looking at it.
struct ListFollowUps: PostgresStatement {
    static let sql = """
        SELECT call_id, agents.name, opened_at, due_at, escalated_at, reassigned_at
        FROM follow_ups JOIN agents ON agents.id = follow_ups.agent_id
        WHERE call_id = ANY ($1) ORDER BY follow_ups.assigned_at
        """

    struct Row: Sendable {
        var call: UUID
        var agent: String
        var openedAt: Date?
        var dueAt: Date?
        var escalatedAt: Date?
        var reassignedAt: Date?

        var words: String {
            if let openedAt { return "opened by \(agent) at \(Terminal.time(openedAt))" }
            if let reassignedAt { return "not opened by \(agent), given away at \(Terminal.time(reassignedAt))" }
            if let escalatedAt { return "not opened by \(agent), the owners told at \(Terminal.time(escalatedAt))" }
            return "not opened by \(agent) yet" + (dueAt.map { ", due at \(Terminal.time($0))" } ?? "")
        }
    }

    let calls: [UUID]
    var parameters: [PostgresParameter] { [.init(calls)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (call, agent, openedAt, dueAt, escalatedAt, reassignedAt) = try row.decode(
            (UUID, String, Date?, Date?, Date?, Date?).self)
        return Row(
            call: call, agent: agent, openedAt: openedAt, dueAt: dueAt, escalatedAt: escalatedAt,
            reassignedAt: reassignedAt)
    }
}
