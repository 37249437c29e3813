internal import CivilTime

/// The form about an agent's messages. Over what is stored it says only what it shows: the rest stays as it is.
struct AgentNotificationsForm: Sendable, Equatable {
    /// Of a cell and of a switch; empty: as the agency has it.
    static let uses: [(value: String, use: AgentNotifications.Use?)] = [
        ("", nil), ("on", .on), ("off", .off), ("fallback", .fallback),
    ]
    static let modes = ["inherited", "none", "own"]

    /// By `kind/channel`.
    var cells: [String: String] = [:]
    var quiet = "inherited"
    var quietFrom = ""
    var quietTo = ""
    var windows = "inherited"
    var hours: AgentHoursForm
    /// Empty, `yes` or `no`.
    var urgentPasses = ""

    static func cell(_ kind: String, _ channel: String) -> String { "\(kind)/\(channel)" }

    init(_ stored: AgentNotifications) {
        hours = AgentHoursForm(WeeklyHours(TimeWindow(8 * 60, 20 * 60)))
        for kind in AgentNotifications.kinds {
            for channel in AgentNotifications.channels {
                let use = stored.grid[kind]?[channel]
                cells[Self.cell(kind, channel)] = Self.uses.first { $0.use == use }?.value ?? ""
            }
        }
        switch stored.quiet {
        case .inherited: break
        case .none: quiet = "none"
        case .value(let hours):
            (quiet, quietFrom, quietTo) = ("own", hours.from, hours.to == "24:00" ? "00:00" : hours.to)
        }
        switch stored.windows {
        case .inherited: break
        case .none: windows = "none"
        case .value(let own): (windows, hours) = ("own", AgentHoursForm(own))
        }
        urgentPasses = stored.urgentPasses.map { $0 ? "yes" : "no" } ?? ""
    }

    init(_ form: Form) {
        hours = AgentHoursForm(form, prefix: "windows")
        for kind in AgentNotifications.kinds {
            for channel in AgentNotifications.channels {
                cells[Self.cell(kind, channel)] = form["cell-\(Self.cell(kind, channel))"]
            }
        }
        quiet = form["quiet"]
        quietFrom = form["quiet_from"]
        quietTo = form["quiet_to"]
        windows = form["windows"]
        urgentPasses = form["urgent_passes"]
    }

    var problems: [TeamProblem] {
        var problems: [TeamProblem] = []
        if cells.values.contains(where: { value in !Self.uses.contains { $0.value == value } }) {
            problems.append(.init("grid", TeamWords.channels, AccountWords.chooseOne))
        }
        if !Self.modes.contains(quiet) {
            problems.append(.init("quiet", TeamWords.quietHours, AccountWords.chooseOne))
        } else if quiet == "own", quietHours == nil {
            problems.append(.init("quiet_from", TeamWords.quietHours, TeamWords.quietIsNone))
        }
        if !Self.modes.contains(windows) {
            problems.append(.init("windows", TeamWords.sendWindows, AccountWords.chooseOne))
        } else if windows == "own", hours.hours.map(\.isEmpty) ?? true {
            problems.append(.init("windows", TeamWords.sendWindows, TeamWords.windowsAreNone))
        }
        if !["", "yes", "no"].contains(urgentPasses) {
            problems.append(.init("urgent_passes", TeamWords.urgentPasses, AccountWords.chooseOne))
        }
        return problems
    }

    /// A part of a day, which may go over midnight.
    private var quietHours: AgentNotifications.Quiet? {
        guard TimeWindow("\(quietFrom)-24:00") != nil, TimeWindow("\(quietTo)-24:00") != nil, quietFrom != quietTo
        else {
            return nil
        }
        return .init(from: quietFrom, to: quietTo)
    }

    /// What is stored then.
    func applied(to stored: AgentNotifications) -> AgentNotifications {
        var result = stored
        for kind in AgentNotifications.kinds {
            for channel in AgentNotifications.channels {
                let value = cells[Self.cell(kind, channel)] ?? ""
                result.grid[kind, default: [:]][channel] = Self.uses.first { $0.value == value }?.use
            }
        }
        result.quiet =
            quiet == "none" ? .none : quiet == "own" ? quietHours.map { .value($0) } ?? .inherited : .inherited
        result.windows =
            windows == "none" ? .none : windows == "own" ? hours.hours.map { .value($0) } ?? .inherited : .inherited
        result.urgentPasses = urgentPasses.isEmpty ? nil : urgentPasses == "yes"
        return result
    }
}
