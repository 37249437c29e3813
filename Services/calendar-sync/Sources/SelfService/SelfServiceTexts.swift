/// What the lead's page says, in the languages that appointments are spoken about in; others are answered in English.
struct SelfServiceTexts: Sendable {
    let title: String
    /// Before the agent's name.
    let with: String
    let move: String
    let cancel: String
    let isCancelled: String
    let isOver: String
    let notFree: String
    let noTimes: String
    let expired: String

    init(language: String) {
        let primary = language.split(separator: "-").first.map { $0.lowercased() } ?? ""
        self = Self.all[primary] ?? .english
    }

    private init(
        _ title: String, with: String, move: String, cancel: String, isCancelled: String, isOver: String,
        notFree: String,
        noTimes: String, expired: String
    ) {
        self.title = title
        self.with = with
        self.move = move
        self.cancel = cancel
        self.isCancelled = isCancelled
        self.isOver = isOver
        self.notFree = notFree
        self.noTimes = noTimes
        self.expired = expired
    }

    static let english = SelfServiceTexts(
        "Your appointment", with: "with", move: "Move it to", cancel: "Cancel it", isCancelled: "It is cancelled.",
        isOver: "It can no longer be changed.", notFree: "That time has just been taken. Please choose another.",
        noTimes: "There is no other time free at the moment.", expired: "This link does not work any more.")

    private static let all: [String: SelfServiceTexts] = [
        "de": SelfServiceTexts(
            "Ihr Termin", with: "mit", move: "Verschieben auf", cancel: "Absagen", isCancelled: "Er ist abgesagt.",
            isOver: "Er kann nicht mehr geändert werden.",
            notFree: "Diese Zeit wurde gerade vergeben. Bitte wählen Sie eine andere.",
            noTimes: "Zurzeit ist keine andere Zeit frei.", expired: "Dieser Link gilt nicht mehr."),
        "es": SelfServiceTexts(
            "Su cita", with: "con", move: "Cambiar a", cancel: "Cancelar", isCancelled: "Está cancelada.",
            isOver: "Ya no se puede cambiar.", notFree: "Esa hora acaba de ocuparse. Elija otra, por favor.",
            noTimes: "Por ahora no hay otra hora libre.", expired: "Este enlace ya no es válido."),
        "fr": SelfServiceTexts(
            "Votre rendez-vous", with: "avec", move: "Déplacer à", cancel: "Annuler", isCancelled: "Il est annulé.",
            isOver: "Il ne peut plus être modifié.",
            notFree: "Cette heure vient d’être prise. Choisissez-en une autre.",
            noTimes: "Aucune autre heure n’est libre pour le moment.", expired: "Ce lien n’est plus valable."),
        "pt": SelfServiceTexts(
            "O seu agendamento", with: "com", move: "Mudar para", cancel: "Cancelar", isCancelled: "Está cancelado.",
            isOver: "Já não pode ser alterado.",
            notFree: "Esse horário acabou de ser ocupado. Escolha outro, por favor.",
            noTimes: "De momento não há outro horário livre.", expired: "Este link já não é válido."),
        "it": SelfServiceTexts(
            "Il suo appuntamento", with: "con", move: "Spostare a", cancel: "Annullare", isCancelled: "È annullato.",
            isOver: "Non può più essere modificato.", notFree: "Quell’orario è appena stato preso. Ne scelga un altro.",
            noTimes: "Al momento non c’è un altro orario libero.", expired: "Questo link non è più valido."),
    ]
}
