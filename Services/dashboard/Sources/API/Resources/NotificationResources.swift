internal import CivilTime
internal import Contracts
internal import Foundation
internal import LenientJSON
internal import RulesJSON

/// How the API shows, and is told, how an agent wants to be told of what.
enum NotificationResources {
    private static let uses = ["on", "off", "fallback"]
    private static let channels = NotificationPreferences.channelNames

    private static let grid = JSONSchema(
        "NotificationGrid", "By kind of message and channel; what is left out, or null, is as the agency has it.",
        members: PreferencesForm.agentKinds.map { kind in
            .optional(
                kind,
                JSONSchema(
                    "NotificationChannels", "`fallback`: only when what is on has failed.",
                    members: channels.map { .optional($0, JSONSchema(.string, choices: uses).orNull) }))
        })

    private static let quietHours = JSONSchema(
        "QuietHours", "A part of the day, which may go over midnight.",
        members: [
            .required("from", JSONSchema(.string, "Such as 21:00.", length: 5...5)),
            .required("to", JSONSchema(.string, "Such as 08:00.", length: 5...5)),
        ])

    /// What can be set.
    static let members: [JSONSchema.Member] = [
        .optional("grid", grid),
        .optional(
            "has_quiet_hours", JSONSchema(.boolean, "True needs `quiet_hours`; null: as the agency has it.").orNull),
        .optional("quiet_hours", quietHours.orNull),
        .optional(
            "has_send_windows", JSONSchema(.boolean, "True needs `send_windows`; null: as the agency has it.").orNull),
        .optional("send_windows", AgentTimeOperations.hours.orNull),
        .optional(
            "urgent_passes",
            JSONSchema(.boolean, "Whether what is urgent comes at any time; null: as the agency has it.").orNull),
    ]

    struct State: Sendable {
        var agent: AgentRecord
        var preferences: NotificationPreferences
        var version: Int
        var warnings: [String] = []
    }

    static let state = Resource<State>(
        "AgentNotifications", "How an agent wants to be told of what.",
        [
            .init("agent_id", "Who.") { $0.agent.id },
            .init("agent_name", "Their name.") { $0.agent.name },
            .init("version", "Grows with each change. For If-Match.") { $0.version },
            .init("grid", grid) { .object(rows($0.preferences.grid)) },
            .init("has_quiet_hours", "Null: as the agency has it.") { isOwn($0.preferences.quiet) },
            .init("quiet_hours", quietHours.orNull) { state in
                guard case .value(let hours) = state.preferences.quiet else { return .null }
                return .object(["from": .string(hours.from), "to": .string(hours.to)])
            },
            .init("has_send_windows", "Null: as the agency has it.") { isOwn($0.preferences.windows) },
            .init("send_windows", AgentTimeOperations.hours.orNull) { state in
                guard case .value(let hours) = state.preferences.windows,
                    let json = try? RulesJSON.encoded(hours)
                else { return .null }
                return .text(String(decoding: json, as: UTF8.self))
            },
            .init("urgent_passes", "Whether what is urgent comes at any time; null: as the agency has it.") {
                $0.preferences.urgentPasses
            },
            .init("warnings", "What may not be meant.") { $0.warnings },
        ])

    private static func isOwn<Value>(_ setting: NotificationPreferences.Setting<Value>) -> Bool? {
        switch setting {
        case .inherited: nil
        case .none: false
        case .value: true
        }
    }

    /// What the description knows of; kinds and channels that are stored besides stay as they are.
    private static func rows(_ grid: NotificationPreferences.Grid) -> [JSONValue.Member] {
        PreferencesForm.agentKinds.compactMap { kind in
            let row = channels.compactMap { channel in
                grid[kind]?[channel].map { JSONValue.Member(channel, .string($0.word)) }
            }
            return row.isEmpty ? nil : JSONValue.Member(kind, .object(row))
        }
    }
}

extension AgentNotificationsForm {
    /// A body, as the page's form would say it.
    init(_ call: APICall) {
        var wanted = NotificationPreferences()
        if let grid = call.body?["grid"] {
            for (kind, row) in grid.members {
                for (channel, use) in row.members {
                    let word = use.string ?? ""
                    wanted.grid[kind, default: [:]][channel] = NotificationPreferences.Use(word: word)
                }
            }
        }
        wanted.urgentPasses = call.flag("urgent_passes")
        self.init(wanted)
        let hours = call.body?["quiet_hours"]
        quiet = Self.mode(call.flag("has_quiet_hours"))
        (quietFrom, quietTo) = (hours?["from"]?.string ?? "", hours?["to"]?.string ?? "")
        windows = Self.mode(call.flag("has_send_windows"))
        self.hours = WeeklyHoursForm(AgentTimeOperations.hours(call.body?["send_windows"]) ?? WeeklyHours([:]))
    }

    private static func mode(_ isOwn: Bool?) -> String { isOwn.map { $0 ? "own" : "none" } ?? "inherited" }
}

extension NotificationPreferences {
    static let channelNames = PreferencesForm.channels.map(\.name)
}

extension NotificationPreferences.Use {
    /// As the API calls it.
    fileprivate var word: String {
        switch self {
        case .on: "on"
        case .off: "off"
        case .fallback: "fallback"
        }
    }

    fileprivate init?(word: String) {
        switch word {
        case "on": self = .on
        case "off": self = .off
        case "fallback": self = .fallback
        default: return nil
        }
    }
}
