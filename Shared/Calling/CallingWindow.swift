internal import CivilTime
package import Foundation
package import Telephony

/// When one person may be called: the agency's hours and the law's together, by every clock that may hang on their wall.
package struct CallingWindow: Sendable {
    private let hours: WeeklyHours
    private let holidays: Set<CivilDate>
    private let law: CallingLaw
    private let clocks: [LocalClock]

    /// - Parameter place: whose zones that this system does not know are left out; with none left it is UTC.
    package init(rules: CallingRules, law: CallingLaw, place: CalledPlace) {
        self.init(rules: rules, law: law, clocks: place.zones)
    }

    init(rules: CallingRules, law: CallingLaw, clocks zones: [String]) {
        hours = rules.hours.intersection(law.hours)
        holidays = rules.holidays
        self.law = law
        let known = zones.compactMap { TimeZone(identifier: $0) }
        clocks = (known.isEmpty ? [.gmt] : known).map { LocalClock($0) }
    }

    /// How far ahead is looked for an opening.
    package static let horizon: TimeInterval = 60 * 86_400

    /// The first moment at or after `instant` when all clocks allow a call; nil when there is none within ``horizon``.
    package func nextOpening(from instant: Date) -> Date? {
        let limit = instant.addingTimeInterval(Self.horizon)
        var candidate = instant
        while true {
            var latest = candidate
            for clock in clocks {
                guard
                    let opening = clock.nextOpening(of: hours, closedOn: isHoliday, from: candidate, before: limit)
                else { return nil }
                latest = max(latest, opening)
            }
            // All are open at once only when none of them had to wait.
            if latest == candidate { return candidate }
            candidate = latest
        }
    }

    package func isOpen(at instant: Date) -> Bool { nextOpening(from: instant) == instant }

    private func isHoliday(_ date: CivilDate) -> Bool { holidays.contains(date) || law.isHoliday(date) }
}
