internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Sends people of the team the links with which they set their passwords: by mail alone, at once and whatever they have said
/// about other messages. A link is part of the mail and of nothing else: no log, no reason and no event has it.
struct AccountLinks: Sendable {
    let desk: NoticeDesk

    func send(
        _ command: Command<SendAccountLink>, in transaction: PostgresTransaction
    ) async throws -> (SendAccountLink.Reply, [OutgoingEvent]) {
        let wish = command.data
        let now = Date()
        guard now < wish.expiresAt else { throw CommandRefused("the link is of no use any more") }
        let load = LoadAccount(id: wish.accountID, agencyID: command.agencyID)
        guard let account = try await transaction.execute(load).first else {
            throw CommandRefused("the agency has no such account")
        }
        let person = account.person
        guard let address = person.mailAddress else { throw CommandRefused("the account has no mail address") }
        if let cause = person.suppressed[.email] { throw CommandRefused("\(address): \(cause.reason(.email))") }
        let audience = Audience(
            agencyName: account.agencyName, agencyLanguage: account.agencyLanguage, agentName: nil, agent: nil,
            owners: [], lead: nil)
        let occasion = NoticeDesk.Occasion(
            eventID: EventID(rawValue: command.id.rawValue), time: command.time, agencyID: command.agencyID,
            traceparent: command.traceparent, subject: NotificationSubject(), audience: audience)
        let content = wish.content
        let messages = desk.messages(
            content, to: person, DeliveryPlan(only: .email), occasion,
            try await desk.own(of: [content.kind], command.agencyID, in: transaction), now: now)
        guard let message = messages.first, message.status == .pending else {
            throw CommandRefused(messages.first?.reason ?? "it cannot be put into words")
        }
        _ = try await transaction.execute(InsertNotifications(notifications: messages))
        return (.init(notificationID: message.id), [])
    }
}

extension SendAccountLink {
    var content: NoticeContent {
        let told = AccountLinkNotice(inviter: inviter, expiresAt: expiresAt, link: url)
        return switch kind {
        case .invitation: .accountInvitation(told)
        case .password: .accountPassword(told)
        }
    }
}

/// An active account of the agency, as somebody who is written to.
struct LoadAccount: PostgresStatement {
    static let sql = """
        SELECT accounts.id, accounts.role, accounts.name, accounts.email, coalesce(accounts.language, agencies.default_language),
            agencies.name, agencies.default_language, agencies.time_zone,
            (SELECT cause FROM suppressions
                WHERE channel = 'email' AND address = lower(accounts.email) AND coalesce(expires_at > now(), true)
                    AND (suppressions.agency_id IS NULL OR suppressions.agency_id = agencies.id)
                ORDER BY cause = 'stop' DESC LIMIT 1)
        FROM accounts JOIN agencies ON agencies.id = accounts.agency_id
        WHERE accounts.id = $1 AND accounts.agency_id = $2 AND accounts.active
        """

    struct Row: Sendable {
        var person: Recipient
        var agencyName: String
        var agencyLanguage: String
    }

    let id: AccountID
    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(id.rawValue), .init(agencyID.rawValue)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (id, role, name, email, language, agencyName, agencyLanguage, zone, cause) = try row.decode(
            (UUID, String, String, String, String, String, String, String, String?).self)
        var person = Recipient(
            kind: Recipient.Kind(rawValue: role) ?? .agent, id: id, name: name, email: email, phone: nil,
            language: language, timeZone: TimeZone(identifier: zone) ?? .gmt)
        if let cause = cause.flatMap(SuppressionCause.init(rawValue:)) { person.suppressed[.email] = cause }
        return Row(person: person, agencyName: agencyName, agencyLanguage: agencyLanguage)
    }
}
