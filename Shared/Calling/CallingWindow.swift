internal import CivilTime
package import Foundation
package import Telephony

/// When one person may be called: the agency's hours and the law's together, by every clock that may hang on their wall.
package struct CallingWindow: Sendable {
    private let hours: WeeklyHours
    private let holidays: Set<CivilDate>
    private let law: CallingLaw
    private let clocks: [LocalClock]

    /// - Parameter place: whose zones that this system does not know are left out. Where no clock is known it never opens: an
    ///   hour that is lawful by a guess is not lawful.
    package init(rules: CallingRules, law: CallingLaw, place: CalledPlace) {
        self.init(rules: rules, law: law, clocks: place.zones)
    }

    init(rules: CallingRules, law: CallingLaw, clocks zones: [String]) {
        hours = rules.hours.intersection(law.hours)
        holidays = rules.holidays
        self.law = law
        clocks = zones.compactMap { TimeZone(identifier: $0) }.map { LocalClock($0) }
    }

    /// How far ahead is looked for an opening.
    package static let horizon: TimeInterval = 60 * 86_400

    /// The first moment at or after `instant` when all clocks allow a call; nil when there is none within ``horizon``.
    package func nextOpening(from instant: Date) -> Date? {
        guard !clocks.isEmpty else { return nil }
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
