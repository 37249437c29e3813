internal import CivilTime
internal import Contracts
internal import Foundation
internal import Notices

/// How one person is told of what: what they have said, over what their agency has said, over what is usual.
struct NotificationPreferences: Sendable, Equatable {
    enum Role: Sendable {
        case agent, owner
        /// Somebody with an appointment, who has no settings.
        case lead
    }

    enum Urgency: Sendable {
        case normal
        /// Worth a night's rest: passes quiet hours and windows, when its reader has said so.
        case urgent
    }

    /// What is to be done about one message.
    struct Delivery: Sendable, Equatable {
        /// Each is used, the quickest first; none when nothing is sent.
        var channels: [NotificationChannel]
        /// What takes over, in this order, when those fail. See ``FallbackChain``.
        var fallbacks: [NotificationChannel]
        /// The first moment at which it may be sent; nil for now.
        var notBefore: Date?
        /// Why it is not sent, or not now, for the log that its reader sees; nil when there is nothing to explain.
        var reason: String?
    }

    /// In the order in which they are tried.
    static let channels: [NotificationChannel] = [.whatsapp, .sms, .email]

    private let settings: PreferencesDocument
    private let role: Role

    /// - Parameters:
    ///   - own: what the person has said.
    ///   - agency: what their agency has said.
    init(_ role: Role, own: PreferencesDocument = .init(), agency: PreferencesDocument = .init()) {
        self.role = role
        settings = role == .lead ? agency.ofLeads : own.over(agency)
    }

    /// What cannot be: an agent's quiet hours may leave nothing of an agency's windows. A decision keeps to the quiet
    /// hours then.
    var problems: [String] { settings.problems }

    /// The channels that are on, whether or not there is an address for them.
    func wanted(_ kind: String) -> [NotificationChannel] { Self.channels.filter { use($0, for: kind) == .on } }

    /// Whether nothing will ever be sent about it. That is allowed, and to be shown.
    func excludes(_ kind: String) -> Bool { Self.channels.allSatisfy { use($0, for: kind) == .off } }

    /// - Parameters:
    ///   - kind: one of ``NotificationKind``; another one goes by mail.
    ///   - zone: where the person is.
    ///   - reachable: the channels that there is an address for.
    func decide(
        _ kind: String, urgency: Urgency, now: Date, zone: TimeZone,
        reachable: Set<NotificationChannel> = Set(channels)
    ) -> Delivery {
        if excludes(kind) { return .nothing("\(kind) is not wanted on any channel") }
        let wanted = Self.channels.filter { use($0, for: kind) == .on && reachable.contains($0) }
        let others = Self.channels.filter { use($0, for: kind) == .fallback && reachable.contains($0) }
        guard let first = wanted.first ?? others.first else {
            return .nothing("there is no address for any channel that is wanted for \(kind)")
        }
        // Nothing can fail that has no address: the first of the others takes its place.
        var delivery = Delivery(channels: wanted, fallbacks: others)
        if wanted.isEmpty { delivery = Delivery(channels: [first], fallbacks: Array(others.dropFirst())) }
        if role == .lead || urgency == .urgent && passesWhenUrgent { return delivery }
        return deferred(delivery, now: now, zone)
    }

    /// Whether what is urgent passes quiet hours and windows.
    var passesWhenUrgent: Bool { settings.urgentPasses ?? true }

    /// The first moment from now on at which something that can wait may be sent; nil for now.
    ///
    /// Leads have no hours of their own. What they are told at once answers what they have just done; what comes later, because
    /// a channel has failed, leaves them their night.
    func opening(now: Date, zone: TimeZone) -> Date? {
        let quiet = role == .lead ? QuietHours(from: "21:00", to: "08:00") : settings.quietHours.value
        let hours = settings.openHours.flatMap { role == .lead ? nil : $0 } ?? quiet?.open ?? .always
        let limit = now.addingTimeInterval(Self.horizon)
        let opening = LocalClock(zone).nextOpening(of: hours, closedOn: { _ in false }, from: now, before: limit)
        return opening.flatMap { $0 > now ? $0 : nil }
    }

    private func deferred(_ delivery: Delivery, now: Date, _ zone: TimeZone) -> Delivery {
        var delivery = delivery
        let clock = LocalClock(zone)
        let isNeverOpen = settings.openHours == nil
        guard let opening = opening(now: now, zone: zone) else { return delivery }
        delivery.notBefore = opening
        let isQuiet = clock.isQuiet(settings.quietHours.value, at: now)
        delivery.reason = isQuiet ? "waits until quiet hours are over" : "waits for the next window to send in"
        if isNeverOpen { delivery.reason = "waits until quiet hours are over; they leave no window to send in" }
        return delivery
    }

    /// Windows come again every week, and an opening can fall into an hour that is left out.
    private static let horizon: TimeInterval = 15 * 86_400

    private func use(_ channel: NotificationChannel, for kind: String) -> PreferencesDocument.Use {
        if kind == NotificationKind.dailyDigest, settings.digest == false { return .off }
        return settings.grid[kind]?[channel] ?? usual(channel, for: kind)
    }

    private func usual(_ channel: NotificationChannel, for kind: String) -> PreferencesDocument.Use {
        switch channel {
        // What is near is said where it is seen; the rest when no mail gets through.
        case .whatsapp where role == .lead: kind == NoticeKind.appointmentReminder.rawValue ? .on : .fallback
        case .sms where role == .lead: .fallback
        case .email: .on
        case .whatsapp: role == .agent && NotificationKind.urgentForAgents.contains(kind) ? .on : .off
        case .sms: .off
        }
    }
}

extension NotificationPreferences.Delivery {
    fileprivate static func nothing(_ reason: String) -> Self {
        Self(channels: [], fallbacks: [], notBefore: nil, reason: reason)
    }
}

extension LocalClock {
    fileprivate func isQuiet(_ hours: QuietHours?, at instant: Date) -> Bool {
        guard let hours else { return false }
        let minute = reading(at: instant).minute
        return hours.from < hours.to
            ? (hours.from..<hours.to).contains(minute) : minute >= hours.from || minute < hours.to
    }
}
