internal import FoundationEssentials

/// One page of the list of mails.
struct MailboxView: Sendable {
    static let pageSize = 50

    var mails: [StoredMail]
    /// How many match the filter.
    var found: Int
    /// How many there are.
    var total: Int
    var dropped: Int
    var capacity: Int
    var filter: String
    /// Counted from 1.
    var page: Int
    var refresh: Bool

    init(_ mailbox: Mailbox, filter: String, page: Int, refresh: Bool) {
        let all = mailbox.search(recipient: filter)
        found = all.count
        total = mailbox.count
        dropped = mailbox.dropped
        capacity = mailbox.capacity
        self.filter = filter
        self.page = max(1, min(page, (found + Self.pageSize - 1) / Self.pageSize))
        self.refresh = refresh
        mails = Array(all.dropFirst((self.page - 1) * Self.pageSize).prefix(Self.pageSize))
    }

    private var hasOlder: Bool { page * Self.pageSize < found }

    private func link(page: Int, refresh: Bool) -> String {
        var query: [String] = []
        if !filter.isEmpty { query.append("to=\(filter.queryEscaped)") }
        if page > 1 { query.append("page=\(page)") }
        if refresh { query.append("refresh=1") }
        return "/mailbox" + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    private var counts: String {
        if filter.isEmpty { return total == 1 ? "1 mail" : "\(total) mails" }
        return "\(found) of \(total) mails"
    }

    var values: [String: Any] {
        var values: [String: Any] = [
            "title": "All mails", "onInbox": true, "counts": counts, "to": filter, "isFiltered": !filter.isEmpty,
            "hasMails": !mails.isEmpty, "hasAny": total > 0, "refresh": refresh,
            "still": link(page: page, refresh: false), "moving": link(page: page, refresh: true),
            "mails": mails.map { mail in
                [
                    "id": mail.id, "subject": mail.draft.subject, "to": mail.draft.to.joined(separator: ", "),
                    "iso": mail.receivedAt.iso, "time": mail.receivedAt.readable,
                ]
            },
        ]
        if dropped > 0 { values["dropped"] = ["capacity": "\(capacity)", "count": "\(dropped)"] }
        if page > 1 { values["newer"] = link(page: page - 1, refresh: refresh) }
        if hasOlder { values["older"] = link(page: page + 1, refresh: refresh) }
        return values
    }
}

/// One mail.
struct MailView: Sendable {
    var mail: StoredMail

    private var facts: [(String, String)] {
        let draft = mail.draft
        var facts = [("From", draft.from), ("To", draft.to.joined(separator: ", "))]
        for (label, addresses) in [("Cc", draft.cc), ("Bcc", draft.bcc), ("Reply to", draft.replyTo)]
        where !addresses.isEmpty {
            facts.append((label, addresses.joined(separator: ", ")))
        }
        facts.append(("Received", mail.receivedAt.readable))
        if let time = draft.scheduledAt { facts.append(("Scheduled for", time)) }
        if let template = draft.templateID { facts.append(("Template", template)) }
        if !draft.attachments.isEmpty {
            facts.append(("Attachments", draft.attachments.map { $0.filename ?? "unnamed" }.joined(separator: ", ")))
        }
        facts.append(("Key", mail.idempotencyKey ?? "none"))
        facts.append(("Id", mail.id))
        return facts
    }

    var values: [String: Any] {
        var values: [String: Any] = [
            "title": mail.draft.subject, "onInbox": true, "id": mail.id, "subject": mail.draft.subject,
            "facts": facts.map { ["label": $0.0, "value": $0.1] }, "hasTags": !mail.draft.tags.isEmpty,
            "tags": mail.draft.tags.map { "\($0.name): \($0.value)" }, "hasHTML": mail.draft.html != nil,
        ]
        if let text = mail.draft.text { values["text"] = text }
        return values
    }

    /// The mail's HTML, its links made to open elsewhere.
    var html: String? {
        guard var html = mail.draft.html else { return nil }
        if let head = html.firstRange(of: "<head>") {
            html.insert(contentsOf: "<base target=\"_blank\">", at: head.upperBound)
        }
        return html
    }
}

extension Date {
    /// `2026-08-20 09:06:55 UTC`
    var readable: String { "\(iso.prefix(19)) UTC".replacing("T", with: " ", maxReplacements: 1) }
}

extension String {
    /// For the value of a query parameter.
    var queryEscaped: String {
        let digits = Array("0123456789ABCDEF")
        return utf8.reduce(into: "") { text, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
