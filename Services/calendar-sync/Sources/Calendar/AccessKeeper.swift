internal import Contracts
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Postgres
internal import Vault

/// Keeps the access to connected calendars fresh: one renewal at a time for each, whoever needs it, and a grant that is gone
/// is told once.
struct AccessKeeper: Sendable {
    /// Renewed so long before it ends that no request is under way then.
    private static let margin: TimeInterval = 120

    let pool: PostgresPool
    let relay: OutboxRelay
    let oauth: GoogleOAuth
    let vault: TokenVault
    let logger: Logger

    /// The key to a calendar; nil when it has to be connected again, or is not any more.
    ///
    /// - Parameter refused: an access token that Google does not take any more.
    /// - Throws: ``GoogleFailure`` when Google cannot renew it now; `PostgresError`.
    func access(
        to connection: Connection, refused: String? = nil
    ) async throws -> GoogleCalendarClient.Access? {
        if refused == nil, let token = current(connection) { return access(token, connection) }
        let outcome = try await pool.transaction { transaction in
            try await renew(connection.id, refused: refused, in: transaction)
        }
        switch outcome {
        case .good(let access): return access
        case .gone: return nil
        case .broken(let handover):
            relay.publish(handover)
            return nil
        }
    }

    private enum Outcome: Sendable {
        case good(GoogleCalendarClient.Access)
        case gone
        case broken(OutboxHandover)
    }

    private func renew(
        _ id: ConnectionID, refused: String?, in transaction: PostgresTransaction
    ) async throws -> Outcome {
        guard let connection = try await transaction.execute(LockConnection(id: id)).first, connection.isConnected
        else { return .gone }
        // Somebody else may have renewed it while this waited for the lock.
        if let token = current(connection), token != refused { return .good(access(token, connection)) }
        guard let sealed = connection.refreshToken else {
            return .broken(try await breakOff(connection, "there is no refresh token", in: transaction))
        }
        do {
            let refreshToken = try vault.open(sealed, for: connection.place)
            let grant = try await oauth.refresh(refreshToken)
            _ = try await transaction.execute(
                SaveAccess(
                    id: id, accessToken: try vault.seal(grant.accessToken, for: connection.place),
                    expiresAt: grant.expiresAt,
                    // Also moves it to the newest key.
                    refreshToken: vault.isCurrent(sealed)
                        ? nil : try vault.seal(refreshToken, for: connection.place)))
            return .good(access(grant.accessToken, connection))
        } catch let failure as GoogleFailure where failure.kind == .grantGone {
            return .broken(try await breakOff(connection, failure.reason, in: transaction))
        } catch let unreadable as TokenVault.Unreadable {
            return .broken(try await breakOff(connection, unreadable.description, in: transaction))
        }
    }

    /// Marks a connection as broken: what the person granted does not reach.
    func breakOff(_ connection: Connection, _ reason: String) async throws {
        let handover = try await pool.transaction { transaction in
            try await breakOff(connection, reason, in: transaction)
        }
        relay.publish(handover)
    }

    private func breakOff(
        _ connection: Connection, _ reason: String, in transaction: PostgresTransaction
    ) async throws -> OutboxHandover {
        guard try await !transaction.execute(BreakConnection(id: connection.id, reason: reason)).isEmpty else {
            return .nothing
        }
        logger.error(
            "a calendar is broken until its agent connects it again",
            metadata: ["agent": "\(connection.agentID)", "reason": "\(reason)"])
        let event = try OutgoingEvent(
            from: CalendarSync.name, about: connection.id, agencyID: connection.agencyID,
            CalendarUnhealthy(connectionID: connection.id, agentID: connection.agentID, reason: reason))
        _ = try await transaction.execute(
            NoteAudit(
                agencyID: connection.agencyID, agentID: connection.agentID, what: "broken", detail: reason))
        return try await transaction.commit(publishing: [event])
    }

    private func current(_ connection: Connection) -> String? {
        guard let sealed = connection.accessToken, let expiry = connection.accessExpiresAt,
            expiry.timeIntervalSinceNow > Self.margin
        else { return nil }
        return try? vault.open(sealed, for: connection.place)
    }

    private func access(_ token: String, _ connection: Connection) -> GoogleCalendarClient.Access {
        .init(token: token, calendarID: connection.calendarID)
    }

    /// Does something with a calendar, and once more with a fresh key when Google does not take the one there was.
    ///
    /// - Returns: nil when it has to be connected again.
    /// - Throws: ``GoogleFailure``; `PostgresError`.
    func with<R: Sendable>(
        _ connection: Connection, _ body: (GoogleCalendarClient.Access) async throws -> R
    ) async throws -> R? {
        guard let access = try await access(to: connection) else { return nil }
        do {
            return try await body(access)
        } catch let failure as GoogleFailure where failure.kind == .unauthorized {
            guard let fresh = try await self.access(to: connection, refused: access.token) else { return nil }
            do {
                return try await body(fresh)
            } catch let again as GoogleFailure where again.kind == .unauthorized {
                try await breakOff(connection, again.reason)
                return nil
            }
        }
    }
}
