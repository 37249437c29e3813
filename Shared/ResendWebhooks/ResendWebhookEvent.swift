package import FoundationEssentials
internal import LenientJSON

/// What became of a mail, as Resend reports it (https://resend.com/docs/dashboard/webhooks/event-types). Reports come
/// twice and out of order; see ``Kind/advanced(by:)``.
package struct ResendWebhookEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case scheduled = "email.scheduled"
        case sent = "email.sent"
        case deliveryDelayed = "email.delivery_delayed"
        case delivered = "email.delivered"
        case failed = "email.failed"
        case suppressed = "email.suppressed"
        case bounced = "email.bounced"
        case opened = "email.opened"
        case clicked = "email.clicked"
        case complained = "email.complained"
    }

    package struct Bounce: Sendable, Equatable {
        package enum Kind: String, Sendable {
            /// The address does not take mail and will not.
            case permanent
            /// A full mailbox, a server that is away.
            case transient
            case undetermined
        }

        package var kind: Kind
        /// `General`, `NoEmail`, `MailboxFull`, …
        package var subType: String?
        package var message: String?
    }

    /// Nil for what is not about a mail of ours, such as contacts and domains, and for kinds of the future: to be
    /// answered, and left alone.
    package var kind: Kind?
    /// As written: `email.bounced`.
    package var type: String
    /// When it happened.
    package var createdAt: Date?
    /// What `POST /emails` answered with.
    package var emailID: String?
    package var to: [String]
    package var subject: String?
    /// As given with the mail, which carries our own ids: they are known even when the answer to the request is not.
    package var tags: [String: String]
    package var bounce: Bounce?
    /// Why it failed or was suppressed.
    package var reason: String?

    /// Whether the address is to get no more mail: it does not exist, or its owner has complained.
    package var endsMailToAddress: Bool {
        kind == .complained || kind == .suppressed || bounce?.kind == .permanent
    }

    /// Reads a body whose signature is valid. What is missing or of another kind is nil, or empty.
    ///
    /// - Throws: ``UnreadableWebhook`` for what is not JSON, or names no type.
    package init(body: [UInt8]) throws(UnreadableWebhook) {
        guard let root = (try? JSONDocument(parsing: body))?.root, let type = root["type"]?.nonEmptyString else {
            throw UnreadableWebhook()
        }
        let data = root["data"]
        self.type = type
        kind = Kind(rawValue: type)
        createdAt = (root["created_at"] ?? data?["created_at"])?.string.flatMap(ResendTime.date)
        emailID = data?["email_id"]?.nonEmptyString
        to = data?["to"].map { $0.string.map { [$0] } ?? $0.elements.compactMap(\.string) } ?? []
        subject = data?["subject"]?.string
        tags = data?["tags"].map(Self.tags) ?? [:]
        bounce = kind == .bounced ? data?["bounce"].map(Self.bounce) ?? Bounce(kind: .undetermined) : nil
        let cause = data?["failed"] ?? data?["suppressed"]
        reason = cause?["reason"]?.nonEmptyString ?? cause?["message"]?.nonEmptyString ?? bounce?.message
    }

    /// An object here, a list of names and values when they are sent.
    private static func tags(_ node: JSONNode) -> [String: String] {
        var tags: [String: String] = [:]
        for (name, value) in node.members { tags[name] = value.string }
        for tag in node.elements {
            if let name = tag["name"]?.string { tags[name] = tag["value"]?.string }
        }
        return tags
    }

    private static func bounce(_ node: JSONNode) -> Bounce {
        let kind = node["type"]?.string.flatMap { Bounce.Kind(rawValue: $0.lowercased()) } ?? .undetermined
        let subType = node["subType"] ?? node["sub_type"]
        return Bounce(kind: kind, subType: subType?.nonEmptyString, message: node["message"]?.nonEmptyString)
    }
}

extension ResendWebhookEvent.Kind {
    /// The later of two reports on one mail. What was delivered can still bounce; of two that stand at the same place
    /// the first stays.
    package func advanced(by other: Self) -> Self { other.rank > rank ? other : self }

    /// Whether the mail has arrived. An opening or a complaint shows that as well.
    package var isDelivered: Bool { [.delivered, .opened, .clicked, .complained].contains(self) }

    /// Whether it will never arrive.
    package var isFailure: Bool { [.failed, .suppressed, .bounced].contains(self) }

    private var rank: Int {
        switch self {
        case .scheduled: 0
        case .sent: 1
        case .deliveryDelayed: 2
        case .delivered: 3
        case .failed, .suppressed, .bounced: 4
        case .opened: 5
        case .clicked: 6
        case .complained: 7
        }
    }
}

/// A body that is no event.
package struct UnreadableWebhook: Error, Sendable, Equatable, CustomStringConvertible {
    package var description: String { "the body is no event" }
}

/// Resend's times: `2023-10-06T23:47:56.678Z` in events, `2023-04-03 22:13:42.674981+00` in what they are about.
enum ResendTime {
    static func date(_ text: String) -> Date? {
        guard text.utf8.count >= 20, text.utf8.allSatisfy({ $0 < 128 }) else { return nil }
        let day = text.prefix(10)
        let time = text.dropFirst(11).prefix(8)
        var rest = text.dropFirst(19)
        var fraction = 0.0
        if rest.hasPrefix(".") {
            let digits = rest.dropFirst().prefix { $0.isNumber }
            fraction = Double("0.\(digits)") ?? 0
            rest = rest.dropFirst(digits.count + 1)
        }
        // Its zone is always UTC.
        guard ["Z", "+00", "+0000", "+00:00"].contains(rest),
            let whole = try? Date("\(day)T\(time)Z", strategy: .iso8601)
        else { return nil }
        return whole.addingTimeInterval(fraction)
    }
}
