/// The words and phrases of ``StopWords``, in the form that it brings texts into.
enum StopVocabulary {
    /// Cannot mean anything else, with a please or a thank-you as well.
    static let stop: Set<String> = [
        // English
        "stop", "stopall", "stop all", "unsubscribe", "unsubscribe me", "optout", "opt out", "opt me out", "revoke",
        "stop it", "stop texting", "stop texting me", "stop messaging", "stop messaging me", "stop messages",
        "stop sending messages", "stop sending me messages", "stop calling", "stop calling me", "stop contacting me",
        "no more messages", "no more texts", "no more calls", "do not text", "do not text me", "dont text me",
        "do not message me", "dont message me", "do not contact me", "dont contact me", "do not call me",
        "dont call me", "remove me", "remove me from your list", "remove me from the list", "remove my number",
        "take me off your list", "take me off the list", "leave me alone",
        // Spanish
        "baja", "alto", "parar", "para ya", "darme de baja", "dar de baja", "dame de baja", "quiero darme de baja",
        "desuscribir", "desuscribirme", "no mas mensajes", "no quiero mas mensajes", "no me escriban",
        "no me escriban mas", "no me escribas mas", "dejen de escribirme", "no me llamen", "no me llamen mas",
        // French
        "arret", "arreter", "arretez", "desabonner", "desabonnement", "desinscrire", "desinscription",
        "me desinscrire", "me desabonner", "plus de messages", "plus de sms", "ne me contactez plus",
        "ne mecrivez plus", "ne mappelez plus", "ne plus me contacter",
        // German
        "stopp", "abmelden", "abbestellen", "austragen", "keine nachrichten mehr", "keine sms mehr",
        "keine anrufe mehr", "nicht mehr schreiben", "nicht mehr kontaktieren", "nicht mehr anrufen",
        "schreiben sie mir nicht mehr", "kontaktieren sie mich nicht mehr", "rufen sie mich nicht mehr an",
        // Portuguese
        "pare", "sair", "descadastrar", "descadastre me", "remover", "parem", "chega de mensagens",
        "nao quero mais mensagens", "nao quero receber mais mensagens", "nao me mande mais mensagens",
        "nao me envie mais mensagens", "nao me ligue mais", "nao me contate mais", "pare de me mandar mensagens",
        // Italian
        "ferma", "fermare", "basta", "disiscrivi", "disiscrivimi", "disiscrizione", "basta messaggi",
        "niente piu messaggi", "non scrivetemi piu", "non chiamatemi piu", "non contattatemi piu",
    ]

    /// Stop, when nothing else is said and it is said by SMS: with another word, or in a conversation, they may be about an
    /// appointment.
    static let ambiguousStop: Set<String> = [
        "cancel", "end", "quit", "fin", "cancelar", "annuler", "ende", "encerrar", "annulla", "cancella", "cancellami",
    ]

    /// Twilio's, by SMS; elsewhere it answers whatever was asked last.
    static let ambiguousStart: Set<String> = ["yes"]

    /// Few: a word that is taken for one of these ends a protection.
    static let start: Set<String> = [
        "start", "unstop", "subscribe", "resubscribe", "optin", "opt in", "alta", "anmelden",
    ]

    static let help: Set<String> = ["help", "info", "ayuda", "aide", "hilfe", "ajuda", "aiuto"]

    /// The text without polite words before and after it.
    static func withoutCourtesy(_ text: String) -> String {
        var text = Substring(text)
        var isShorter = true
        while isShorter {
            isShorter = false
            for phrase in courtesy {
                if text.hasPrefix("\(phrase) ") {
                    text = text.dropFirst(phrase.count + 1)
                    isShorter = true
                }
                if text.hasSuffix(" \(phrase)") {
                    text = text.dropLast(phrase.count + 1)
                    isShorter = true
                }
            }
        }
        return String(text)
    }

    private static let courtesy = [
        "please", "pls", "plz", "thanks", "thank you", "thx", "now", "hi", "hello", "por favor", "porfavor", "gracias",
        "hola", "svp", "stp", "sil vous plait", "sil te plait", "merci", "bonjour", "bitte", "danke", "hallo",
        "obrigado", "obrigada", "ola", "per favore", "per piacere", "grazie", "ciao",
    ]
}
