internal import Contracts
internal import FoundationEssentials
internal import Messaging
internal import Notices
internal import Postgres
internal import RulesJSON

/// What people ask of this service: settings, texts, previews, tests and links to their accounts.
struct NotificationCommandHandlers: Sendable {
    let desk: NoticeDesk

    var all: [CommandHandler] {
        let notices = NoticeCommands(desk: desk)
        let accounts = AccountLinks(desk: desk)
        return [
            .on(ConfigureNotifications.self) { try await configure($0, in: $1) },
            .on(SetNoticeTexts.self) { try await setTexts($0, in: $1) },
            .on(BrandMails.self) { try await BrandingCommand().set($0, in: $1) },
            .on(AllowAddress.self) { try await allow($0, in: $1) },
            .on(PreviewNotice.self) { try await notices.preview($0, in: $1) },
            .on(SendTestNotice.self) { try await notices.sendTest($0, in: $1) },
            .on(SendAccountLink.self) { try await accounts.send($0, in: $1) },
        ]
    }

    private func configure(
        _ command: Command<ConfigureNotifications>, in transaction: PostgresTransaction
    ) async throws -> (ConfigureNotifications.Reply, [OutgoingEvent]) {
        let wish = command.data
        let preferences: PreferencesDocument
        do {
            preferences = try PreferencesDocument(
                json: wish.preferences.utf8, of: wish.agentID == nil ? .agency : .agent)
        } catch {
            throw CommandRefused("the preferences cannot work: \(error)")
        }
        let lock = LockPreferences(agencyID: command.agencyID, agentID: wish.agentID)
        guard let stored = try await transaction.execute(lock).first else {
            throw CommandRefused("the agency has no such agent")
        }
        if let basedOn = wish.basedOn, basedOn != stored.version {
            throw CommandRefused("they are of version \(stored.version) by now, and not \(basedOn): look at them again")
        }
        let json = String(decoding: try preferences.json, as: UTF8.self)
        _ = try await transaction.execute(
            SavePreferences(agencyID: command.agencyID, agentID: wish.agentID, preferences: json))
        let agency = wish.agentID == nil ? preferences : PreferencesDocument(stored: stored.agency.utf8)
        let own = wish.agentID == nil ? PreferencesDocument() : preferences
        let warnings = NotificationPreferences(.agent, own: own, agency: agency).warnings
        return (.init(version: stored.version + 1, warnings: warnings), [])
    }

    private func setTexts(
        _ command: Command<SetNoticeTexts>, in transaction: PostgresTransaction
    ) async throws -> (SetNoticeTexts.Reply, [OutgoingEvent]) {
        let wish = command.data
        let kind = try NoticeCommands.kind(wish.kind)
        guard let texts = wish.texts else {
            _ = try await transaction.execute(
                RemoveNoticeTexts(agencyID: command.agencyID, kind: kind, language: wish.language))
            return (.init(version: nil), [])
        }
        let own = NoticeOverride(
            kind: kind, language: wish.language, subject: texts.subject, body: texts.body, short: texts.short)
        do {
            try own.validate()
        } catch {
            throw CommandRefused("the texts cannot be used: \(error)")
        }
        let save = SaveNoticeTexts(agencyID: command.agencyID, texts: own, actor: command.actor)
        let version = try await transaction.execute(save).first
        return (.init(version: Int(version ?? 1)), [])
    }

    /// What somebody has said themselves only they can take back.
    private func allow(
        _ command: Command<AllowAddress>, in transaction: PostgresTransaction
    ) async throws -> (AllowAddress.Reply, [OutgoingEvent]) {
        let wish = command.data
        let address = wish.channel == .email ? wish.address.lowercased() : wish.address
        if try await transaction.execute(HasComplained(address: address, agencyID: command.agencyID)).first == true {
            throw CommandRefused("they have marked our mail as spam: no more is sent to this address")
        }
        let removed = try await transaction.execute(
            RemoveSuppression(channel: wish.channel, address: address, agencyID: command.agencyID))
        if removed.isEmpty,
            try await transaction.execute(HasSaidStop(channel: wish.channel, address: address)).first == true
        {
            throw CommandRefused("they have said STOP: only they can undo it, by writing START")
        }
        return (.init(wasSuppressed: !removed.isEmpty), [])
    }
}

extension NotificationPreferences {
    /// What is allowed and may not be meant.
    var warnings: [String] {
        problems + NotificationKind.all.filter(excludes).map { "nobody is told of \($0): no channel is on for it" }
    }
}
