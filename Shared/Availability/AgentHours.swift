package import CivilTime
internal import FoundationEssentials

/// Reads an agent's hours as they are stored. What does not read counts as not set: whoever stores it checks it.
package enum AgentHours {
    /// Monday to Friday, nine to five.
    package static let standard = WeeklyHours(
        TimeWindow(9 * 60, 17 * 60), on: [.monday, .tuesday, .wednesday, .thursday, .friday])

    /// `{"mon": ["09:00-17:00"], …}`; nil for the standard.
    package static func week(_ json: String?) -> WeeklyHours {
        guard let json, let hours = try? JSONDecoder().decode(WeeklyHours.self, from: Data(json.utf8)) else {
            return standard
        }
        return hours
    }

    /// `{"2026-12-24": ["09:00-12:00"], "2026-12-25": []}`
    package static func exceptions(_ json: String) -> [CivilDate: [TimeWindow]] {
        guard let days = try? JSONDecoder().decode([String: [String]].self, from: Data(json.utf8)) else { return [:] }
        var exceptions: [CivilDate: [TimeWindow]] = [:]
        for (day, windows) in days {
            if let date = CivilDate(day) { exceptions[date] = windows.compactMap { TimeWindow($0) } }
        }
        return exceptions
    }
}
