package import CivilTime
package import Foundation

/// When something is wanted, as far as a text says.
package enum SpokenTime: Sendable, Equatable {
    case moment(Date)
    /// A day without a time.
    case day(CivilDate)
    /// A day and about when: tomorrow afternoon.
    case dayPart(CivilDate, TimeWindow)
    /// A time without a day: 0...1439 minutes since midnight, by the clock.
    case time(minute: Int)
    /// It was understood, and there is no such time: what is wrong, in a few plain English words.
    case impossible(String)
}

/// Said of a day or a time that does not exist.
struct Impossible: Error, Equatable {
    let reason: String
}
