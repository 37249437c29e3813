import TestSupport
import Testing

@testable import Twilio

@Suite struct StopWordsTests {
    @Test(arguments: [
        "STOP", "stop", " Stop. ", "\"STOP\"", "“Stop!”", "STOPALL", "Stop all", "UNSUBSCRIBE", "CANCEL", "End", "quit",
        "revoke", "OPT-OUT", "optout", "BAJA", "alto", "Parar", "ARRÊT", "arre\u{302}t", "ARRET", "Stopp!", "ABMELDEN",
        "cancelar", "Sair", "FERMA", "basta", "stop please", "Please stop", "STOP, thanks", "no more messages",
        "No more messages, please!", "Do not text me", "don’t text me", "Don't text me.", "STOP STOP STOP", "🛑 STOP 🛑",
        "st\u{200B}op", "Stop\n\n", "¡No más mensajes!", "Ne me contactez plus, merci", "Bitte keine Nachrichten mehr",
        "não quero mais mensagens", "Non scrivetemi più", "Désabonner", "Quiero darme de baja por favor",
        "please stop now",
    ])
    func theseEndIt(text: String) {
        #expect(StopWords.verdict(of: text, optOutType: nil) == .stop, "\(text)")
    }

    @Test(arguments: ["START", "start!", "Unstop", "yes", " YES. ", "Alta", "opt in"])
    func theseBeginIt(text: String) {
        #expect(StopWords.verdict(of: text, optOutType: nil) == .start, "\(text)")
    }

    @Test(arguments: ["HELP", "help?", "info", "Ayuda", "Hilfe!"]) func theseAsk(text: String) {
        #expect(StopWords.verdict(of: text, optOutType: nil) == .help, "\(text)")
    }

    @Test(arguments: [
        "", " ", "...", "🙂", "stop by tomorrow", "I will stop by at 5", "Can we cancel?", "please cancel",
        "Cancel the appointment", "the end", "nonstop", "stops", "stop 5", "can't stop thinking about it", "s t o p",
        "weekend", "start tomorrow", "please start", "yes please", "yes, 10:00 works", "Sí", "no", "bus stop", "fine",
        "I need help", "basta pasta alle otto", "por favor", "please", "do not text me before nine", "ende gut",
        "Der Stopp ist um zehn", "parar en la tienda",
        "stop\u{0}it now or never and then some more words so that it is long",
    ])
    func theseSayNothing(text: String) {
        #expect(StopWords.verdict(of: text, optOutType: nil) == .none, "\(text)")
    }

    @Test func twiliosVerdictCounts() {
        #expect(StopWords.verdict(of: "Adiós", optOutType: "STOP") == .stop)
        #expect(StopWords.verdict(of: "start", optOutType: "STOP") == .stop)
        #expect(StopWords.verdict(of: "hola de nuevo", optOutType: "START") == .start)
        #expect(StopWords.verdict(of: "??", optOutType: "help") == .help)
        #expect(StopWords.verdict(of: "stop", optOutType: "HELP") == .stop)
        #expect(StopWords.verdict(of: "hello", optOutType: "OTHER") == .none)
        #expect(StopWords.verdict(of: "hello", optOutType: "") == .none)
    }

    /// Whatever is listed is in the form that texts are brought into, and is found however it is dressed.
    @Test func everyWordIsFoundInAnyDress() {
        var generator = SeededGenerator(seed: 5)
        let all = StopVocabulary.stop.union(StopVocabulary.ambiguousStop)
        for phrase in all {
            #expect(StopWords.words(of: phrase).joined(separator: " ") == phrase)
            let dressed = phrase.map { Bool.random(using: &generator) ? $0.uppercased() : String($0) }.joined()
            let marks = [" ", "\"", "«", "!", "…", "\n", "*", "\u{FE0F}"].shuffled(using: &generator)
            let around = marks.prefix(3).joined()
            #expect(StopWords.verdict(of: around + dressed + around, optOutType: nil) == .stop, "\(phrase)")
            #expect(StopWords.verdict(of: phrase + " tomorrow at ten", optOutType: nil) == .none, "\(phrase)")
        }
        #expect(all.isDisjoint(with: StopVocabulary.help))
        let starts = StopVocabulary.start.union(StopVocabulary.ambiguousStart)
        #expect(starts.isDisjoint(with: all) && starts.isDisjoint(with: StopVocabulary.help))
    }

    /// In a conversation they answer what was asked last: an appointment's notice, or our own confirmation of a STOP.
    @Test(arguments: ["cancel", "Annuler", "Cancelar!", "yes", "Yes."]) func someAreAWishBySMSOnly(text: String) {
        #expect(StopWords.verdict(of: text, optOutType: nil, by: .sms) != .none)
        #expect(StopWords.verdict(of: text, optOutType: nil, by: .whatsapp) == .none)
        #expect(StopWords.verdict(of: "STOP", optOutType: nil, by: .whatsapp) == .stop)
        #expect(StopWords.verdict(of: "start", optOutType: nil, by: .whatsapp) == .start)
    }
}
