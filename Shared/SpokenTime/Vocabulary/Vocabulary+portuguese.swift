extension Vocabulary {
    static let portuguese = Vocabulary(
        Grammar(hoursAreClock: true, joinsWithAnd: true, weekdaysTakeDays: true),
        weekdays: [
            "segunda-feira, segunda", "terça-feira, terça", "quarta-feira, quarta", "quinta-feira, quinta",
            "sexta-feira, sexta", "sábado, sáb", "domingo, dom",
        ],
        months: [
            "janeiro, jan", "fevereiro, fev", "março", "abril, abr", "maio", "junho, jun", "julho, jul", "agosto, ago",
            "setembro, set", "outubro, out", "novembro, nov", "dezembro",
        ],
        numbers: [
            "zero", "", "dois, duas", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze",
            "treze", "catorze, quatorze", "quinze", "dezesseis, dezasseis", "dezessete, dezassete", "dezoito",
            "dezenove, dezanove", "vinte",
        ],
        tens: ["trinta", "quarenta", "cinquenta, cinqüenta"],
        [
            (
                .filler,
                """
                de, da, do, das, dos, no, na, nos, nas, o, por favor, sim, bem, bom, então, seria, eu, queria, gostaria, \
                quero, marcar, uma consulta, um horário, horário, um agendamento, este, esta, neste, nesta, deste, desta, que \
                vem, em ponto, exatamente, horário local, com
                """
            ),
            (.the, "dia, no dia, o dia, do dia"),
            (.at, "às, as, à, a, pelas, pela, lá pelas, por volta das, por volta da, cerca das, umas"),
            (.unclear, "ou, não, nunca, exceto, menos na, entre, nem, feira"),
            (.day(-1), "ontem"), (.day(0), "hoje"), (.day(1), "amanhã, daqui a um dia, em um dia"),
            (.day(2), "depois de amanhã"),
            (.dayPart(0, .morning), "esta manhã"), (.dayPart(0, .afternoon), "esta tarde"),
            (.dayPart(0, .evening), "esta noite"),
            (.next, "próximo, próxima"), (.last, "passado, passada, último, última"),
            (
                .nextWeek,
                "próxima semana, semana que vem, na próxima semana, na semana que vem, da próxima semana, da semana que vem"
            ),
            (.ordinal(1), "primeiro, primeira"),
            (.one, "um, uma"), (.half, "meia, meio"), (.quarter, "quarto, um quarto"), (.threeQuarters, "três quartos"),
            (.unit(.minute), "minuto, minutos, min"), (.unit(.hour), "hora, horas, hs"),
            (.unit(.day), "dias"), (.unit(.week), "semana, semanas"), (.hourMark, "h"),
            (.ahead, "em, daqui, daqui a, dentro de"), (.fromNow, "mais tarde, depois"),
            (.to, "para, pra, para as, pras"), (.and, "e"), (.minus, "menos"),
            (.noon, "meio-dia, ao meio-dia"), (.midnight, "meia-noite, à meia-noite"),
            (.part(.noon), "do meio-dia"),
            (
                .part(.morning),
                "manhã, manhãs, da manhã, de manhã, pela manhã, madrugada, da madrugada, de madrugada, cedo"
            ),
            (.part(.afternoon), "tarde, tardes, da tarde, de tarde, à tarde, pela tarde"),
            (.part(.evening), "noite, noites, da noite, de noite, à noite, pela noite"),
            (.meridiem(.am), "am, a m"), (.meridiem(.pm), "pm, p m"),
        ])
}
