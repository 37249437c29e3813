internal import Crypto
internal import DequeModule
internal import Foundation

/// A subscription to the changes of a calendar
/// (https://developers.google.com/workspace/calendar/api/guides/push).
struct PushChannel: Sendable {
    static let lifetime: TimeInterval = 7 * 86_400
    static let longestLifetime: TimeInterval = 30 * 86_400

    let id: String
    let account: String
    let address: String
    let token: String?
    let expiresAt: Date
    fileprivate(set) var lastNumber = 0
    fileprivate var waiting: Deque<String> = []
    fileprivate var isBeingSent = false
    /// The newest.
    fileprivate(set) var deliveries: Deque<Delivery> = []

    /// The same for all channels of one calendar.
    var resourceID: String { Self.resourceID(of: account) }
    var resourceURI: String {
        "https://www.googleapis.com/calendar/v3/calendars/\(account.queryEscaped)/events?alt=json"
    }

    static func resourceID(of account: String) -> String {
        String(Data(SHA256.hash(data: Array(account.utf8))).base64URL.prefix(27))
    }

    /// As `events.watch` answers.
    var json: JSON {
        .object(present: [
            "kind": "api#channel", "id": .string(id), "resourceId": .string(resourceID),
            "resourceUri": .string(resourceURI), "token": token.map { .string($0) },
            "expiration": .string("\(expiresAt.epochMilliseconds)"),
        ])
    }

    /// - Parameter body: of `events.watch`.
    init(_ body: JSON, account: String, at now: Date) throws(CalendarProblem) {
        guard body.members != nil else { throw .parseError }
        guard let id = body["id"]?.string, !id.isEmpty else { throw .required("channel id") }
        guard id.utf8.count <= 64, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_+/=".contains($0)) })
        else { throw CalendarProblem(400, "channelIdInvalid", "Invalid channel id", domain: "push") }
        guard ["web_hook", "webhook"].contains(body["type"]?.string ?? "") else {
            throw CalendarProblem(400, "channelTypeInvalid", "Channel type is invalid", domain: "push")
        }
        guard let address = body["address"]?.string, WebOrigin(of: address) != nil else {
            throw CalendarProblem(
                400, "push.webhookUrlNotHttps", "WebHook callback must be HTTPS: \(body["address"]?.string ?? "")")
        }
        token = body["token"]?.string
        guard (token ?? "").utf16.count <= 256 else { throw .invalid("Invalid value for: token") }
        self.id = id
        self.account = account
        self.address = address
        let asked = body["expiration"].flatMap { $0.int ?? $0.string.flatMap { Int($0) } }
        let wanted = asked.map { Date(timeIntervalSince1970: Double($0) / 1000) }
        if let wanted, wanted <= now { throw .invalid("Invalid value for: expiration") }
        expiresAt = min(wanted ?? now.addingTimeInterval(Self.lifetime), now.addingTimeInterval(Self.longestLifetime))
    }
}

/// One notification, ready to go. It has no body.
struct PushNotification: Sendable, Equatable {
    var address: String
    /// By name.
    var headers: [String: String]
    /// `sync` or `exists`.
    var state: String
}

/// The channels, and what waits to be sent on them. Pure: time comes from outside.
struct ChannelBook: Sendable {
    /// What a receiver that never answers may have waiting.
    static let mostWaiting = 1000

    private var channels: [String: PushChannel] = [:]
    /// Channels that have got something to send while nobody is sending.
    private var due: [String] = []

    func channels(of account: String) -> [PushChannel] {
        channels.values.filter { $0.account == account }.sorted { $0.expiresAt < $1.expiresAt }
    }

    mutating func open(_ channel: PushChannel, at now: Date) throws(CalendarProblem) {
        channels = channels.filter { $0.value.expiresAt > now }
        guard channels[channel.id] == nil else {
            throw CalendarProblem(400, "channelIdNotUnique", "Channel id \(channel.id) not unique")
        }
        channels[channel.id] = channel
        enqueue("sync", on: channel.id)
    }

    /// - Parameter account: whose token is used; nobody else may.
    mutating func stop(_ body: JSON, account: String, at now: Date) throws(CalendarProblem) {
        guard let id = body["id"]?.string, let resource = body["resourceId"]?.string else {
            throw .required("channel id or resource id")
        }
        guard let channel = channels[id], channel.account == account, channel.resourceID == resource,
            channel.expiresAt > now
        else { throw CalendarProblem(404, "notFound", "Channel '\(id)' not found for project 'sandbox'") }
        channels[id] = nil
    }

    mutating func stopAll(of account: String) {
        channels = channels.filter { $0.value.account != account }
    }

    /// Something in the account's calendar is not as it was.
    mutating func noteChange(in account: String, at now: Date) {
        for channel in channels.values where channel.account == account && channel.expiresAt > now {
            enqueue("exists", on: channel.id)
        }
    }

    private mutating func enqueue(_ state: String, on id: String) {
        guard var channel = channels[id], channel.waiting.count < Self.mostWaiting else { return }
        channel.waiting.append(state)
        if !channel.isBeingSent {
            channel.isBeingSent = true
            due.append(id)
        }
        channels[id] = channel
    }

    /// The channels on which somebody has to begin to send.
    mutating func takeDue() -> [String] {
        defer { due = [] }
        return due
    }

    /// What is to be sent next; nil when there is nothing more, and nobody is sending from now on.
    mutating func next(on id: String, at now: Date) -> PushNotification? {
        guard var channel = channels[id] else { return nil }
        defer { channels[id] = channel }
        guard channel.expiresAt > now, let state = channel.waiting.popFirst() else {
            channel.waiting = []
            channel.isBeingSent = false
            return nil
        }
        channel.lastNumber += 1
        var headers = [
            "X-Goog-Channel-ID": channel.id, "X-Goog-Message-Number": "\(channel.lastNumber)",
            "X-Goog-Resource-ID": channel.resourceID, "X-Goog-Resource-State": state,
            "X-Goog-Resource-URI": channel.resourceURI, "X-Goog-Channel-Expiration": channel.expiresAt.httpDate,
        ]
        headers["X-Goog-Channel-Token"] = channel.token
        return PushNotification(address: channel.address, headers: headers, state: state)
    }

    mutating func note(_ delivery: Delivery, on id: String) {
        channels[id]?.deliveries.append(delivery)
        if (channels[id]?.deliveries.count ?? 0) > 20 { _ = channels[id]?.deliveries.popFirst() }
    }
}

extension Date {
    /// `Tue, 29 Oct 2013 20:32:02 GMT` (RFC 9110 §5.6.7).
    var httpDate: String {
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .month], from: self)
        let text = iso
        let date = "\(text.prefix(10).suffix(2)) \(months[(parts.month ?? 1) - 1]) \(text.prefix(4))"
        return "\(weekdays[(parts.weekday ?? 1) - 1]), \(date) \(text.dropFirst(11).prefix(8)) GMT"
    }
}
