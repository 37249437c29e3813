internal import Contracts
internal import Crypto
internal import Deadlines
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import Metrics
internal import Postgres

/// `POST /api/webhooks/google`: a calendar has changed. The notification is empty and not signed; what proves that it is Google's
/// is the token that we gave to it (https://developers.google.com/workspace/calendar/api/guides/push).
///
/// - 204: noted. - 404: no such channel, or another's token. - 503: could not be noted; Google tries again.
struct GoogleWebhook: Sendable {
    static let path: RouterPath = "/api/webhooks/google"

    let pool: PostgresPool
    let relay: OutboxRelay
    let logger: Logger

    func handle(_ request: Request, context: some RequestContext) async -> Response {
        func header(_ name: String) -> String { HTTPField.Name(name).flatMap { request.headers[$0] } ?? "" }
        let notification = Notification(
            channelID: header("x-goog-channel-id"), resourceID: header("x-goog-resource-id"),
            token: header("x-goog-channel-token"))
        // The first one only says that the channel is open.
        let saysChange = header("x-goog-resource-state") != "sync"
        do {
            let isKnown = try await withDeadline(.seconds(5)) { try await take(notification, saysChange) }
            count(isKnown ? "noted" : "unknown")
            return Response(status: isKnown ? .noContent : .notFound)
        } catch {
            logger.error("a calendar's notification could not be noted", error: error)
            count("failed")
            return .json(.serviceUnavailable, error: "not noted, try again", retryAfter: .seconds(5))
        }
    }

    private struct Notification: Sendable {
        var channelID: String
        var resourceID: String
        var token: String
    }

    private func take(_ notification: Notification, _ saysChange: Bool) async throws -> Bool {
        let (isKnown, handover): (Bool, OutboxHandover) = try await pool.transaction { transaction in
            let find = FindChannel(channelID: notification.channelID, resourceID: notification.resourceID)
            let hash = Array(SHA256.hash(data: Data(notification.token.utf8)))
            guard let channel = try await transaction.execute(find).first, channel.tokenHash == hash else {
                return (false, .nothing)
            }
            guard saysChange else { return (true, .nothing) }
            let event = try OutgoingEvent(
                from: WebhookIngest.name, about: channel.connectionID, agencyID: channel.agencyID,
                CalendarChanged(connectionID: channel.connectionID))
            return (true, try await transaction.commit(publishing: [event]))
        }
        relay.publish(handover)
        return isKnown
    }

    private func count(_ result: String) {
        Counter(label: "thavon_calendar_notifications_total", dimensions: [("result", result)]).increment()
    }
}

/// The channel that a notification is of. What is compared are hashes: how far they agree tells nothing about the token.
private struct FindChannel: PostgresStatement {
    static let sql = """
        SELECT id, agency_id, channel_token_hash FROM calendar_connections
        WHERE channel_id = $1 AND channel_resource_id = $2 AND channel_token_hash IS NOT NULL AND status <> 'disconnected'
        """

    struct Row: Sendable {
        var connectionID: ConnectionID
        var agencyID: AgencyID
        var tokenHash: [UInt8]
    }

    let channelID: String
    let resourceID: String
    var parameters: [PostgresParameter] { [.init(channelID), .init(resourceID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, agency, hash) = try row.decode((UUID, UUID, [UInt8]).self)
        return Row(connectionID: ConnectionID(rawValue: id), agencyID: AgencyID(rawValue: agency), tokenHash: hash)
    }
}
