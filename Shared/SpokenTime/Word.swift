internal import CivilTime

/// What a word, or a few that belong together, can say about a time.
enum Word: Sendable, Hashable {
    /// Says nothing: "on", "please".
    case filler
    /// Comes before a day of the month, or says nothing: "the", "le".
    case the
    /// Comes before an hour: "at", "um", "a las".
    case at
    /// Makes the whole text none that can be relied upon: "or", "not", "between".
    case unclear

    /// So many days after today.
    case day(Int)
    case dayPart(Int, DayPart)
    /// German "morgen": tomorrow, and after another day its morning.
    case tomorrowOrMorning
    case weekday(Weekday)
    case weekdayPart(Weekday, DayPart)
    case next, last, nextWeek
    case month(Int)
    /// English "may" and "march".
    case monthOrVerb(Int)

    case number(Int)
    case ordinal(Int)
    /// What makes an ordinal of the number before: "st" in "1st".
    case ordinalSuffix
    /// One, or the article: "una".
    case one
    case half, quarter, threeQuarters, oneAndAHalf

    case unit(Unit)
    /// So many minutes: "Viertelstunde".
    case span(Int)
    /// "h", which is an hour of the clock or one of waiting.
    case hourMark
    /// "o'clock"
    case clock
    /// Comes before a wait: "in", "dentro de".
    case ahead
    /// Comes after a wait: "from now".
    case fromNow
    /// "from", as in "a week from Tuesday"
    case from

    case past, to, and, minus
    case noon, midnight
    case part(DayPart)
    case meridiem(Meridiem)

    enum Unit: Int, Sendable {
        case minute = 1
        case hour = 60
        case day = 1440
        case week = 10_080

        var minutes: Int { rawValue }
    }
}
