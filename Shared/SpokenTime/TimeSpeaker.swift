package import CivilTime
package import Foundation

/// Says times as a voice would, by the clock of a zone.
package struct TimeSpeaker: Sendable {
    private let clock: LocalClock
    private let style: SpeakingStyle
    private let today: CivilDate

    /// - Parameters:
    ///   - language: a BCP 47 tag; English when there are no words for it here.
    package init(zone: TimeZone, language: String, now: Date) {
        clock = LocalClock(zone)
        style = SpeakingStyle(SpokenLanguage(tag: language))
        today = clock.reading(at: now).date
    }

    /// "Thursday, August 27 at 10:30 AM"
    package func moment(_ date: Date) -> String { moments([date]) }

    /// "Tomorrow at 10 AM or 2:30 PM, or Friday, August 28 at 9 AM": in order, each once.
    package func moments(_ dates: [Date]) -> String {
        let readings = Set(dates).sorted().map(clock.reading)
        let days = Dictionary(grouping: readings, by: \.date).sorted { $0.key < $1.key }
        return style.list(days: days.map { "\(day($0.key)) \(style.list(times: $0.value.map(\.minute)))" })
    }

    /// "Today", "tomorrow", "Thursday, August 27": with its year when it is past or more than 300 days away.
    package func day(_ date: CivilDate) -> String {
        switch date.dayNumber - today.dayNumber {
        case 0: style.today
        case 1: style.tomorrow
        case 2...300: style.day(date, withYear: false)
        default: style.day(date, withYear: true)
        }
    }

    /// "10:30 AM"
    package func time(_ date: Date) -> String { style.time(clock.reading(at: date).minute) }
}
