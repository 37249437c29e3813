extension Vocabulary {
    static let italian = Vocabulary(
        Grammar(weekdaysTakeDays: true),
        weekdays: [
            "lunedì, lun", "martedì", "mercoledì, mer", "giovedì, gio", "venerdì, ven", "sabato, sab", "domenica, dom",
        ],
        months: [
            "gennaio, gen", "febbraio, feb", "marzo", "aprile, apr", "maggio, mag", "giugno, giu", "luglio, lug",
            "agosto, ago", "settembre, sett, set", "ottobre, ott", "novembre, nov", "dicembre, dic",
        ],
        numbers: italianNumbers,
        [
            (
                .filler,
                """
                di, d, del, della, dei, per, per favore, sì, va bene, bene, allora, sarebbe, io, vorrei, un appuntamento, \
                appuntamento, questo, questa, in punto, esatte, esattamente, ora locale, l, nel, con
                """
            ),
            (.the, "il, lo, la, il giorno"),
            (
                .at,
                "alle, alle ore, all, alla, le, verso le, verso l, intorno alle, circa, circa alle, per le, a, dalle"
            ),
            (.unclear, "o, oppure, non, mai, tranne, eccetto, né, tra le, fra le"),
            (.day(-1), "ieri"), (.day(0), "oggi"), (.day(1), "domani"), (.day(2), "dopodomani, dopo domani"),
            (.dayPart(0, .morning), "stamattina, stamani, questa mattina"),
            (.dayPart(0, .afternoon), "questo pomeriggio, oggi pomeriggio"),
            (.dayPart(0, .evening), "stasera, questa sera, stanotte"), (.dayPart(1, .morning), "domattina"),
            (.next, "prossimo, prossima"), (.last, "scorso, scorsa, passato"),
            (.nextWeek, "settimana prossima, prossima settimana, la settimana prossima, la prossima settimana"),
            (.ordinal(1), "primo, prima"),
            (.one, "un, una"), (.half, "mezza, mezzo, mezz"), (.quarter, "quarto, un quarto"),
            (.threeQuarters, "tre quarti"),
            (.unit(.minute), "minuto, minuti, min"), (.unit(.hour), "ora, ore"),
            (.unit(.day), "giorno, giorni"), (.unit(.week), "settimana, settimane"), (.hourMark, "h"),
            (.ahead, "fra, tra, in, entro"), (.fromNow, "più tardi, dopo"),
            (.and, "e"), (.minus, "meno"),
            (.noon, "mezzogiorno, a mezzogiorno"), (.midnight, "mezzanotte, a mezzanotte"),
            (
                .part(.morning),
                "mattina, mattino, di mattina, del mattino, della mattina, al mattino, la mattina, mattinata, in mattinata"
            ),
            (.part(.afternoon), "pomeriggio, di pomeriggio, del pomeriggio, nel pomeriggio, il pomeriggio"),
            (.part(.evening), "sera, di sera, della sera, la sera, serata, in serata"),
            (.part(.night), "notte, di notte, della notte"),
            (.meridiem(.am), "am, a m"), (.meridiem(.pm), "pm, p m"),
        ])

    private static let italianUnits = [
        "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici",
        "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove",
    ]

    /// From 0 to 59: "ventuno" and "trentotto" lose a vowel.
    private static let italianNumbers: [String] =
        italianUnits
        + ["venti", "trenta", "quaranta", "cinquanta"].flatMap { tens in
            [tens] + italianUnits[1...9].map { ("ou".contains($0.prefix(1)) ? String(tens.dropLast()) : tens) + $0 }
        }
}
