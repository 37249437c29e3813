internal import Contracts
internal import Crypto
internal import Foundation
internal import GoogleCalendar
internal import Logging
internal import Messaging
internal import Postgres
internal import Vault

/// Lets an agent connect their calendar: a signed link, Google's consent, and back (RFC 6749 §4.1, RFC 7636).
struct ConnectDesk: Sendable {
    /// What the browser is told.
    enum Page: Sendable, Equatable {
        case redirect(String, binding: String)
        case connected(account: String?)
        case declined
        case refused(String)
    }

    /// How long a link to connect with works.
    static let linkLife: TimeInterval = 900

    let pool: PostgresPool
    let relay: OutboxRelay
    let oauth: GoogleOAuth
    let client: GoogleCalendarClient
    let keeper: AccessKeeper
    let vault: TokenVault
    let afterwards: @Sendable () -> Void
    let logger: Logger

    /// Sends whoever has a good link on to Google. The browser keeps a word of its own, so that nobody else's consent can be
    /// slipped under it.
    ///
    /// - Throws: `PostgresError`.
    func begin(token: String) async throws -> Page {
        guard let link = SignedLink(token: token, purpose: .connect, vault, now: Date()) else {
            try await audit(nil, nil, "connect_refused", "the link is forged or too old")
            return .refused("This link has expired. Ask for a new one.")
        }
        let agentID = AgentID(rawValue: link.subject)
        let (state, binding, verifier) = (Secrets.word(), Secrets.word(), Secrets.word())
        let begin = BeginConsent(
            stateHash: Secrets.hash(state + binding), verifier: try vault.seal(verifier, for: "calendar_consents"),
            agentID: agentID, agencyID: link.agencyID)
        guard let hint = try await pool.execute(begin).first else {
            try await audit(link.agencyID, agentID, "connect_refused", "no such agent, or not active")
            return .refused("This link is for somebody who is not on the team any more.")
        }
        let challenge = Data(SHA256.hash(data: Data(verifier.utf8))).base64URL
        return .redirect(oauth.consentURL(state: state, challenge: challenge, hint: hint), binding: binding)
    }

    /// Takes what Google sends back.
    ///
    /// - Parameter binding: the browser's own word.
    /// - Throws: `PostgresError`.
    func finish(state: String?, code: String?, error: String?, binding: String?) async throws -> Page {
        guard let state, let binding,
            let consent = try await pool.execute(TakeConsent(stateHash: Secrets.hash(state + binding))).first
        else {
            try await audit(nil, nil, "callback_refused", "a state that is forged, used, too old, or another browser's")
            return .refused("This did not come from where it should, or it took too long. Ask for a new link.")
        }
        guard let code, error == nil else {
            try await audit(consent.agencyID, consent.agentID, "declined", error)
            return .declined
        }
        do {
            let verifier = try vault.open(consent.verifier, for: "calendar_consents")
            let grant = try await oauth.exchange(code: code, verifier: verifier)
            return try await connect(consent, grant)
        } catch let failure as GoogleFailure {
            logger.warning("a calendar was not connected", metadata: ["reason": "\(failure)"])
            try await audit(consent.agencyID, consent.agentID, "connect_failed", failure.description)
            return .refused("Google did not confirm it. Try again in a minute.")
        }
    }

    private func connect(_ consent: TakeConsent.Row, _ grant: GoogleGrant) async throws -> Page {
        guard grant.scopes.isSuperset(of: GoogleOAuth.scopes) else {
            // Half an access is of no use here, and should not stand in their account as if it were.
            await giveBack(grant.refreshToken ?? grant.accessToken)
            try await audit(consent.agencyID, consent.agentID, "connect_refused", "a box was left unticked")
            return .refused(
                "Both boxes have to stay ticked: without them appointments cannot be written, or your busy times seen.")
        }
        guard let refreshToken = grant.refreshToken else {
            try await audit(consent.agencyID, consent.agentID, "connect_refused", "no refresh token came")
            return .refused("Google gave no lasting access. Remove our access in your Google account and try again.")
        }
        let access = GoogleCalendarClient.Access(token: grant.accessToken, calendarID: "primary")
        let account = try await client.events(access, .everything(after: Date()), page: nil).summary
        let place = "calendar_connections/\(consent.agentID)"
        let save = SaveConnection(
            id: .new(), agencyID: consent.agencyID, agentID: consent.agentID, account: account,
            scopes: grant.scopes.sorted(), refreshToken: try vault.seal(refreshToken, for: place),
            accessToken: try vault.seal(grant.accessToken, for: place), expiresAt: grant.expiresAt)
        let handover: OutboxHandover = try await pool.transaction { transaction in
            guard let connection = try await transaction.execute(save).first else { return .nothing }
            _ = try await transaction.pipeline(
                WantAllEvents(connection: connection),
                NoteAudit(agencyID: consent.agencyID, agentID: consent.agentID, what: "connected", detail: account))
            return try await transaction.commit(publishing: [
                try OutgoingEvent(
                    from: CalendarSync.name, about: connection.id, agencyID: consent.agencyID,
                    CalendarConnected(connectionID: connection.id, agentID: consent.agentID, account: account))
            ])
        }
        relay.publish(handover)
        afterwards()
        return .connected(account: account)
    }

    /// Gives access back and forgets everything that came from it; each step as far as it goes.
    func disconnect(
        _ command: Command<DisconnectCalendar>, in transaction: PostgresTransaction
    ) async throws -> (DisconnectCalendar.Reply, [OutgoingEvent]) {
        let agentID = command.data.agentID
        guard let connection = try await transaction.execute(FindConnection(agentID: agentID)).first,
            connection.agencyID == command.agencyID
        else { return (.init(wasConnected: false), []) }
        await stopNotifications(connection)
        if let sealed = connection.refreshToken, let token = try? vault.open(sealed, for: connection.place) {
            await giveBack(token)
        }
        _ = try await transaction.pipeline(
            EndConnection(id: connection.id),
            NoteAudit(agencyID: command.agencyID, agentID: agentID, what: "disconnected", detail: command.actor))
        return (
            .init(wasConnected: true),
            [
                try OutgoingEvent(
                    from: CalendarSync.name, about: connection.id, agencyID: command.agencyID,
                    traceparent: command.traceparent,
                    CalendarDisconnected(connectionID: connection.id, agentID: agentID))
            ]
        )
    }

    private func giveBack(_ token: String) async {
        do {
            try await oauth.revoke(token)
        } catch {
            logger.warning("access to a calendar was not given back", metadata: ["reason": "\(error)"])
        }
    }

    /// A channel outlives the access with which it was opened (https://developers.google.com/workspace/calendar/api/guides/push).
    private func stopNotifications(_ connection: Connection) async {
        guard let channel = connection.channelID, let resource = connection.channelResourceID else { return }
        do {
            _ = try await keeper.with(connection) { access in
                try await client.stop(channelID: channel, resourceID: resource, access)
            }
        } catch {
            logger.warning("a calendar goes on telling of its changes until the channel ends", error: error)
        }
    }

    private func audit(_ agency: AgencyID?, _ agent: AgentID?, _ what: String, _ detail: String?) async throws {
        _ = try await pool.execute(NoteAudit(agencyID: agency, agentID: agent, what: what, detail: detail))
    }
}
