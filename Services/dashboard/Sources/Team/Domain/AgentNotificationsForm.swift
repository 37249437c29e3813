internal import CivilTime

/// The form about an agent's messages. Over what is stored it says only what it shows: the rest stays as it is.
struct AgentNotificationsForm: Sendable, Equatable {
    static let modes = ["inherited", "none", "own"]

    var grid: NotificationGridForm
    var quiet = "inherited"
    var quietFrom = ""
    var quietTo = ""
    var windows = "inherited"
    var hours: WeeklyHoursForm
    /// Empty, `yes` or `no`.
    var urgentPasses = ""

    init(_ stored: NotificationPreferences) {
        grid = NotificationGridForm("cell-", PreferencesForm.agentKinds, stored.grid)
        hours = WeeklyHoursForm(WeeklyHours(TimeWindow(8 * 60, 20 * 60)))
        switch stored.quiet {
        case .inherited: break
        case .none: quiet = "none"
        case .value(let hours):
            (quiet, quietFrom, quietTo) = ("own", hours.from, hours.shownTo)
        }
        switch stored.windows {
        case .inherited: break
        case .none: windows = "none"
        case .value(let own): (windows, hours) = ("own", WeeklyHoursForm(own))
        }
        urgentPasses = stored.urgentPasses.map { $0 ? "yes" : "no" } ?? ""
    }

    init(_ form: Form) {
        grid = NotificationGridForm("cell-", PreferencesForm.agentKinds, form)
        hours = WeeklyHoursForm(form, prefix: "windows")
        quiet = form["quiet"]
        quietFrom = form["quiet_from"]
        quietTo = form["quiet_to"]
        windows = form["windows"]
        urgentPasses = form["urgent_passes"]
    }

    var problems: [TeamProblem] {
        var problems: [TeamProblem] = []
        if !grid.isSound {
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

    private var quietHours: NotificationPreferences.Quiet? { .init(typedFrom: quietFrom, to: quietTo) }

    /// What is stored then.
    func applied(to stored: NotificationPreferences) -> NotificationPreferences {
        var result = stored
        result.grid = grid.applied(to: stored.grid)
        result.quiet =
            quiet == "none" ? .none : quiet == "own" ? quietHours.map { .value($0) } ?? .inherited : .inherited
        result.windows =
            windows == "none" ? .none : windows == "own" ? hours.hours.map { .value($0) } ?? .inherited : .inherited
        result.urgentPasses = urgentPasses.isEmpty ? nil : urgentPasses == "yes"
        return result
    }
}
