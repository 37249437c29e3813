internal import CivilTime
internal import Foundation

/// For how long back an overview counts, by the viewer's clock; today is always in it.
enum OverviewPeriod: String, Sendable, CaseIterable {
    case today
    case week = "7d"
    case month = "30d"

    private var days: Int {
        switch self {
        case .today: 1
        case .week: 7
        case .month: 30
        }
    }

    var label: Phrase {
        switch self {
        case .today: .today
        case .week: .lastWeek
        case .month: .lastMonth
        }
    }

    /// From the first midnight until the next one.
    func range(_ time: ViewerTime) -> (from: Date, to: Date) {
        let today = time.today.dayNumber
        return (
            time.start(of: CivilDate(dayNumber: today - days + 1)), time.start(of: CivilDate(dayNumber: today + 1))
        )
    }
}
