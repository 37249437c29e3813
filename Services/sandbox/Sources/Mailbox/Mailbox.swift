internal import DequeModule
internal import FoundationEssentials

/// A mail that was accepted.
struct StoredMail: Sendable, Equatable {
    var id: String
    var receivedAt: Date
    var idempotencyKey: String?
    var draft: MailDraft

    /// As in `GET /mailbox.json`.
    var summary: JSON {
        [
            "id": .string(id), "to": .array(draft.to.map(JSON.string)), "from": .string(draft.from),
            "subject": .string(draft.subject),
            "tags": .object(Dictionary(draft.tags.map { ($0.name, JSON.string($0.value)) }) { $1 }),
            "idempotencyKey": idempotencyKey.map(JSON.string) ?? .null, "receivedAt": .string(receivedAt.iso),
        ]
    }
}

/// The newest mails, up to a number. Pure.
struct Mailbox: Sendable {
    let capacity: Int
    private var mails: Deque<StoredMail> = []
    private var sequences: [String: Int] = [:]
    private var firstSequence = 0
    /// How many were dropped because newer ones came.
    private(set) var dropped = 0

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { mails.count }

    mutating func add(_ mail: StoredMail) {
        sequences[mail.id] = firstSequence + mails.count
        mails.append(mail)
        guard mails.count > capacity, let oldest = mails.popFirst() else { return }
        sequences[oldest.id] = nil
        firstSequence += 1
        dropped += 1
    }

    mutating func removeAll() {
        self = Mailbox(capacity: capacity)
    }

    func mail(_ id: String) -> StoredMail? {
        sequences[id].map { mails[$0 - firstSequence] }
    }

    /// Newest first.
    ///
    /// - Parameters:
    ///   - recipient: an address, or a part of one when it has no `@`; letter case does not count.
    ///   - since: the time of the oldest wanted.
    func search(recipient: String?, since: Date? = nil) -> [StoredMail] {
        let wanted = recipient?.lowercased() ?? ""
        return mails.reversed().filter { mail in
            if let since, mail.receivedAt < since { return false }
            return wanted.isEmpty || mail.draft.to.contains { Self.matches($0, wanted) }
        }
    }

    private static func matches(_ recipient: String, _ wanted: String) -> Bool {
        let address = (MailAddress(recipient)?.address ?? recipient).lowercased()
        return wanted.contains("@") ? address == wanted : address.contains(wanted)
    }

    /// As in `GET /mailbox/count.json`.
    var counts: JSON {
        var pairs: Set<[String]> = []
        var recipients: Set<[String]> = []
        var tags: Set<[String]> = []
        var keys: Set<String> = []
        for mail in mails {
            recipients.insert(mail.draft.to)
            pairs.insert(mail.draft.to + [mail.draft.subject])
            tags.insert(mail.draft.tags.map { "\($0.name)=\($0.value)" }.sorted())
            if let key = mail.idempotencyKey { keys.insert(key) }
        }
        return [
            "total": .number("\(mails.count)"), "dropped": .number("\(dropped)"), "capacity": .number("\(capacity)"),
            "distinctRecipients": .number("\(recipients.count)"),
            "distinctRecipientsAndSubjects": .number("\(pairs.count)"), "distinctTags": .number("\(tags.count)"),
            "distinctIdempotencyKeys": .number("\(keys.count)"),
        ]
    }
}
