internal import Contracts
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Postgres
internal import ServiceLifecycle
internal import Vault

/// Keeps a subscription open to each calendar's changes. Channels die and cannot be renewed: a new one is opened in time, and
/// the old one closed after it.
struct ChannelKeeper: Service {
    /// Before a channel's end, in seconds.
    private static let ahead: Double = 86_400
    private static let tryAgain: Double = 1800

    let pool: PostgresPool
    let keeper: AccessKeeper
    let client: GoogleCalendarClient
    /// Where Google sends its notifications.
    let address: String
    let wakeUp: WakeUp
    /// Called when a channel is open: what changed before is read now.
    let afterwards: @Sendable () -> Void
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while true {
                let didSomething = await step()
                if !didSomething { await wakeUp.wait(atMost: .seconds(10)) }
                try Task.checkCancellation()
            }
        }
    }

    private func step() async -> Bool {
        do {
            guard let connection = try await pool.execute(ClaimChannel(seconds: Self.tryAgain)).first else {
                return false
            }
            do {
                _ = try await keeper.with(connection) { access in try await open(connection, access) }
            } catch let failure as GoogleFailure {
                // Then it is read every few minutes instead.
                logger.warning(
                    "a calendar does not tell of its changes", metadata: ["reason": "\(failure)"])
            }
            return true
        } catch {
            logger.warning("calendars cannot be subscribed to right now", error: error)
            return false
        }
    }

    private func open(_ connection: Connection, _ access: GoogleCalendarClient.Access) async throws {
        let token = Secrets.word()
        let id = UUID().uuidString.lowercased()
        let channel = try await client.watch(access, channelID: id, token: token, address: address)
        let expiry = channel.expiresAt ?? Date().addingTimeInterval(7 * 86_400)
        // The first notification may be here before this is written: it only says that the channel is open.
        _ = try await pool.execute(
            SaveChannel(
                connectionID: connection.id, channel: channel, tokenHash: Secrets.hash(token), expiresAt: expiry,
                dueAt: max(expiry.addingTimeInterval(-Self.ahead), Date().addingTimeInterval(60))))
        afterwards()
        if let old = connection.channelID, let resource = connection.channelResourceID {
            try? await client.stop(channelID: old, resourceID: resource, access)
        }
    }
}

/// Takes a calendar whose channel has to be opened.
private struct ClaimChannel: PostgresStatement {
    static let sql = """
        WITH due AS (
            SELECT id FROM calendar_connections WHERE status = 'connected' AND channel_due_at <= now()
            ORDER BY channel_due_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
        )
        UPDATE calendar_connections connection SET channel_due_at = now() + make_interval(secs => $1)
        FROM due WHERE connection.id = due.id RETURNING \(Connection.columns)
        """

    let seconds: Double
    var parameters: [PostgresParameter] { [.init(seconds)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Connection { try Connection.decode(row) }
}

private struct SaveChannel: PostgresStatement {
    typealias Row = NoRow
    static let sql = """
        UPDATE calendar_connections SET channel_id = $2, channel_resource_id = $3, channel_token_hash = $4,
            channel_expires_at = $5, channel_due_at = $6, sync_due_at = now()
        WHERE id = $1 AND status = 'connected'
        """

    let connectionID: ConnectionID
    let channel: GoogleCalendarClient.Channel
    let tokenHash: [UInt8]
    let expiresAt: Date
    let dueAt: Date
    var parameters: [PostgresParameter] {
        [
            .init(connectionID.rawValue), .init(channel.id), .init(channel.resourceID), .init(tokenHash),
            .init(expiresAt), .init(dueAt),
        ]
    }
}
