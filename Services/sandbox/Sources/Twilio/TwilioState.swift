internal import DequeModule
internal import FoundationEssentials

/// All messages, who does not want any, and who wrote when. Pure: time and identifiers come from outside.
struct TwilioState: Sendable {
    /// WhatsApp's, after a message of the person
    /// (https://www.twilio.com/docs/whatsapp/key-concepts#the-24-hour-window).
    static let window: TimeInterval = 24 * 3600
    /// https://help.twilio.com/articles/223134027
    private static let stopWords: Set = [
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT",
    ]
    private static let startWords: Set = ["START", "YES", "UNSTOP"]

    let account: TwilioAccount
    private var records: [String: MessageRecord] = [:]
    /// Oldest first.
    private var order: Deque<String> = []
    private var optOuts: Set<NumberPair> = []
    private var lastInbound: [NumberPair: Date] = [:]
    private var rates: [PhoneAddress: RateWindow] = [:]
    /// How many messages were dropped because newer ones came.
    private(set) var dropped = 0
    /// How many requests were answered with which status; 0 for none.
    var answers: [Int: Int] = [:]

    init(account: TwilioAccount) { self.account = account }

    var count: Int { order.count }

    func record(_ sid: String) -> MessageRecord? { records[sid] }

    /// Newest first.
    var newest: [MessageRecord] { order.reversed().compactMap { records[$0] } }

    func isOptedOut(_ pair: NumberPair) -> Bool { optOuts.contains(pair) }

    func isWindowOpen(_ pair: NumberPair, at now: Date) -> Bool {
        lastInbound[pair].map { now.timeIntervalSince($0) < Self.window } ?? false
    }

    mutating func update(_ sid: String, _ change: (inout MessageRecord) -> Void) {
        if var record = records[sid] {
            change(&record)
            records[sid] = record
        }
    }

    /// Forgets messages and counts; who does not want any, and open windows stay.
    mutating func removeAll() {
        (records, order, dropped, answers) = ([:], [], 0, [:])
    }

    /// `POST Messages.json`: one more message, or a refusal.
    mutating func accept(
        _ draft: MessageDraft, id: String, fault: Fault?, at now: Date
    ) throws(TwilioProblem) -> MessageRecord {
        let sender = draft.from ?? account.sender(on: draft.to.channel)
        let pair = NumberPair(ours: sender, theirs: draft.to)
        try take(sender, at: now)
        // On WhatsApp only what the account configures itself stops messages; it configured nothing.
        if draft.to.channel == .sms, optOuts.contains(pair) { throw .optedOut }
        let isLate = draft.to.channel == .whatsApp && draft.isFreeForm && !isWindowOpen(pair, at: now)
        var record = MessageRecord(
            sid: (draft.mediaURLs.isEmpty ? "SM" : "MM") + id, direction: .outboundAPI, draft: draft, sender: sender,
            text: text(of: draft), status: draft.from == nil ? .accepted : .queued, at: now)
        record.failure =
            fault?.kind == .undelivered ? fault?.code : MessageEvent.failure(of: draft.to) ?? (isLate ? 63016 : nil)
        record.fault = fault
        add(record)
        return record
    }

    private mutating func take(_ sender: PhoneAddress, at now: Date) throws(TwilioProblem) {
        if rates.count > 10_000 { rates = [:] }
        let verdict = rates[sender, default: RateWindow(limit: account.rateLimit)].take(at: now)
        if verdict?.isAllowed == false { throw .tooManyRequests }
    }

    private func text(of draft: MessageDraft) -> String {
        guard let sid = draft.contentSID else { return draft.body ?? "" }
        guard let template = account.templates?[sid] else {
            let values = draft.contentVariables.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return ["Template \(sid)", values.joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: ", ")
        }
        return draft.contentVariables.reduce(template) { text, variable in
            text.replacing("{{\(variable.key)}}", with: variable.value)
        }
    }

    /// A person writes to one of our numbers.
    ///
    /// - Returns: that message, and what Twilio answers by itself.
    mutating func receive(_ text: String, on pair: NumberPair, ids: [String], at now: Date) -> [MessageRecord] {
        lastInbound[pair] = now
        let draft = MessageDraft(to: pair.ours, from: pair.theirs, body: text)
        var added = [
            MessageRecord(
                sid: "SM" + ids[0], direction: .inbound, draft: draft, sender: pair.theirs, text: text,
                status: .received, at: now)
        ]
        if let reply = keyword(text, on: pair) {
            let draft = MessageDraft(to: pair.theirs, from: pair.ours, body: reply)
            added.append(
                MessageRecord(
                    sid: "SM" + ids[1], direction: .outboundReply, draft: draft, sender: pair.ours, text: reply,
                    status: .delivered, at: now))
        }
        for record in added { add(record) }
        return added
    }

    /// What Twilio itself does about the words of SMS.
    private mutating func keyword(_ text: String, on pair: NumberPair) -> String? {
        guard pair.ours.channel == .sms else { return nil }
        let word = text.trimmed.uppercased()
        if Self.stopWords.contains(word) {
            guard optOuts.insert(pair).inserted else { return nil }
            return "You have successfully been unsubscribed. You will not receive any more messages from this "
                + "number. Reply START to resubscribe."
        }
        if Self.startWords.contains(word), optOuts.remove(pair) != nil {
            return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
                + "Reply STOP to unsubscribe. Msg&Data Rates May Apply."
        }
        return nil
    }

    private mutating func add(_ record: MessageRecord) {
        records[record.sid] = record
        order.append(record.sid)
        guard order.count > account.capacity, let oldest = order.popFirst() else { return }
        records[oldest] = nil
        dropped += 1
    }
}
