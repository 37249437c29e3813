/// What an application may ask a person for (https://developers.google.com/identity/protocols/oauth2/scopes).
enum GoogleScope {
    static let prefix = "https://www.googleapis.com/auth/"

    /// Who the person is.
    static let identity: Set = ["openid", prefix + "userinfo.email", prefix + "userinfo.profile"]

    /// Of the calendar, without the prefix: the names of Google's description of Calendar v3; a test holds them against
    /// it.
    static let calendar: Set = [
        "calendar", "calendar.acls", "calendar.acls.readonly", "calendar.app.created", "calendar.calendarlist",
        "calendar.calendarlist.readonly", "calendar.calendars", "calendar.calendars.readonly", "calendar.events",
        "calendar.events.freebusy", "calendar.events.owned", "calendar.events.owned.readonly",
        "calendar.events.public.readonly", "calendar.events.readonly", "calendar.freebusy", "calendar.readonly",
        "calendar.settings", "calendar.settings.readonly",
    ]

    /// The name under which a scope is granted; nil when there is none such.
    static func canonical(_ name: String) -> String? {
        switch name {
        case "email", "profile": return prefix + "userinfo.\(name)"
        case let name where identity.contains(name): return name
        case let name where name.hasPrefix(prefix):
            return calendar.contains(String(name.dropFirst(prefix.count))) ? name : nil
        default: return nil
        }
    }

    private static let labels = [
        "openid": "Know who you are on Google", prefix + "userinfo.email": "See your email address",
        prefix + "userinfo.profile": "See your name and picture",
        prefix + "calendar": "See, change, share and delete all calendars",
        prefix + "calendar.readonly": "See and download any calendar",
        prefix + "calendar.events": "View and edit events on all your calendars",
        prefix + "calendar.events.owned": "See, create, change and delete events on calendars you own",
        prefix + "calendar.events.readonly": "View events on all your calendars",
        prefix + "calendar.freebusy": "View your availability in your calendars",
        prefix + "calendar.calendarlist.readonly": "See the list of your calendars",
    ]

    /// What the person is asked.
    static func label(_ scope: String) -> String { labels[scope] ?? "Use \(scope)" }
}

/// A call of Calendar v3 that is played, by its id in Google's description.
enum CalendarMethod: String, CaseIterable, Sendable {
    case insert = "events.insert"
    case get = "events.get"
    case list = "events.list"
    case patch = "events.patch"
    case update = "events.update"
    case delete = "events.delete"
    case watch = "events.watch"
    case stop = "channels.stop"
    case freeBusy = "freebusy.query"
    case calendar = "calendars.get"
    case calendarList = "calendarList.list"
    case setting = "settings.get"

    private static let reading: Set = [
        "calendar", "calendar.app.created", "calendar.events", "calendar.events.freebusy", "calendar.events.owned",
        "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.events.readonly",
        "calendar.readonly",
    ]

    /// One of these is enough; without the prefix. A test holds them against Google's description.
    var scopes: Set<String> {
        switch self {
        case .insert, .patch, .update, .delete:
            ["calendar", "calendar.app.created", "calendar.events", "calendar.events.owned"]
        case .get, .list, .watch: Self.reading
        case .stop:
            Self.reading.union([
                "calendar.acls", "calendar.acls.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly",
                "calendar.settings", "calendar.settings.readonly",
            ])
        case .freeBusy: ["calendar", "calendar.events.freebusy", "calendar.freebusy", "calendar.readonly"]
        case .calendar:
            [
                "calendar", "calendar.app.created", "calendar.calendars", "calendar.calendars.readonly",
                "calendar.readonly",
            ]
        case .calendarList:
            ["calendar", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.readonly"]
        case .setting: ["calendar", "calendar.readonly", "calendar.settings", "calendar.settings.readonly"]
        }
    }

    func isAllowed(by granted: [String]) -> Bool {
        granted.contains {
            $0.hasPrefix(GoogleScope.prefix) && scopes.contains(String($0.dropFirst(GoogleScope.prefix.count)))
        }
    }
}
