extension SpeakingStyle.Names {
    static func of(_ language: Language) -> SpeakingStyle.Names {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .portuguese: portuguese
        case .italian: italian
        }
    }

    private static let english = SpeakingStyle.Names(
        today: "today", tomorrow: "tomorrow", or: "or",
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        months: [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ])

    private static let spanish = SpeakingStyle.Names(
        today: "hoy", tomorrow: "mañana", or: "o",
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        months: [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ])

    private static let french = SpeakingStyle.Names(
        today: "aujourd'hui", tomorrow: "demain", or: "ou",
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        months: [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ])

    private static let german = SpeakingStyle.Names(
        today: "heute", tomorrow: "morgen", or: "oder",
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        months: [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
            "Dezember",
        ])

    private static let portuguese = SpeakingStyle.Names(
        today: "hoje", tomorrow: "amanhã", or: "ou",
        weekdays: [
            "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo",
        ],
        months: [
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro",
        ])

    private static let italian = SpeakingStyle.Names(
        today: "oggi", tomorrow: "domani", or: "o",
        weekdays: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        months: [
            "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
            "novembre", "dicembre",
        ])
}
