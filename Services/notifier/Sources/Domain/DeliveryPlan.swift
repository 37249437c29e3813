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

    /// By this channel at once, whatever anybody has said: an answer.
    init(only channel: NotificationChannel) {
        items = [Item(channel: channel, turn: .now)]
    }

    /// - Parameters:
    ///   - accounts: the channels that there is an account for.
    init(
        _ kind: NoticeKind, to person: Recipient, urgency: NotificationPreferences.Urgency, now: Date,
        accounts: Set<NotificationChannel>
    ) {
        let obstacles = Self.obstacles(kind, person)
        let delivery = person.preferences.decide(
            kind.rawValue, urgency: urgency, now: now, zone: person.timeZone,
            reachable: accounts.filter { obstacles[$0] == nil })
        notBefore = delivery.notBefore
        let hasChain = !delivery.channels.isEmpty && !delivery.fallbacks.isEmpty
        items = delivery.channels.enumerated().map { index, channel in
            Item(
                channel: channel, turn: .now, reason: delivery.reason,
                position: hasChain && index == 0 ? 0 : nil)
        }
        items += delivery.fallbacks.enumerated().map { index, channel in
            Item(channel: channel, turn: .standby, position: index + 1)
        }
        items += person.preferences.wanted(kind.rawValue).filter(accounts.contains).compactMap { channel in
            obstacles[channel].map { Item(channel: channel, turn: .never, reason: $0) }
        }
        guard items.isEmpty else { return }
        items = [Item(channel: .email, turn: .never, reason: delivery.reason)]
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
