internal import CivilTime

extension Vocabulary {
    static let german = Vocabulary(
        Grammar(half: .beforeHour, daysHaveStops: true, endsWithAM: true),
        weekdays: [
            "Montag, Mo", "Dienstag, Di", "Mittwoch, Mi", "Donnerstag, Do", "Freitag, Fr", "Samstag, Sonnabend, Sa",
            "Sonntag",
        ],
        months: [
            "Januar, Jänner, Jaenner, Jan", "Februar, Feber, Feb", "März, Maerz, Mrz", "April, Apr", "Mai",
            "Juni, Juno, Jun", "Juli, Julei, Jul", "August, Aug", "September, Sept, Sep", "Oktober, Okt",
            "November, Nov", "Dezember, Dez",
        ],
        numbers: germanNumbers.map { $0.joined(separator: ",") },
        germanOrdinals + germanWeekdayParts + [
            (
                .filler,
                """
                bitte, ja, gut, dann, also, so, es, ist, wäre, ich, mir, mich, wir, uns, möchte, hätte, gern, gerne, einen \
                Termin, ein Termin, Termin, der Termin, diesen, diese, dieser, dieses, kommenden, kommende, kommender, \
                kommendem, genau, pünktlich, Punkt, Ortszeit, passt, geht, zu, für, vom, von, guten Morgen, guten Tag
                """
            ),
            (.the, "am, den, dem, der, das, die, des"),
            (.at, "um, gegen, ca, circa, zirka, etwa, ungefähr, ungefaehr, ab, um etwa, um circa"),
            (.unclear, "oder, nicht, kein, keine, keinen, außer, zwischen, weder, niemals"),
            (.day(-1), "gestern"), (.day(0), "heute"), (.tomorrowOrMorning, "morgen"),
            (.day(2), "übermorgen, uebermorgen, über morgen"),
            (.next, "nächsten, nächste, nächster, nächstem, nächstes, naechsten, naechste, naechster, naechstem"),
            (.last, "letzten, letzte, letzter, letztem, vorigen, vergangenen"),
            (
                .nextWeek,
                """
                nächste Woche, nächster Woche, nächsten Woche, naechste Woche, naechster Woche, naechsten Woche, kommende \
                Woche, kommender Woche, kommenden Woche
                """
            ),
            (.one, "ein, eine, einer, einem, einen"),
            (.half, "halb, halbe, halben, halber"), (.quarter, "Viertel"),
            (.threeQuarters, "dreiviertel, drei viertel"),
            (.oneAndAHalf, "anderthalb, eineinhalb, einundeinhalb"),
            (.unit(.minute), "Minute, Minuten, Min"), (.unit(.hour), "Stunde, Stunden, Std"),
            (.span(15), "Viertelstunde"), (.span(45), "Dreiviertelstunde"), (.unit(.day), "Tag, Tage, Tagen"),
            (.unit(.week), "Woche, Wochen"), (.hourMark, "h"), (.clock, "Uhr"),
            (.ahead, "in"), (.fromNow, "später, spaeter, ab jetzt, von jetzt an"),
            (.past, "nach"), (.to, "vor"), (.and, "und"),
            (.midnight, "Mitternacht"),
            (.part(.noon), "Mittag, mittags, am Mittag"),
            (
                .part(.morning),
                """
                Vormittag, vormittags, am Vormittag, morgens, am Morgen, früh, frueh, in der Früh, in der Frueh, frühmorgens, \
                des Morgens
                """
            ),
            (.part(.afternoon), "Nachmittag, nachmittags, am Nachmittag"),
            (.part(.evening), "Abend, abends, am Abend"), (.part(.night), "Nacht, nachts, in der Nacht"),
            (.meridiem(.am), "a m"), (.meridiem(.pm), "pm, p m"),
        ])

    private static let germanUnits: [[String]] = [
        ["null"], ["eins"], ["zwei", "zwo"], ["drei"], ["vier"], ["fünf", "fuenf"], ["sechs"], ["sieben"], ["acht"],
        ["neun"], ["zehn"], ["elf"], ["zwölf", "zwoelf"], ["dreizehn"], ["vierzehn"], ["fünfzehn", "fuenfzehn"],
        ["sechzehn"], ["siebzehn"], ["achtzehn"], ["neunzehn"],
    ]

    /// From 0 to 59: "einundzwanzig" is one word.
    private static let germanNumbers: [[String]] =
        germanUnits
        + [["zwanzig"], ["dreißig", "dreizig"], ["vierzig"], ["fünfzig", "fuenfzig"]].flatMap { tens -> [[String]] in
            [tens]
                + germanUnits[1...9].map { units in
                    tens.flatMap { ten in units.map { "\($0 == "eins" ? "ein" : $0)und\(ten)" } }
                }
        }

    private static let germanOrdinals: [(Word, String)] = (1...31).map { number in
        let irregular = [1: ["ers"], 3: ["drit"], 7: ["sieb", "sieben"], 8: ["ach"]]
        let stems = irregular[number] ?? germanNumbers[number].map { number < 20 ? $0 : $0 + "s" }
        let texts = stems.flatMap { stem in ["te", "ten", "ter"].map { stem + $0 } }
        return (.ordinal(number), texts.joined(separator: ","))
    }

    /// "Dienstagnachmittag" is one word.
    private static let germanWeekdayParts: [(Word, String)] = zip(
        Weekday.allCases,
        ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
    ).flatMap { weekday, name -> [(Word, String)] in
        [
            (.weekdayPart(weekday, .morning), "\(name)vormittag, \(name)morgen, \(name)früh"),
            (.weekdayPart(weekday, .noon), "\(name)mittag"),
            (.weekdayPart(weekday, .afternoon), "\(name)nachmittag"),
            (.weekdayPart(weekday, .evening), "\(name)abend"),
        ]
    }
}
