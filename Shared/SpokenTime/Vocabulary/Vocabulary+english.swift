extension Vocabulary {
    static let english = Vocabulary(
        Grammar(half: .afterHour, toMayBeUntil: true, morningHasNoon: false),
        weekdays: [
            "Monday, Mon", "Tuesday, Tue, Tues", "Wednesday, Wed, Weds", "Thursday, Thu, Thur, Thurs", "Friday, Fri",
            "Saturday, Sat", "Sunday, Sun",
        ],
        months: [
            "January, Jan", "February, Feb", "Mar", "April, Apr", "", "June, Jun", "July, Jul", "August, Aug",
            "September, Sep, Sept", "October, Oct", "November, Nov", "December, Dec",
        ],
        numbers: [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
        ],
        tens: ["thirty", "forty, fourty", "fifty"],
        englishOrdinals + [
            (
                .filler,
                """
                on, of, for, please, ok, okay, yes, well, then, so, let's, let us, say, is, it, my, me, I, I'd, we, us, our, \
                would, like, want, need, have, book, schedule, an appointment, a meeting, appointment, meeting, call, \
                this, coming, upcoming, sharp, exactly, local, local time, time, works, good, t, with
                """
            ),
            (.the, "the"), (.at, "at, around, about, approximately, roughly, at about, at around, by"),
            (.unclear, "UTC, GMT, or, not, don't, never, except, between, either, neither"),
            (.day(-1), "yesterday"), (.day(0), "today"),
            (.day(1), "tomorrow, tomorow, tommorow, tommorrow, tmrw"),
            (.day(2), "day after tomorrow, the day after tomorrow, overmorrow"),
            (.dayPart(0, .morning), "this morning"), (.dayPart(0, .afternoon), "this afternoon"),
            (.dayPart(0, .evening), "this evening, tonight"),
            (.next, "next"), (.last, "last"),
            (.nextWeek, "next week, in the next week, of next week, the week after this"),
            (.monthOrVerb(3), "March"), (.monthOrVerb(5), "May"),
            (.ordinalSuffix, "st, nd, rd, th"), (.one, "a, an"),
            (.half, "half"), (.quarter, "quarter, quarter of"), (.oneAndAHalf, "one and a half"),
            (.unit(.minute), "minute, minutes, min, mins"), (.unit(.hour), "hour, hours, hr, hrs"),
            (.unit(.day), "day, days"), (.unit(.week), "week, weeks"), (.hourMark, "h"),
            (.clock, "o'clock, oclock, o clock"),
            (.ahead, "in, within"), (.fromNow, "from now, from today, later"), (.from, "from"),
            (.past, "past, after"), (.to, "to, till, before"), (.and, "and"),
            (.noon, "noon, midday, mid day, noontime"), (.midnight, "midnight"),
            (.part(.morning), "before noon, morning, in the morning, mornings"),
            (.part(.afternoon), "afternoon, in the afternoon, afternoons"),
            (.part(.evening), "evening, in the evening, evenings"), (.part(.night), "night, at night, in the night"),
            (.meridiem(.am), "am, a m"), (.meridiem(.pm), "pm, p m"),
        ])

    private static let englishOrdinals: [(Word, String)] =
        [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth",
        ].enumerated().map { (.ordinal($0 + 1), $1) } + [(.ordinal(30), "thirtieth")]
}
