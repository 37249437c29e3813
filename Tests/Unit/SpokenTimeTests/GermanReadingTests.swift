import Testing

@Suite struct GermanReadingTests {
    @Test(arguments: [
        ("um zwei", "14:00"), ("halb vier", "15:30"), ("viertel nach drei", "15:15"), ("Viertel vor drei", "14:45"),
        ("dreiviertel vier", "15:45"), ("drei viertel vier", "15:45"), ("viertel vier", "15:15"),
        ("fünf vor halb vier", "15:25"), ("fuenf nach halb vier", "15:35"), ("zehn nach neun", "09:10"),
        ("halb eins", "12:30"), ("halb zwölf", "11:30"), ("drei Uhr dreißig", "15:30"), ("14 Uhr 30", "14:30"),
        ("14.30 Uhr", "14:30"), ("14:30 Uhr", "14:30"), ("um 14.30", "14:30"), ("zwei Uhr nachts", "02:00"),
        ("acht Uhr", "08:00"), ("zwanzig Uhr", "20:00"), ("einundzwanzig Uhr fünfzehn", "21:15"), ("ein Uhr", "13:00"),
        ("um eins", "13:00"), ("Mittag", "12:00"), ("Mitternacht", "00:00"), ("10 Uhr morgens", "10:00"),
        ("drei Uhr nachmittags", "15:00"), ("acht Uhr abends", "20:00"), ("2 PM", "14:00"), ("10 AM", "10:00"),
        ("mittags um eins", "13:00"), ("14h", "14:00"), ("gegen 15 Uhr", "15:00"), ("02:00 Uhr", "02:00"),
    ])
    func times(text: String, reading: String) throws { #expect(try Transcript("de-DE").read(text) == reading) }

    @Test(arguments: [
        ("heute", "2026-08-26"), ("morgen", "2026-08-27"), ("ÜBERMORGEN", "2026-08-28"), ("uebermorgen", "2026-08-28"),
        ("am Dienstag", "2026-09-01"), ("nächsten Dienstag", "2026-09-01"), ("naechsten Donnerstag", "2026-09-03"),
        ("kommenden Freitag", "2026-08-28"), ("Dienstag nächster Woche", "2026-09-01"), ("in drei Tagen", "2026-08-29"),
        ("nächste Woche Montag", "2026-08-31"), ("in einer Woche", "2026-09-02"),
        ("heute in zwei Wochen", "2026-09-09"),
        ("1. Dezember", "2026-12-01"), ("am ersten Dezember", "2026-12-01"), ("der 3. März", "2027-03-03"),
        ("am einundzwanzigsten Oktober", "2026-10-21"), ("Dienstag, den 1. September", "2026-09-01"),
        ("1. Dezember 2027", "2027-12-01"), ("01.12.2026", "2026-12-01"), ("1.12.", "2026-12-01"),
        ("am 15.", "2026-09-15"),
        ("12/01/2026", "2026-01-12"), ("Freitag in einer Woche", "2026-09-04"),
    ])
    func days(text: String, reading: String) throws { #expect(try Transcript("de").read(text) == reading) }

    @Test(arguments: [
        ("am Dienstag um 10 Uhr", "2026-09-01 10:00"), ("morgen um zwei", "2026-08-27 14:00"),
        ("morgen um halb vier nachmittags", "2026-08-27 15:30"), ("übermorgen, 14 Uhr", "2026-08-28 14:00"),
        ("morgen früh", "2026-08-27 08:00-12:00"), ("morgen Nachmittag", "2026-08-27 12:00-17:00"),
        ("morgen Abend", "2026-08-27 17:00-21:00"), ("heute Abend um 7", "2026-08-26 19:00"),
        ("Dienstag Morgen", "2026-09-01 08:00-12:00"), ("am Dienstagnachmittag", "2026-09-01 12:00-17:00"),
        ("Dienstagvormittag um 9", "2026-09-01 09:00"), ("morgen früh um 7", "2026-08-27 07:00"),
        ("morgen Mittag", "2026-08-27 12:00"), ("in zwei Stunden", "2026-08-26 12:00"),
        ("in 2 Stunden", "2026-08-26 12:00"),
        ("in einer halben Stunde", "2026-08-26 10:30"), ("in anderthalb Stunden", "2026-08-26 11:30"),
        ("in 20 Minuten", "2026-08-26 10:20"), ("in drei Tagen um 9 Uhr", "2026-08-29 09:00"),
        ("1. Dezember um 14 Uhr", "2026-12-01 14:00"), ("am 15. um 10 Uhr", "2026-09-15 10:00"),
        ("am 1.12. um 10.30 Uhr", "2026-12-01 10:30"), ("um 10 am Dienstag", "2026-09-01 10:00"),
        ("ich hätte gern morgen um 15 Uhr einen Termin bei Frau Weber", "2026-08-27 15:00"),
        ("tomorrow at 2 PM", "2026-08-27 14:00"), ("next Tuesday at 10 am", "2026-09-01 10:00"),
        ("heute Mittag um 12", "2026-08-26 12:00"), ("in einer Viertelstunde", "2026-08-26 10:15"),
        ("heute um 24 Uhr", "2026-08-27 00:00"),
    ])
    func moments(text: String, reading: String) throws { #expect(try Transcript("de").read(text) == reading) }

    @Test(arguments: [
        "morgen oder Freitag", "nicht morgen", "irgendwann", "zwischen 2 und 4", "nächste Woche", "nachmittags",
    ])
    func whatIsUnclearIsNotUnderstood(text: String) throws { #expect(try Transcript("de").read(text) == "?") }
}
