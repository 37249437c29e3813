import Testing

@Suite struct EnglishReadingTests {
    @Test(arguments: [
        ("tomorrow at two", "2026-08-27 14:00"), ("tomorrow at 2 pm", "2026-08-27 14:00"), ("2 PM", "14:00"),
        ("2 p.m.", "14:00"), ("2pm", "14:00"), ("half past three", "15:30"), ("half three", "15:30"),
        ("a quarter past ten", "10:15"), ("quarter to eleven", "10:45"), ("twenty five to four", "15:35"),
        ("10 to 3", "14:50"), ("ten past nine", "09:10"), ("quarter to one", "12:45"), ("two thirty", "14:30"),
        ("nine forty-five", "09:45"), ("at 1430", "14:30"), ("at 10", "10:00"), ("at 8", "08:00"), ("at 7", "19:00"),
        ("12", "12:00"), ("at 12:30", "12:30"), ("2:30", "14:30"), ("02:30", "02:30"), ("14", "14:00"),
        ("noon", "12:00"), ("12 noon", "12:00"), ("midday", "12:00"), ("midnight", "00:00"), ("10 o'clock", "10:00"),
        ("2:30\u{202f}PM", "14:30"), ("12:15 AM", "00:15"), ("12 pm", "12:00"), ("11 at night", "23:00"),
        ("two in the afternoon", "14:00"), ("3 in the morning", "03:00"), ("9 in the evening", "21:00"),
        ("nine thirty a.m.", "09:30"),
    ])
    func times(text: String, reading: String) throws { #expect(try Transcript("en-US").read(text) == reading) }

    @Test(arguments: [
        ("today", "2026-08-26"), ("Tomorrow", "2026-08-27"), ("the day after tomorrow", "2026-08-28"),
        ("yesterday", "2026-08-25"), ("Tuesday", "2026-09-01"), ("Wednesday", "2026-09-02"), ("Thursday", "2026-08-27"),
        ("next Tuesday", "2026-09-01"), ("next Thursday", "2026-09-03"), ("next Wednesday", "2026-09-02"),
        ("last Tuesday", "2026-08-25"), ("last Wednesday", "2026-08-19"), ("Friday next week", "2026-09-04"),
        ("this coming Friday", "2026-08-28"), ("today, Wednesday", "2026-08-26"), ("in three days", "2026-08-29"),
        ("in a week", "2026-09-02"), ("a week from Friday", "2026-09-04"), ("two weeks from today", "2026-09-09"),
        ("three days from now", "2026-08-29"), ("a week from tomorrow", "2026-09-03"), ("December 1st", "2026-12-01"),
        ("1 December", "2026-12-01"), ("the first of December", "2026-12-01"), ("Dec. 1, 2027", "2027-12-01"),
        ("December twenty-first", "2026-12-21"), ("August 26", "2026-08-26"), ("August 25", "2027-08-25"),
        ("February 29", "2028-02-29"), ("the 15th", "2026-09-15"), ("Tuesday the 1st", "2026-09-01"),
        ("12/01/2026", "2026-12-01"), ("12/1", "2026-12-01"), ("25/12/2026", "2026-12-25"), ("12-01-26", "2026-12-01"),
        ("01.12.2026", "2026-12-01"), ("2026-12-01", "2026-12-01"), ("2026/12/01", "2026-12-01"),
    ])
    func days(text: String, reading: String) throws { #expect(try Transcript("en").read(text) == reading) }

    @Test(arguments: [
        ("Tuesday at 10", "2026-09-01 10:00"), ("on Tuesday at ten thirty", "2026-09-01 10:30"),
        ("10 AM on Friday, August 28", "2026-08-28 10:00"), ("December 1st at 2", "2026-12-01 14:00"),
        ("at 2 December 1", "2026-12-01 14:00"), ("Dec 1, 2026, 2:30 PM", "2026-12-01 14:30"),
        ("2026-12-01 at 2 PM", "2026-12-01 14:00"), ("12/01/2026 14:00", "2026-12-01 14:00"),
        ("tomorrow at noon", "2026-08-27 12:00"), ("tomorrow morning", "2026-08-27 08:00-12:00"),
        ("tomorrow afternoon", "2026-08-27 12:00-17:00"), ("tomorrow evening", "2026-08-27 17:00-21:00"),
        ("tonight", "2026-08-26 17:00-21:00"), ("this afternoon", "2026-08-26 12:00-17:00"),
        ("Friday in the morning", "2026-08-28 08:00-12:00"), ("tomorrow morning at 9", "2026-08-27 09:00"),
        ("tomorrow evening at 8", "2026-08-27 20:00"), ("tonight at 7", "2026-08-26 19:00"),
        ("in two hours", "2026-08-26 12:00"), ("in 2 hours", "2026-08-26 12:00"), ("in 45 minutes", "2026-08-26 10:45"),
        ("in an hour and a half", "2026-08-26 11:30"), ("in half an hour", "2026-08-26 10:30"),
        ("in 1.5 hours", "2026-08-26 11:30"), ("in two and a half hours", "2026-08-26 12:30"),
        ("in 2 hours and 15 minutes", "2026-08-26 12:15"), ("2 hours from now", "2026-08-26 12:00"),
        ("in three days at 2", "2026-08-29 14:00"), ("tomorrow at around 2 PM for 30 minutes", "2026-08-27 14:00"),
        ("Let's say tomorrow at two, please", "2026-08-27 14:00"),
        ("I'd like Friday at 3 with Maria", "2026-08-28 15:00"),
        ("tomorrow at 3 PM America/New_York", "2026-08-27 21:00"),
        ("tomorrow at 3 PM (Europe/London)", "2026-08-27 16:00"),
    ])
    func moments(text: String, reading: String) throws { #expect(try Transcript("en").read(text) == reading) }

    /// Days come first outside the United States; other languages than ours are read as English.
    @Test(arguments: [
        ("en-GB", "12/01/2026", "2026-01-12"), ("en-IE", "12/01/2026", "2026-01-12"),
        ("EN_us", "12/01/2026", "2026-12-01"),
        ("en-Latn-US", "12/01/2026", "2026-12-01"), ("nl", "tomorrow at two", "2026-08-27 14:00"),
        ("nl", "12/01/2026", "2026-01-12"), ("", "tomorrow", "2026-08-27"),
    ])
    func regions(language: String, text: String, reading: String) throws {
        #expect(try Transcript(language).read(text) == reading)
    }

    @Test(arguments: [
        "tomorrow or Thursday", "at 2 or 3", "not tomorrow", "between 2 and 4 tomorrow",
        "tomorrow at 2 and Friday at 3",
        "whenever", "in the afternoon", "the first Tuesday in December", "2-4 pm", "room 5", "next week",
        "December 2026",
        "from 2 to 4 pm tomorrow", "two to three pm", "5 to 7 pm", "Sep 02 2026 14:00 GMT+0200 (Summer)",
        "14:00 America/New_York",
    ])
    func whatIsUnclearIsNotUnderstood(text: String) throws { #expect(try Transcript("en").read(text) == "?") }
}
