internal import CivilTime
internal import Contracts
internal import Foundation

/// An agency, as far as its summaries go.
struct DigestAgency: Sendable {
    var id: AgencyID
    var timeZone: TimeZone
    /// The newest day that its owners have been told about.
    var lastDay: CivilDate?
}

/// What a look at all agencies says: whose summary is due, and when to look again.
struct DigestLook: Sendable {
    struct Due: Sendable, Equatable {
        var agencyID: AgencyID
        var day: DigestDay
    }

    private(set) var due: [Due] = []
    /// When the first of what is not due yet will be; nil without agencies.
    private(set) var next: Date?

    init(_ agencies: [DigestAgency], _ schedule: DigestSchedule, now: Date) {
        for (zone, agencies) in Dictionary(grouping: agencies, by: \.timeZone) {
            let moment = schedule.next(after: now, in: zone)
            next = min(next ?? moment, moment)
            guard let day = schedule.day(at: now, in: zone) else { continue }
            // An agency that has moved to the west has been told about the day already.
            let waiting = agencies.filter { agency in agency.lastDay.map { $0 < day.date } ?? true }
            due += waiting.map { Due(agencyID: $0.id, day: day) }
        }
    }

    /// Agencies and their zones change in between, so that nobody sleeps until morning.
    func pause(at now: Date) -> Duration {
        let wait = next?.timeIntervalSince(now) ?? .infinity
        return .seconds(min(max(wait, Self.shortestPause), Self.longestPause))
    }

    /// Seconds.
    static let shortestPause = 60.0
    private static let longestPause = 900.0
}
