extension Vocabulary {
    static let spanish = Vocabulary(
        Grammar(hoursAreClock: true, joinsWithAnd: true, weekdaysTakeDays: true),
        weekdays: [
            "lunes, lun", "martes", "miércoles, mié", "jueves, jue", "viernes, vie", "sábado, sábados, sáb",
            "domingo, dom",
        ],
        months: [
            "enero, ene", "febrero, feb", "marzo", "abril, abr", "mayo", "junio, jun", "julio, jul", "agosto, ago",
            "septiembre, setiembre, sept, sep", "octubre, oct", "noviembre, nov", "diciembre, dic",
        ],
        numbers: [
            "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
            "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte",
            "veintiuno, veintiuna, veintiún", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis",
            "veintisiete", "veintiocho", "veintinueve",
        ],
        tens: ["treinta", "cuarenta", "cincuenta"],
        [
            (
                .filler,
                """
                de, del, por, favor, sí, bueno, pues, entonces, a, al, es, sería, me, gustaría, quiero, quisiera, \
                una cita, cita, este, esta, ese, que viene, que va, punto, en punto, exactamente, hora local, bien, las \
                próximas
                """
            ),
            (.the, "el, los"),
            (
                .at,
                """
                a las, a la, las, la, sobre las, sobre la, hacia las, hacia la, a eso de las, a eso de la, alrededor de las, \
                como a las, tipo
                """
            ),
            (.unclear, "o, u, no, nunca, excepto, menos el, salvo, entre, ni"),
            (.day(-1), "ayer"), (.day(0), "hoy"), (.day(1), "mañana"), (.day(2), "pasado mañana"),
            (.dayPart(0, .morning), "esta mañana"), (.dayPart(0, .afternoon), "esta tarde"),
            (.dayPart(0, .evening), "esta noche"),
            (.next, "próximo, próxima"), (.last, "pasado, pasada, último"),
            (
                .nextWeek,
                "próxima semana, semana que viene, semana próxima, la próxima semana, la semana que viene, la semana próxima"
            ),
            (.ordinal(1), "primero, primer, primera"), (.ordinalSuffix, "ro, er, ero"),
            (.one, "un, una"), (.half, "media, medio"), (.quarter, "cuarto, un cuarto"),
            (.threeQuarters, "tres cuartos"),
            (.unit(.minute), "minuto, minutos, min"), (.unit(.hour), "hora, horas, hrs, hs"),
            (.unit(.day), "día, días"), (.unit(.week), "semana, semanas"), (.hourMark, "h"),
            (.ahead, "en, dentro de, de aquí a"), (.fromNow, "más tarde, después"),
            (.to, "para"), (.and, "y, con"), (.minus, "menos"),
            (.noon, "mediodía, medio día"), (.midnight, "medianoche, media noche"),
            (.part(.noon), "al mediodía, del mediodía"),
            (
                .part(.morning),
                """
                por la mañana, de la mañana, en la mañana, a la mañana, la mañana, de la madrugada, por la madrugada, \
                madrugada, temprano
                """
            ),
            (.part(.afternoon), "tarde, tardes"), (.part(.evening), "noche, noches"),
            (.meridiem(.am), "am, a m"), (.meridiem(.pm), "pm, p m"),
        ])
}
