/// The list of conversations.
struct InboxView: Sendable {
    static let pageSize = 50

    var conversations: [Inbox.Conversation]
    /// How many match the filter.
    var found: Int
    var filter: String
    /// Counted from 1.
    var page: Int
    var problem: String?
    var refresh: Bool
    /// One of our numbers.
    var sender: String
    var mailCount: Int
    var messageCount: Int

    init(_ inbox: Inbox, filter: String, page: Int, problem: String?, refresh: Bool, sender: String) {
        let all = inbox.conversations(matching: filter)
        found = all.count
        self.filter = filter
        self.page = max(1, min(page, (found + Self.pageSize - 1) / Self.pageSize))
        self.problem = problem
        self.refresh = refresh
        self.sender = sender
        mailCount = inbox.mailbox.count
        messageCount = inbox.messages.count
        conversations = Array(all.dropFirst((self.page - 1) * Self.pageSize).prefix(Self.pageSize))
    }

    private func link(page: Int, refresh: Bool) -> String {
        var query: [String] = []
        if !filter.isEmpty { query.append("to=\(filter.queryEscaped)") }
        if page > 1 { query.append("page=\(page)") }
        if refresh { query.append("refresh=1") }
        return "/inbox" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    var values: [String: Any] {
        var values: [String: Any] = [
            "title": "Inbox", "onInbox": true, "to": filter, "isFiltered": !filter.isEmpty, "refresh": refresh,
            "counts": "\(mailCount) \(mailCount == 1 ? "mail" : "mails"), "
                + "\(messageCount) \(messageCount == 1 ? "message" : "messages")",
            "hasAny": mailCount + messageCount > 0, "sender": sender, "hasConversations": !conversations.isEmpty,
            "still": link(page: page, refresh: false), "moving": link(page: page, refresh: true),
            "conversations": conversations.map(Self.values),
        ]
        if let problem { values["problem"] = problem }
        if page > 1 { values["newer"] = link(page: page - 1, refresh: refresh) }
        if page * Self.pageSize < found { values["older"] = link(page: page + 1, refresh: refresh) }
        return values
    }

    private static func values(_ conversation: Inbox.Conversation) -> [String: Any] {
        [
            "path": conversation.kind.path, "person": conversation.kind.person, "latest": conversation.latest,
            "via": conversation.kind.via, "count": "\(conversation.count)", "iso": conversation.latestAt.iso,
            "time": conversation.latestAt.readable,
        ]
    }
}

extension Inbox.Conversation.Kind {
    fileprivate var via: String {
        switch self {
        case .mail: "Mail"
        case .chat(let pair): pair.ours.channel.label
        }
    }
}

extension MessageChannel {
    var label: String { self == .whatsApp ? "WhatsApp" : "SMS" }
}

/// The mails of one address.
struct MailsView: Sendable {
    /// How many are shown.
    private static let most = 20

    var address: String
    /// Newest first.
    var mails: [StoredMail]
    var refresh: Bool

    var values: [String: Any] {
        let path = Inbox.Conversation.Kind.mail(address).path
        return [
            "title": address, "onInbox": true, "address": address, "refresh": refresh, "still": path,
            "moving": path + "&refresh=1", "hasMails": !mails.isEmpty, "hasMore": mails.count > Self.most,
            "all": "/mailbox?to=\(address.queryEscaped)",
            "mails": mails.prefix(Self.most).enumerated().map { index, mail in
                var values = MailView(mail: mail).values
                values["isOpen"] = index == 0
                values["from"] = mail.draft.from
                values["iso"] = mail.receivedAt.iso
                values["time"] = mail.receivedAt.readable
                return values
            },
        ]
    }
}
