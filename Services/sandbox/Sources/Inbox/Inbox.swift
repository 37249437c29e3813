internal import FoundationEssentials

/// Everything that people have got, and what they wrote back. Pure.
struct Inbox: Sendable {
    /// What one person sees in one app.
    struct Conversation: Sendable, Equatable {
        enum Kind: Sendable, Hashable {
            /// All mails to an address, in lower case.
            case mail(String)
            case chat(NumberPair)
        }

        var kind: Kind
        var count: Int
        var latest: String
        var latestAt: Date
    }

    var mailbox: Mailbox
    var messages: TwilioState

    /// Newest first.
    ///
    /// - Parameter filter: a part of an address or number; empty for all.
    func conversations(matching filter: String = "") -> [Conversation] {
        var found: [Conversation.Kind: Conversation] = [:]
        func note(_ kind: Conversation.Kind, _ text: String, _ time: Date) {
            // They come newest first.
            found[kind, default: Conversation(kind: kind, count: 0, latest: text, latestAt: time)].count += 1
        }
        for mail in mailbox.search(recipient: nil) {
            for address in Set(mail.addresses) { note(.mail(address), mail.draft.subject, mail.receivedAt) }
        }
        for record in messages.newest { note(.chat(record.pair), record.text, record.createdAt) }
        let wanted = filter.lowercased()
        return found.values.filter { wanted.isEmpty || $0.kind.person.contains(wanted) }
            .sorted { ($0.latestAt, $0.kind.person) > ($1.latestAt, $1.kind.person) }
    }

    /// Newest first.
    func mails(to address: String) -> [StoredMail] {
        mailbox.search(recipient: nil).filter { $0.addresses.contains(address.lowercased()) }
    }

    /// Oldest first.
    func chat(_ pair: NumberPair) -> [MessageRecord] { messages.newest.filter { $0.pair == pair }.reversed() }

    /// As in `GET /inbox.json`, newest first.
    ///
    /// - Parameters:
    ///   - person: an address or number, whole when it has an `@` or begins with `+`; nil for all.
    ///   - channel: `mail`, `sms` or `whatsapp`; nil for all.
    func list(person: String?, channel: String?, since: Date?) -> JSON {
        let wanted = person?.lowercased() ?? ""
        let isWhole = wanted.contains("@") || wanted.hasPrefix("+")
        func fits(_ names: [String], _ time: Date) -> Bool {
            if let since, time < since { return false }
            return wanted.isEmpty || names.contains { isWhole ? $0 == wanted : $0.contains(wanted) }
        }
        var found: [(time: Date, json: JSON)] = []
        if channel ?? "mail" == "mail" {
            for mail in mailbox.search(recipient: nil) where fits(mail.addresses, mail.receivedAt) {
                var json = mail.summary
                json["channel"] = "mail"
                found.append((mail.receivedAt, json))
            }
        }
        for record in messages.newest where channel ?? record.channel.rawValue == record.channel.rawValue {
            if fits([record.pair.theirs.number], record.createdAt) { found.append((record.createdAt, record.summary)) }
        }
        // Sorting keeps the order of equal times.
        return .array(found.sorted { $0.time > $1.time }.map(\.json))
    }

    /// As in `GET /inbox/count.json`.
    var counts: JSON {
        func counted(_ keys: [String]) -> JSON {
            .object(Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +).mapValues { .number("\($0)") })
        }
        let records = messages.newest
        return [
            "mail": .number("\(mailbox.count)"), "sms": .number("\(records.count { $0.channel == .sms })"),
            "whatsapp": .number("\(records.count { $0.channel == .whatsApp })"),
            "dropped": .number("\(messages.dropped)"), "statuses": counted(records.map(\.status.rawValue)),
            "directions": counted(records.map(\.direction.rawValue)),
            "answers": .object(
                Dictionary(
                    uniqueKeysWithValues: messages.answers.map {
                        ("\($0 == 0 ? "dropped" : "\($0)")", .number("\($1)"))
                    })),
        ]
    }
}

extension Inbox.Conversation.Kind {
    /// Whose it is.
    var person: String {
        switch self {
        case .mail(let address): address
        case .chat(let pair): pair.theirs.number
        }
    }

    var path: String {
        switch self {
        case .mail(let address): "/inbox/mail?address=\(address.queryEscaped)"
        case .chat(let pair):
            "/inbox/chat?channel=\(pair.ours.channel.rawValue)&number=\(pair.theirs.number.queryEscaped)"
                + "&sender=\(pair.ours.number.queryEscaped)"
        }
    }
}

extension StoredMail {
    /// Its recipients, without names, in lower case.
    var addresses: [String] { draft.to.map { (MailAddress($0)?.address ?? $0).lowercased() } }
}

/// What a person writes to one of our numbers.
struct InboxReply: Sendable, Equatable {
    var pair: NumberPair
    var text: String

    /// - Parameters:
    ///   - number: the person's.
    ///   - sender: ours.
    init(channel: String?, number: String?, sender: String?, text: String?) throws(BadInput) {
        pair = try NumberPair(channel: channel, number: number, sender: sender)
        self.text = text?.trimmed ?? ""
        guard (1...1600).contains(self.text.utf16.count) else {
            throw BadInput(reason: "the text must have from 1 to 1600 characters")
        }
    }
}

extension NumberPair {
    /// As forms, queries and the JSON of a reply name it.
    init(channel: String?, number: String?, sender: String?) throws(BadInput) {
        guard let channel = channel.flatMap(MessageChannel.init) else {
            throw BadInput(
                reason: "channel must be \(MessageChannel.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        let prefix = channel == .whatsApp ? "whatsapp:" : ""
        guard let theirs = PhoneAddress(prefix + (number ?? "").trimmed) else {
            throw BadInput(reason: "the person's number must be international, like +15125550147")
        }
        guard let ours = PhoneAddress(sender: prefix + (sender ?? "").trimmed) else {
            throw BadInput(reason: "the number that is written to must be international, like +15125550100")
        }
        self.init(ours: ours, theirs: theirs)
    }
}
