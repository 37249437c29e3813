internal import CivilTime
internal import Contracts
internal import LenientJSON
internal import RulesJSON

extension PreferencesDocument {
    /// Whose settings they are.
    enum Owner {
        case agent, agency
    }

    /// Reads what somebody has written.
    ///
    /// - Throws: ``UnusableRules`` with everything that is wrong, in words that name the setting.
    init(json: some Sequence<UInt8>, of owner: Owner = .agency) throws(UnusableRules) {
        var reader = PreferencesReader()
        self = reader.read(Array(json))
        var reasons = reader.problems + problems
        if owner == .agent, !leads.isEmpty { reasons.append("leads: only an agency says how its leads are told") }
        guard reasons.isEmpty else { throw UnusableRules(reasons: reasons) }
    }

    /// Reads what is stored: a setting that does not read counts as not made, so that one that has become unusable does
    /// not keep somebody from being told.
    init(stored json: some Sequence<UInt8>) {
        var reader = PreferencesReader()
        self = reader.read(Array(json))
        if let windows = sendWindows.value, windows.isEmpty { sendWindows = .inherited }
    }
}

/// Reads preferences setting by setting, and notes what is wrong with each.
private struct PreferencesReader {
    private(set) var problems: [String] = []

    private static let keys = ["version", "grid", "quiet_hours", "send_windows", "urgent_passes", "digest", "leads"]
    private static let channels: [String: NotificationChannel] = [
        "email": .email, "whatsapp": .whatsapp, "sms": .sms,
    ]

    mutating func read(_ json: [UInt8]) -> PreferencesDocument {
        var document = PreferencesDocument()
        guard let root = (try? JSONDocument(parsing: json))?.root else {
            problems.append("this is not JSON")
            return document
        }
        guard root.kind == .object else {
            problems.append("must be an object")
            return document
        }
        check(root, in: "", has: Self.keys)
        if let version = root["version"], version.int != PreferencesDocument.version {
            problems.append("version must be \(PreferencesDocument.version)")
        }
        if let grid = root["grid"] { document.grid = readGrid(grid, "grid", NotificationKind.all) }
        if let leads = root["leads"] { document.leads = readGrid(leads, "leads", NotificationKind.forLeads) }
        document.quietHours = setting(root["quiet_hours"], readQuietHours(root["quiet_hours"]))
        document.sendWindows = setting(root["send_windows"], readWindows(root["send_windows"]))
        document.urgentPasses = readBool(root["urgent_passes"], "urgent_passes")
        document.digest = readBool(root["digest"], "digest")
        return document
    }

    /// Null is a setting too: to nothing.
    private func setting<Value>(_ node: JSONNode?, _ value: Value?) -> PreferencesDocument.Setting<Value> {
        node?.isNull == true ? .none : value.map { .value($0) } ?? .inherited
    }

    private mutating func readGrid(
        _ node: JSONNode, _ name: String, _ kinds: [String]
    ) -> [String: [NotificationChannel: PreferencesDocument.Use]] {
        guard isObject(node, name) else { return [:] }
        check(node, in: name, has: kinds)
        var grid: [String: [NotificationChannel: PreferencesDocument.Use]] = [:]
        for kind in kinds {
            let place = "\(name).\(kind)"
            guard let row = node[kind], isObject(row, place) else { continue }
            check(row, in: place, has: Self.channels.keys.sorted())
            for (channelName, channel) in Self.channels.sorted(by: { $0.key < $1.key }) {
                guard let cell = row[channelName] else { continue }
                grid[kind, default: [:]][channel] = readUse(cell, "\(place).\(channelName)")
            }
        }
        return grid
    }

    private mutating func readUse(_ node: JSONNode, _ place: String) -> PreferencesDocument.Use? {
        if let isOn = node.bool { return isOn ? .on : .off }
        if node.string == "fallback" { return .fallback }
        problems.append("\(place) must be true, false or \"fallback\"")
        return nil
    }

    private mutating func readQuietHours(_ node: JSONNode?) -> QuietHours? {
        guard let node, !node.isNull, isObject(node, "quiet_hours") else { return nil }
        check(node, in: "quiet_hours", has: ["from", "to"])
        guard let from = node["from"]?.string, let to = node["to"]?.string else {
            problems.append("quiet_hours must have from and to, as in {\"from\": \"21:00\", \"to\": \"07:00\"}")
            return nil
        }
        guard let hours = QuietHours(from: from, to: to) else {
            problems.append(
                "quiet_hours from \"\(from)\" to \"\(to)\" are no part of a day; times are like 21:00, and not the same"
            )
            return nil
        }
        return hours
    }

    private mutating func readWindows(_ node: JSONNode?) -> WeeklyHours? {
        guard let node, !node.isNull, isObject(node, "send_windows") else { return nil }
        check(node, in: "send_windows", has: Weekday.allCases.map(\.name))
        let before = problems.count
        var days: [Weekday: [TimeWindow]] = [:]
        for day in Weekday.allCases {
            guard let list = node[day.name] else { continue }
            guard list.kind == .array else {
                problems.append("send_windows.\(day.name) must be a list")
                continue
            }
            for entry in list.elements {
                if let window = entry.string.flatMap({ TimeWindow($0) }) {
                    days[day, default: []].append(window)
                } else {
                    let text = entry.string.map { "\"\($0)\"" } ?? "an entry"
                    problems.append("send_windows.\(day.name): \(text) is no window like 09:00-20:00")
                }
            }
        }
        // Half of what was meant may be less than nothing.
        return problems.count == before ? WeeklyHours(days) : nil
    }

    private mutating func readBool(_ node: JSONNode?, _ place: String) -> Bool? {
        guard let node else { return nil }
        if node.bool == nil { problems.append("\(place) must be true or false") }
        return node.bool
    }

    private mutating func isObject(_ node: JSONNode, _ place: String) -> Bool {
        if node.kind != .object { problems.append("\(place) must be an object") }
        return node.kind == .object
    }

    /// A name that is none would have no effect, and one that comes twice not the one that was meant.
    private mutating func check(_ node: JSONNode, in place: String, has names: [String]) {
        var seen: Set<String> = []
        let prefix = place.isEmpty ? "" : "\(place): "
        for (key, _) in node.members {
            if !names.contains(key) {
                problems.append("\(prefix)there is no \"\(key)\"; there are \(names.joined(separator: ", "))")
            } else if !seen.insert(key).inserted {
                problems.append("\(prefix)\(key) is there twice")
            }
        }
    }
}
