internal import CivilTime
internal import Contracts
internal import RulesJSON

/// What somebody has said about how they are told, as it is stored: of an agent in `agents.notification_preferences`,
/// of an agency as what its agents start from. What it leaves out is as the next one says; see
/// ``NotificationPreferences``.
///
/// ```json
/// {"version": 1, "grid": {"call.completed": {"email": true, "whatsapp": true, "sms": "fallback"}},
///  "quiet_hours": {"from": "21:00", "to": "07:00"}, "send_windows": {"mon": ["08:00-20:00"]},
///  "urgent_passes": true, "digest": false, "leads": {"appointment.reminder": {"sms": true}}}
/// ```
struct PreferencesDocument: Sendable, Equatable {
    /// Whether a channel is used for a kind of event.
    enum Use: Sendable, Equatable {
        case on, off
        /// Only when the channels that are on have failed.
        case fallback
    }

    /// What is set, or set to nothing: an agent can do away with the agency's quiet hours.
    enum Setting<Value: Sendable & Equatable>: Sendable, Equatable {
        case inherited
        case none
        case value(Value)

        func over(_ base: Self) -> Self { self == .inherited ? base : self }

        var value: Value? {
            guard case .value(let value) = self else { return nil }
            return value
        }
    }

    static let version = 1

    var grid: [String: [NotificationChannel: Use]] = [:]
    var quietHours: Setting<QuietHours> = .inherited
    /// When messages are sent at all.
    var sendWindows: Setting<WeeklyHours> = .inherited
    /// Whether what is urgent is sent at once, whatever the hour.
    var urgentPasses: Bool?
    /// Whether the daily digest is wanted.
    var digest: Bool?
    /// How an agency's leads are told, who have no settings of their own; of an agency only.
    var leads: [String: [NotificationChannel: Use]] = [:]

    /// What this says, and what `base` says where this says nothing: of the grid each single cell.
    func over(_ base: PreferencesDocument) -> PreferencesDocument {
        PreferencesDocument(
            grid: base.grid.merging(grid) { $0.merging($1) { _, own in own } },
            quietHours: quietHours.over(base.quietHours), sendWindows: sendWindows.over(base.sendWindows),
            urgentPasses: urgentPasses ?? base.urgentPasses, digest: digest ?? base.digest)
    }

    /// What leads of this agency are told by: the cells about them, and no hours, since nothing is sent to them that is not
    /// about an appointment of theirs.
    var ofLeads: PreferencesDocument { PreferencesDocument(grid: leads) }

    /// When messages may be sent; nil when there is no such moment.
    var openHours: WeeklyHours? {
        let hours = (sendWindows.value ?? .always).intersection(quietHours.value?.open ?? .always)
        return hours.isEmpty ? nil : hours
    }

    /// What cannot be, in words, although each setting reads; empty when it can.
    var problems: [String] {
        if let windows = sendWindows.value, windows.isEmpty { return ["send_windows: no window ever opens"] }
        return openHours == nil ? ["quiet_hours leave nothing of send_windows: no message would ever be sent"] : []
    }
}

extension PreferencesDocument: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        try container.encode(Self.version, forKey: JSONKey("version"))
        for (name, grid) in [("grid", grid), ("leads", leads)] where !grid.isEmpty {
            var rows = container.nestedContainer(keyedBy: JSONKey.self, forKey: JSONKey(name))
            for (kind, cells) in grid {
                var row = rows.nestedContainer(keyedBy: JSONKey.self, forKey: JSONKey(kind))
                for (channel, use) in cells {
                    switch use {
                    case .on, .off: try row.encode(use == .on, forKey: JSONKey(channel.rawValue))
                    case .fallback: try row.encode("fallback", forKey: JSONKey(channel.rawValue))
                    }
                }
            }
        }
        switch quietHours {
        case .inherited: break
        case .none: try container.encodeNil(forKey: JSONKey("quiet_hours"))
        case .value(let hours):
            try container.encode(["from": hours.fromText, "to": hours.toText], forKey: JSONKey("quiet_hours"))
        }
        switch sendWindows {
        case .inherited: break
        case .none: try container.encodeNil(forKey: JSONKey("send_windows"))
        case .value(let hours): try container.encode(hours, forKey: JSONKey("send_windows"))
        }
        try container.encodeIfPresent(urgentPasses, forKey: JSONKey("urgent_passes"))
        try container.encodeIfPresent(digest, forKey: JSONKey("digest"))
    }

    /// As it is stored and shown.
    var json: [UInt8] { get throws { try RulesJSON.encoded(self) } }
}
