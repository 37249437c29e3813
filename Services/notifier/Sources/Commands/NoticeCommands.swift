internal import Contracts
internal import Foundation
internal import Messaging
internal import Notices
internal import Postgres

/// Shows notices, and sends one to see how it arrives.
struct NoticeCommands: Sendable {
    let desk: NoticeDesk

    static func kind(_ name: String) throws(CommandRefused) -> NoticeKind {
        guard let kind = NoticeKind(rawValue: name) else {
            let known = NoticeKind.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandRefused("there is no notice \"\(name)\"; there are \(known)")
        }
        return kind
    }

    func preview(
        _ command: Command<PreviewNotice>, in transaction: PostgresTransaction
    ) async throws -> (PreviewNotice.Reply, [OutgoingEvent]) {
        let wish = command.data
        let kind = try Self.kind(wish.kind)
        guard let role = NoticeRecipient.Role(rawValue: wish.role) else {
            throw CommandRefused("there is no role \"\(wish.role)\"; there are owner, agent, lead")
        }
        let agency = try await agency(command.agencyID, in: transaction)
        let facts = try await facts(
            kind, command.agencyID, callID: wish.callID, appointmentID: wish.appointmentID, in: transaction)
        let language = wish.language ?? agency.language
        let notice = Notice(
            facts.content(for: role, publicURL: desk.publicURL),
            to: NoticeRecipient(
                role: role, name: role == .lead ? facts.leadName : "Alex Example", language: language,
                timeZone: TimeZone(identifier: agency.timeZone) ?? .gmt),
            agencyName: agency.name, agencyLanguage: agency.language)
        var own = try await desk.own(of: [kind], command.agencyID, in: transaction)
        if let tried = wish.texts { own.texts = try texts(kind, language, tried) }
        if let tried = wish.branding?.tidied.usable {
            own.branding = tried
            own.logo = try await logo(tried, command.agencyID, in: transaction)
        }
        do {
            let rendered = try desk.renderer.render(
                notice, overrides: own.texts, branding: own.branding(of: kind), logo: own.logo(of: kind))
            return (reply(rendered, facts), [])
        } catch {
            throw CommandRefused("it cannot be put into words: \(error)")
        }
    }

    private func logo(
        _ branding: MailBranding, _ agencyID: AgencyID, in transaction: PostgresTransaction
    ) async throws -> MailLogo? {
        guard let hash = branding.logo else { return nil }
        guard let logo = try await transaction.execute(FindMailLogo(agencyID: agencyID, hash: hash)).first else {
            throw CommandRefused(BrandingCommand.unknownLogo)
        }
        return logo.inMails(publicURL: desk.publicURL)
    }

    private func reply(_ rendered: RenderedNotice, _ facts: NoticeFacts) -> PreviewNotice.Reply {
        let short = SMSText(rendered.short)
        var notes = facts.isInvented ? ["the facts are invented"] : []
        if rendered.isFallbackLanguage { notes.append("there are no words in the language that was asked for") }
        return PreviewNotice.Reply(
            language: rendered.language, subject: rendered.subject, preheader: rendered.preheader, html: rendered.html,
            text: rendered.text, short: rendered.short, segments: short.segments, encoding: short.encoding.rawValue,
            variables: rendered.templateVariables, notes: notes)
    }

    /// Those that are tried, in place of those that are stored.
    private func texts(
        _ kind: NoticeKind, _ language: String, _ tried: NoticeWording
    ) throws(CommandRefused) -> NoticeOverrides {
        do {
            return try NoticeOverrides([
                NoticeOverride(
                    kind: kind, language: language, subject: tried.subject, body: tried.body, short: tried.short)
            ])
        } catch {
            throw CommandRefused("the texts cannot be used: \(error)")
        }
    }

    func sendTest(
        _ command: Command<SendTestNotice>, in transaction: PostgresTransaction
    ) async throws -> (SendTestNotice.Reply, [OutgoingEvent]) {
        let wish = command.data
        let kind = try Self.kind(wish.kind)
        guard wish.channel != .email || !kind.isShortOnly else {
            throw CommandRefused("\(kind.rawValue) is never a mail")
        }
        guard wish.channel == .email || !kind.isMailOnly else {
            throw CommandRefused("\(kind.rawValue) is always a mail")
        }
        guard desk.accounts.contains(wish.channel) else {
            throw CommandRefused("nothing is set up to send by \(wish.channel.rawValue)")
        }
        let people = try await transaction.execute(LoadAudience(agencyID: command.agencyID, agentID: wish.agentID))
        guard let audience = Audience(people) else { throw CommandRefused("the agency has nobody") }
        let person = try audience.recipient(of: wish)
        guard let address = person.address(for: wish.channel) else {
            throw CommandRefused("\(person.name ?? "the recipient") has no address for \(wish.channel.rawValue)")
        }
        if let cause = person.suppressed[wish.channel] { throw CommandRefused(cause.reason(wish.channel)) }
        let facts = try await facts(kind, command.agencyID, callID: wish.callID, appointmentID: nil, in: transaction)
        let occasion = NoticeDesk.Occasion(
            eventID: EventID(rawValue: command.id.rawValue), time: command.time, agencyID: command.agencyID,
            traceparent: command.traceparent, subject: NotificationSubject(callID: facts.callID), audience: audience)
        let messages = desk.messages(
            facts.content(for: person.kind, publicURL: desk.publicURL), to: person, DeliveryPlan(only: wish.channel),
            occasion, try await desk.own(of: [kind], command.agencyID, in: transaction), now: Date())
        guard let message = messages.first, message.status == .pending else {
            throw CommandRefused(messages.first?.reason ?? "it cannot be put into words")
        }
        _ = try await transaction.execute(InsertNotifications(notifications: messages))
        return (.init(notificationID: message.id, address: address), [])
    }

    private func agency(
        _ id: AgencyID, in transaction: PostgresTransaction
    ) async throws -> LoadAgency.Row {
        guard let agency = try await transaction.execute(LoadAgency(id: id)).first else {
            throw CommandRefused("there is no such agency")
        }
        return agency
    }

    private func facts(
        _ kind: NoticeKind, _ agencyID: AgencyID, callID: CallID?, appointmentID: AppointmentID?,
        in transaction: PostgresTransaction
    ) async throws -> NoticeFacts {
        var facts = NoticeFacts(kind: kind, now: Date())
        if let callID {
            guard try await transaction.execute(IsCallOf(callID: callID, agencyID: agencyID)).first == true,
                let call = try await transaction.execute(LoadCall(callID: callID)).first
            else { throw CommandRefused("the agency has no such call") }
            facts.take(call, callID)
        }
        if let appointmentID {
            let load = LoadAppointmentFacts(id: appointmentID, agencyID: agencyID)
            guard let appointment = try await transaction.execute(load).first else {
                throw CommandRefused("the agency has no such appointment")
            }
            facts.take(appointment, appointmentID)
        }
        return facts
    }
}

extension Audience {
    /// Whom a test is for: the agent who was loaded for it, or one of the owners.
    func recipient(of wish: SendTestNotice) throws(CommandRefused) -> Recipient {
        if wish.agentID != nil {
            guard let agent else { throw CommandRefused("the agency has no such agent") }
            return agent
        }
        guard let accountID = wish.accountID else {
            guard let first = owners.first else { throw CommandRefused("the agency has no owner") }
            return first
        }
        guard let owner = owners.first(where: { $0.id == accountID.rawValue }) else {
            throw CommandRefused("the agency has no such owner")
        }
        return owner
    }
}
