extension Vocabulary {
    static let french = Vocabulary(
        Grammar(hoursAreClock: true, joinsWithAnd: true, weekdaysTakeDays: true),
        weekdays: ["lundi, lun", "mardi", "mercredi", "jeudi, jeu", "vendredi", "samedi, sam", "dimanche, dim"],
        months: [
            "janvier, janv", "février, févr, fév", "mars", "avril, avr", "mai", "juin", "juillet, juil", "août",
            "septembre", "octobre, oct", "novembre, nov", "décembre, déc",
        ],
        numbers: [
            "zéro", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
            "treize",
            "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
        ],
        tens: ["trente", "quarante", "cinquante"],
        [
            (
                .filler,
                """
                de, d, du, des, pour, s'il vous plaît, s'il te plaît, svp, oui, bien, alors, donc, c'est, ce serait, je, j, \
                voudrais, aimerais, veux, avoir, prendre, un rendez-vous, rendez-vous, rdv, ce, cet, cette, qui vient, pile, \
                précises, exactement, heure locale, l, en
                """
            ),
            (.the, "le, la, les"),
            (.at, "à, vers, vers les, aux environs de, environ"),
            (.unclear, "ou, pas, jamais, sauf, entre, ni, non"),
            (.day(-1), "hier"), (.day(0), "aujourd'hui, aujourdhui"), (.day(1), "demain"),
            (.day(2), "après-demain, surlendemain"),
            (.dayPart(0, .morning), "ce matin"),
            (.dayPart(0, .afternoon), "cet après-midi, cette après-midi, cet aprèm"),
            (.dayPart(0, .evening), "ce soir, cette nuit"),
            (.next, "prochain, prochaine"), (.last, "dernier, dernière, passé, passée"),
            (.nextWeek, "semaine prochaine, la semaine prochaine, de la semaine prochaine, semaine qui vient"),
            (.ordinal(1), "premier, première"), (.ordinalSuffix, "er, ère, ème, e"),
            (.one, "un, une"), (.half, "demi, demie"), (.quarter, "quart"), (.threeQuarters, "trois quarts"),
            (.unit(.minute), "minute, minutes, min, mn"), (.unit(.hour), "heure, heures"),
            (.unit(.day), "jour, jours"), (.unit(.week), "semaine, semaines"), (.hourMark, "h"),
            (.ahead, "dans, d'ici, d'ici à"), (.fromNow, "plus tard"),
            (.and, "et"), (.minus, "moins"),
            (.noon, "midi, à midi"), (.midnight, "minuit, à minuit"),
            (.part(.morning), "matin, matinée, du matin, le matin, au matin, dans la matinée"),
            (
                .part(.afternoon),
                "après-midi, aprèm, de l'après-midi, l'après-midi, dans l'après-midi, en après-midi"
            ),
            (.part(.evening), "soir, soirée, du soir, le soir, dans la soirée, en soirée"),
            (.part(.night), "nuit, de la nuit, la nuit, dans la nuit"),
            (.meridiem(.am), "am, a m"), (.meridiem(.pm), "pm, p m"),
        ])
}
