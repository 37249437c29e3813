internal import CivilTime
internal import Foundation
internal import RulesJSON

/// How somebody is told of what, as notifier keeps it (`notification_preferences`): what is left out is as the agency has it, and
/// what that leaves out as is usual.
struct AgentNotifications: Sendable, Equatable {
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

    struct Quiet: Sendable, Equatable, Codable {
        /// `21:00`
        var from: String
        var to: String
    }

    static let channels = ["email", "whatsapp", "sms"]
    /// What agents are told of.
    static let kinds = [
        "call.completed", "call.missed", "call.assigned", "call.reassigned", "followup.overdue", "appointment.booked",
        "appointment.moved", "appointment.cancelled", "appointment.reminder", "retry.exhausted", "calendar.broken",
    ]
    private static let urgent: Set<String> = [
        "call.completed", "call.assigned", "appointment.booked", "appointment.moved", "appointment.cancelled",
        "appointment.reminder", "followup.overdue",
    ]

    var grid: [String: [String: Use]] = [:]
    var quiet = Setting<Quiet>.inherited
    var windows = Setting<WeeklyHours>.inherited
    var urgentPasses: Bool?
    var digest: Bool?

    init() {}

    /// What does not read counts as not set.
    init(stored json: String) {
        guard let stored = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return }
        self = stored
    }

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

extension AgentNotifications: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        func value<Value: Decodable & Sendable & Equatable>(_ name: String, _ type: Value.Type) -> Setting<Value> {
            let key = JSONKey(name)
            guard container.contains(key) else { return .inherited }
            if (try? container.decodeNil(forKey: key)) == true { return .none }
            return (try? container.decode(type, forKey: key)).map { .value($0) } ?? .inherited
        }
        grid = (try? container.decode([String: [String: Use]].self, forKey: JSONKey("grid"))) ?? [:]
        quiet = value("quiet_hours", Quiet.self)
        windows = value("send_windows", WeeklyHours.self)
        urgentPasses = try? container.decode(Bool.self, forKey: JSONKey("urgent_passes"))
        digest = try? container.decode(Bool.self, forKey: JSONKey("digest"))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        try container.encode(1, forKey: JSONKey("version"))
        let filled = grid.filter { !$0.value.isEmpty }
        if !filled.isEmpty { try container.encode(filled, forKey: JSONKey("grid")) }
        switch quiet {
        case .inherited: break
        case .none: try container.encodeNil(forKey: JSONKey("quiet_hours"))
        case .value(let hours): try container.encode(hours, forKey: JSONKey("quiet_hours"))
        }
        switch windows {
        case .inherited: break
        case .none: try container.encodeNil(forKey: JSONKey("send_windows"))
        case .value(let hours): try container.encode(hours, forKey: JSONKey("send_windows"))
        }
        try container.encodeIfPresent(urgentPasses, forKey: JSONKey("urgent_passes"))
        try container.encodeIfPresent(digest, forKey: JSONKey("digest"))
    }
}

extension AgentNotifications.Use: Codable {
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
