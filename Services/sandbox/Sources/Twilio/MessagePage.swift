internal import FoundationEssentials

/// What `GET Messages.json` is asked for.
struct MessageQuery: Sendable, Equatable {
    /// In days or moments (GMT); nil for any, and for messages that were not sent yet.
    private var sent: Range<Date>?
    private var to: String?
    private var from: String?
    var pageSize = 50
    var page = 0
    /// `PA` and the message after which the page begins, or `PB` and the one before which it ends.
    var token: String?
    /// The filters, as they came.
    private var filters: [(String, String)] = []

    static func == (a: MessageQuery, b: MessageQuery) -> Bool {
        a.sent == b.sent && a.to == b.to && a.from == b.from && a.pageSize == b.pageSize && a.page == b.page
            && a.token == b.token
    }

    init(_ query: FormFields) throws(TwilioProblem) {
        to = query["To"]
        from = query["From"]
        filters = query.fields.filter { ["To", "From", "DateSent", "DateSent<", "DateSent>"].contains($0.name) }
            .map { ($0.name, $0.value) }
        var (begin, end) = (Date.distantPast, Date.distantFuture)
        for (name, value) in filters where name.hasPrefix("DateSent") {
            // `DateSent>=2026-01-01`: the comparison belongs to the name, and by the description also to the value.
            var (comparison, text) = (name.dropFirst(8), value[...])
            if comparison.isEmpty, let first = text.first, "<>".contains(first) {
                comparison = text.prefix(1)
                text = text.dropFirst().drop { $0 == "=" }
            }
            guard let time = Self.time(String(text)) else {
                throw .refused(20001, "Invalid date for \(name): \(value.prefix(40))")
            }
            if comparison != "<" { begin = max(begin, time.lowerBound) }
            if comparison != ">" { end = min(end, time.upperBound) }
        }
        if filters.contains(where: { $0.0.hasPrefix("DateSent") }) { sent = begin..<max(begin, end) }
        pageSize = min(max(query["PageSize"].flatMap { Int($0) } ?? 50, 1), 1000)
        page = max(query["Page"].flatMap { Int($0) } ?? 0, 0)
        token = query["PageToken"]
    }

    /// A day, or a moment of which everything in the same second is meant.
    private static func time(_ text: String) -> Range<Date>? {
        if text.utf8.count == 10 { return Date(iso: "\(text)T00:00:00Z").map { $0..<$0.addingTimeInterval(86_400) } }
        return Date(iso: text).map { $0..<$0.addingTimeInterval(1) }
    }

    /// What was not sent yet has no time of sending, so none that a filter finds. Twilio does not say; whoever looks for
    /// a message finds it here only if it also looks without a filter.
    func accepts(_ record: MessageRecord) -> Bool {
        if let sent, !(record.sentAt.map { sent.contains($0) } ?? false) { return false }
        return (to ?? record.draft.to.text) == record.draft.to.text
            && (from ?? record.sender.text) == record.sender.text
    }

    /// The address of a page of the same list.
    func uri(_ root: String, page: Int, token: String?) -> String {
        var fields = filters + [("PageSize", "\(pageSize)"), ("Page", "\(page)")]
        if let token { fields.append(("PageToken", token)) }
        let query = fields.map { "\($0.0.queryEscaped)=\($0.1.queryEscaped)" }.joined(separator: "&")
        return "\(root)/Messages.json?\(query)"
    }
}

extension TwilioState {
    /// `GET Messages.json`, newest first.
    func list(_ query: MessageQuery) throws(TwilioProblem) -> JSON {
        let all = newest.filter(query.accepts)
        let start: Int
        switch query.token {
        case nil: start = query.page * query.pageSize
        case .some(let token):
            guard let index = all.firstIndex(where: { $0.sid == token.dropFirst(2) }) else {
                throw .refused(20001, "Invalid PageToken")
            }
            start = token.hasPrefix("PB") ? max(0, index - query.pageSize) : index + 1
        }
        let messages = Array(all.dropFirst(start).prefix(query.pageSize))
        let hasMore = start + messages.count < all.count
        func uri(_ page: Int, _ token: String?) -> JSON { .string(query.uri(account.root, page: page, token: token)) }
        return [
            "messages": .array(messages.map { $0.resource(of: account) }), "page": .number("\(query.page)"),
            "page_size": .number("\(query.pageSize)"), "start": .number("\(start)"),
            "end": .number("\(max(start, start + messages.count - 1))"), "first_page_uri": uri(0, nil),
            "uri": uri(query.page, query.token),
            "next_page_uri": hasMore ? messages.last.map { uri(query.page + 1, "PA\($0.sid)") } ?? .null : .null,
            "previous_page_uri": query.page > 0
                ? messages.first.map { uri(query.page - 1, "PB\($0.sid)") } ?? .null : .null,
        ]
    }
}
