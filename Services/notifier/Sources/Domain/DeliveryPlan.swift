internal import Contracts
internal import Foundation
internal import Notices

/// By which channels one person is told one thing, which of them wait for others to fail, and why others are left out: all
/// that is stored as messages. Pure.
struct DeliveryPlan: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        enum Turn: Sendable, Equatable {
            case now
            /// When the one before it in the chain has not reached them.
            case standby
            case never
        }

        var channel: NotificationChannel
        var turn: Turn
        /// Why not, or not now.
        var reason: String?
        /// Its place among the channels of which one takes over from the other; nil when it stands alone.
        var position: Int?
    }

    var items: [Item]
    /// The first moment at which those whose turn it is may be sent; nil for now.
    var notBefore: Date?
    /// Whether it may be sent at any hour.
    var isUrgent = false

    /// Until when something is of use.
    struct Relevance: Sendable, Equatable {
        /// What it is about begins then; nil for what has happened.
        var eventAt: Date?
        /// Whether it is worth a night's rest already.
        var isNear = false

        /// Whether at that moment there would not be the time to do anything about it.
        func isNear(_ moment: Date) -> Bool {
            isNear || eventAt.map { $0.timeIntervalSince(moment) < 2 * 3600 } ?? false
        }

        /// After that it is not sent any more.
        func expiry(from moment: Date) -> Date {
            let end = moment.addingTimeInterval(86_400)
            guard let eventAt else { return end }
            return max(eventAt, moment.addingTimeInterval(3600))
        }
    }

    /// By this channel at once, whatever anybody has said: an answer.
    init(only channel: NotificationChannel) {
        items = [Item(channel: channel, turn: .now)]
        isUrgent = true
    }

    /// - Parameters:
    ///   - relevance: until when it is of use, and whether that is near.
    ///   - accounts: the channels that there is an account for.
    init(
        _ kind: NoticeKind, to person: Recipient, relevance: Relevance, now: Date, accounts: Set<NotificationChannel>
    ) {
        let obstacles = Self.obstacles(kind, person)
        func decide(_ urgency: NotificationPreferences.Urgency) -> NotificationPreferences.Delivery {
            person.preferences.decide(
                kind.rawValue, urgency: urgency, now: now, zone: person.timeZone,
                reachable: accounts.filter { obstacles[$0] == nil })
        }
        var delivery = decide(.normal)
        // Nothing is put off until it is too late.
        let cannotWait = relevance.isNear(delivery.notBefore ?? now)
        if cannotWait { delivery = decide(.urgent) }
        isUrgent = cannotWait && person.preferences.passesWhenUrgent
        notBefore = delivery.notBefore
        let hasChain = !delivery.channels.isEmpty && !delivery.fallbacks.isEmpty
        items = delivery.channels.enumerated().map { index, channel in
            Item(channel: channel, turn: .now, reason: delivery.reason, position: hasChain ? index : nil)
        }
        items += delivery.fallbacks.enumerated().map { index, channel in
            Item(channel: channel, turn: .standby, position: delivery.channels.count + index)
        }
        let wanted = person.preferences.wanted(kind.rawValue)
        items += wanted.filter(accounts.contains).compactMap { channel in
            obstacles[channel].map { Item(channel: channel, turn: .never, reason: $0) }
        }
        guard items.isEmpty else { return }
        let names = wanted.map(\.rawValue).joined(separator: " or ")
        let isSetUp = wanted.isEmpty || wanted.contains(where: accounts.contains)
        items = [
            Item(
                channel: wanted.first ?? .email, turn: .never,
                reason: isSetUp ? delivery.reason : "nothing is set up to send by \(names)")
        ]
    }

    /// Why a channel cannot be used.
    private static func obstacles(_ kind: NoticeKind, _ person: Recipient) -> [NotificationChannel: String] {
        var obstacles: [NotificationChannel: String] = [:]
        // Who wants to hear nothing is not reminded another way.
        let saidStop = person.suppressed.values.contains(.stop) && person.kind == .lead && kind == .appointmentReminder
        for channel in NotificationPreferences.channels {
            if person.address(for: channel) == nil {
                obstacles[channel] =
                    "the \(person.kind.rawValue) has no \(channel == .email ? "mail address" : "number")"
            } else if let cause = person.suppressed[channel] {
                obstacles[channel] = cause.reason(channel)
            } else if saidStop {
                obstacles[channel] = SuppressionCause.stop.reason(channel)
            }
        }
        return obstacles
    }
}
