import Testing

@Suite struct RomanceReadingTests {
    @Test(arguments: [
        ("mañana a las dos de la tarde", "2026-08-27 14:00"), ("pasado mañana", "2026-08-28"), ("mañana", "2026-08-27"),
        ("martes a las 10", "2026-09-01 10:00"), ("el próximo martes", "2026-09-01"),
        ("el martes que viene", "2026-09-01"),
        ("EL PROXIMO JUEVES", "2026-09-03"), ("dentro de dos horas", "2026-08-26 12:00"),
        ("en 2 horas", "2026-08-26 12:00"),
        ("en media hora", "2026-08-26 10:30"), ("en una hora y media", "2026-08-26 11:30"),
        ("en tres días", "2026-08-29"),
        ("1 de diciembre", "2026-12-01"), ("el primero de diciembre de 2027", "2027-12-01"), ("mediodía", "12:00"),
        ("el 1 de diciembre a las 14:30", "2026-12-01 14:30"), ("12/01/2026", "2026-01-12"), ("a la una", "13:00"),
        ("a las dos y media", "14:30"), ("a las tres menos cuarto", "14:45"), ("a las nueve y cuarto", "09:15"),
        ("a las diez y treinta y cinco", "10:35"), ("diez para las tres", "14:50"), ("las 12 de la mañana", "12:00"),
        ("mañana por la mañana", "2026-08-27 08:00-12:00"), ("mañana por la tarde", "2026-08-27 12:00-17:00"),
        ("mañana por la noche", "2026-08-27 17:00-21:00"), ("esta tarde a las 5", "2026-08-26 17:00"),
        ("a las 9 de la mañana", "09:00"), ("hoy a las 8 de la tarde", "2026-08-26 20:00"), ("a las 14 horas", "14:00"),
        ("el día 5", "2026-09-05"), ("la próxima semana el lunes", "2026-08-31"), ("2 p. m.", "14:00"),
        ("para mañana a las tres en punto, por favor", "2026-08-27 15:00"), ("miércoles 2 de septiembre", "2026-09-02"),
        ("el lunes 31 a las 9", "2026-08-31 09:00"), ("la una y media", "13:30"), ("mañana o el jueves", "?"),
        ("a las veinticinco", "!25:00 is not a time of day"),
    ])
    func spanish(text: String, reading: String) throws { #expect(try Transcript("es-MX").read(text) == reading) }

    @Test(arguments: [
        ("demain à 14h30", "2026-08-27 14:30"), ("après-demain", "2026-08-28"),
        ("aujourd'hui à 15 h", "2026-08-26 15:00"),
        ("aujourd’hui", "2026-08-26"), ("dans une heure", "2026-08-26 11:00"),
        ("dans une demi-heure", "2026-08-26 10:30"),
        ("dans une heure et demie", "2026-08-26 11:30"), ("dans trois jours", "2026-08-29"),
        ("le 1er décembre", "2026-12-01"),
        ("le premier decembre", "2026-12-01"), ("mardi 1er septembre à 9h", "2026-09-01 09:00"),
        ("mardi prochain", "2026-09-01"),
        ("jeudi prochain", "2026-09-03"), ("midi", "12:00"), ("demain à midi", "2026-08-27 12:00"),
        ("midi et demi", "12:30"),
        ("minuit", "00:00"), ("deux heures et demie", "14:30"), ("trois heures moins le quart", "14:45"),
        ("neuf heures et quart", "09:15"), ("dix heures vingt-cinq", "10:25"), ("à deux heures", "14:00"),
        ("demain matin", "2026-08-27 08:00-12:00"), ("demain après-midi", "2026-08-27 12:00-17:00"),
        ("demain soir", "2026-08-27 17:00-21:00"), ("ce soir à 7 heures", "2026-08-26 19:00"),
        ("à une heure de l'après-midi", "13:00"), ("à 8 heures du matin", "08:00"), ("le 15 à 14h", "2026-09-15 14:00"),
        ("12/01/2026", "2026-01-12"), ("lundi de la semaine prochaine", "2026-08-31"), ("vingt et une heures", "21:00"),
        ("vers 16h s'il vous plaît", "16:00"), ("dans 2h", "2026-08-26 12:00"), ("lundi 31", "2026-08-31"),
        ("pas demain", "?"),
    ])
    func french(text: String, reading: String) throws { #expect(try Transcript("fr-FR").read(text) == reading) }

    @Test(arguments: [
        ("amanhã às 15h", "2026-08-27 15:00"), ("depois de amanhã", "2026-08-28"), ("hoje", "2026-08-26"),
        ("daqui 2 horas", "2026-08-26 12:00"), ("daqui a duas horas", "2026-08-26 12:00"),
        ("em meia hora", "2026-08-26 10:30"), ("em três dias", "2026-08-29"), ("terça-feira às 10", "2026-09-01 10:00"),
        ("na próxima terça", "2026-09-01"), ("quinta-feira que vem", "2026-08-27"), ("próxima quinta", "2026-09-03"),
        ("segunda da semana que vem", "2026-08-31"), ("1 de dezembro", "2026-12-01"),
        ("1º de dezembro às 14h30", "2026-12-01 14:30"),
        ("primeiro de dezembro de 2027", "2027-12-01"), ("dia 5", "2026-09-05"),
        ("no dia 5 às duas", "2026-09-05 14:00"),
        ("meio-dia", "12:00"), ("meio-dia e meia", "12:30"), ("às duas e meia", "14:30"),
        ("quinze para as três", "14:45"),
        ("às três menos um quarto", "14:45"), ("às dez e vinte e cinco", "10:25"), ("à uma da tarde", "13:00"),
        ("às 9 da manhã", "09:00"), ("às 8 da noite", "20:00"), ("amanhã de manhã", "2026-08-27 08:00-12:00"),
        ("amanhã à tarde", "2026-08-27 12:00-17:00"), ("amanhã à noite", "2026-08-27 17:00-21:00"),
        ("AMANHA AS 2 DA TARDE", "2026-08-27 14:00"), ("12/01/2026", "2026-01-12"), ("às 14 horas", "14:00"),
        ("sábado, 29 de agosto, às 10h", "2026-08-29 10:00"), ("uma e meia da tarde", "13:30"),
        ("amanhã ou quinta", "?"),
    ])
    func portuguese(text: String, reading: String) throws { #expect(try Transcript("pt-BR").read(text) == reading) }

    @Test(arguments: [
        ("domani alle 14", "2026-08-27 14:00"), ("dopodomani", "2026-08-28"), ("oggi alle 15:30", "2026-08-26 15:30"),
        ("fra due ore", "2026-08-26 12:00"), ("tra mezz'ora", "2026-08-26 10:30"),
        ("fra un'ora e mezza", "2026-08-26 11:30"),
        ("tra tre giorni", "2026-08-29"), ("martedì alle 10", "2026-09-01 10:00"), ("martedi prossimo", "2026-09-01"),
        ("giovedì prossimo", "2026-09-03"), ("lunedì della prossima settimana", "2026-08-31"),
        ("1 dicembre", "2026-12-01"),
        ("il primo dicembre", "2026-12-01"), ("il 1° dicembre alle ore 14", "2026-12-01 14:00"),
        ("l'8 dicembre 2027", "2027-12-08"),
        ("il 15 alle 10", "2026-09-15 10:00"), ("mezzogiorno", "12:00"), ("mezzogiorno e mezzo", "12:30"),
        ("mezzanotte", "00:00"), ("alle due e mezza", "14:30"), ("alle tre meno un quarto", "14:45"),
        ("alle nove e un quarto", "09:15"), ("alle due e tre quarti", "14:45"), ("alle dieci e trentacinque", "10:35"),
        ("all'una", "13:00"), ("alle 14,30", "14:30"), ("le due del pomeriggio", "14:00"),
        ("alle 9 di mattina", "09:00"),
        ("domani mattina", "2026-08-27 08:00-12:00"), ("domattina alle 9", "2026-08-27 09:00"),
        ("domani pomeriggio", "2026-08-27 12:00-17:00"), ("domani sera", "2026-08-27 17:00-21:00"),
        ("stasera alle 8", "2026-08-26 20:00"), ("alle ventuno", "21:00"), ("ore 14", "14:00"),
        ("12/01/2026", "2026-01-12"), ("fra tre quarti d'ora", "2026-08-26 10:45"),
        ("lunedì 31 alle 9", "2026-08-31 09:00"), ("tra le 2 e le 4", "?"), ("domani o giovedì", "?"),
    ])
    func italian(text: String, reading: String) throws { #expect(try Transcript("it-IT").read(text) == reading) }
}
