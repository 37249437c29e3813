internal import CivilTime
internal import RulesJSON

/// How somebody is told of what, as notifier keeps it (`notification_preferences` of an agency and of an agent): what an agent
/// leaves out is as the agency has it, and what that leaves out is as is usual.
struct NotificationPreferences: Sendable, Equatable {
    enum Use: Sendable, Equatable {
        case on, off
        /// Only when what is on has failed.
        case fallback
    }

    /// Set, set to nothing, or not set.
    enum Setting<Value: Sendable & Equatable>: Sendable, Equatable {
        case inherited, none
        case value(Value)
    }

    /// A part of a day, which may go over midnight.
    struct Quiet: Sendable, Equatable, Codable {
        /// `21:00`
        var from: String
        var to: String
    }

    /// Uses by kind of message and channel.
    typealias Grid = [String: [String: Use]]

    private static let version = 1
    private static let urgent: Set<String> = [
        "call.completed", "call.assigned", "appointment.booked", "appointment.moved", "appointment.cancelled",
        "appointment.reminder", "followup.overdue",
    ]

    var grid: Grid = [:]
    /// How an agency's leads are told; of an agency only.
    var leads: Grid = [:]
    var quiet = Setting<Quiet>.inherited
    /// When messages are sent at all.
    var windows = Setting<WeeklyHours>.inherited
    var urgentPasses: Bool?
    var digest: Bool?

    init() {}

    /// Reads what is stored.
    ///
    /// - Throws: `UnusableRules` when any of it does not read: to count that as not set would have the next save put nothing in
    ///   its place.
    init(stored json: String) throws(UnusableRules) { self = try UnusableRules.reading(Self.self, json.utf8) }

    /// What an agent who says nothing gets.
    static func usual(_ kind: String, _ channel: String) -> Use {
        channel == "email" || channel == "whatsapp" && urgent.contains(kind) ? .on : .off
    }

    /// What these, as an agency's, come to.
    func effective(_ kind: String, _ channel: String) -> Use {
        grid[kind]?[channel] ?? Self.usual(kind, channel)
    }

    var json: String { get throws { String(decoding: try RulesJSON.encoded(self), as: UTF8.self) } }
}

extension NotificationPreferences.Quiet {
    /// Nil for what is no part of a day.
    init?(typedFrom from: String, to: String) {
        guard TimeWindow("\(from)-24:00") != nil, TimeWindow("\(to)-24:00") != nil, from != to else { return nil }
        self.init(from: from, to: to)
    }

    /// The end as a browser's field has it, which knows no 24:00.
    var shownTo: String { to == "24:00" ? "00:00" : to }
}

extension NotificationPreferences: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        func setting<Value: Decodable & Sendable & Equatable>(_ name: String, _ type: Value.Type) throws -> Setting<
            Value
        > {
            let key = JSONKey(name)
            guard container.contains(key) else { return .inherited }
            return try container.decodeNil(forKey: key) ? .none : .value(try container.decode(type, forKey: key))
        }
        let version = try container.decodeIfPresent(Int.self, forKey: JSONKey("version")) ?? Self.version
        guard version == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: JSONKey("version"), in: container, debugDescription: "must be \(Self.version)")
        }
        grid = try container.decodeIfPresent(Grid.self, forKey: JSONKey("grid")) ?? [:]
        leads = try container.decodeIfPresent(Grid.self, forKey: JSONKey("leads")) ?? [:]
        quiet = try setting("quiet_hours", Quiet.self)
        windows = try setting("send_windows", WeeklyHours.self)
        urgentPasses = try container.decodeIfPresent(Bool.self, forKey: JSONKey("urgent_passes"))
        digest = try container.decodeIfPresent(Bool.self, forKey: JSONKey("digest"))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        try container.encode(Self.version, forKey: JSONKey("version"))
        for (name, grid) in [("grid", grid), ("leads", leads)] {
            let filled = grid.filter { !$0.value.isEmpty }
            if !filled.isEmpty { try container.encode(filled, forKey: JSONKey(name)) }
        }
        try Self.encode(quiet, "quiet_hours", in: &container)
        try Self.encode(windows, "send_windows", in: &container)
        try container.encodeIfPresent(urgentPasses, forKey: JSONKey("urgent_passes"))
        try container.encodeIfPresent(digest, forKey: JSONKey("digest"))
    }

    private static func encode<Value: Encodable & Sendable & Equatable>(
        _ setting: Setting<Value>, _ name: String, in container: inout KeyedEncodingContainer<JSONKey>
    ) throws {
        switch setting {
        case .inherited: break
        case .none: try container.encodeNil(forKey: JSONKey(name))
        case .value(let value): try container.encode(value, forKey: JSONKey(name))
        }
    }
}

extension NotificationPreferences.Use: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let isOn = try? container.decode(Bool.self) {
            self = isOn ? .on : .off
        } else if try container.decode(String.self) == "fallback" {
            self = .fallback
        } else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "true, false or \"fallback\"")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .on, .off: try container.encode(self == .on)
        case .fallback: try container.encode("fallback")
        }
    }
}
