internal import Notices

extension WhatsAppWords {
    static func italian(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            Una chiamata con {{lead}} è terminata.
            Durata: {{duration}}
            Esito: {{outcome}}
            Affidata a: {{agent}}
            Apri la chiamata: {{link}}
            """
        case .callMissed:
            """
            Con {{lead}} non c’è stata una vera conversazione.
            Durata: {{duration}}
            Esito: {{outcome}}
            Affidata a: {{agent}}
            Apri la chiamata: {{link}}
            """
        case .callAssigned:
            """
            La chiamata con {{lead}} richiede un seguito.
            Durata: {{duration}}
            Esito: {{outcome}}
            Affidata a: {{agent}}
            Apri la chiamata: {{link}}
            """
        case .callReassigned:
            """
            La chiamata con {{lead}} è stata riassegnata.
            Affidata a: {{agent}}
            Prima: {{previousAgent}}
            Apri la chiamata: {{link}}
            """
        case .appointmentBooked:
            """
            Buongiorno {{recipient}}, un appuntamento con {{agency}} è confermato.
            Per: {{lead}}
            Con: {{agent}}
            Quando: {{when}}
            Vedi, sposta o annulla: {{link}}
            """
        case .appointmentMoved:
            """
            Buongiorno {{recipient}}, un appuntamento con {{agency}} è stato spostato.
            Per: {{lead}}
            Con: {{agent}}
            Quando: {{when}}
            Prima: {{previousWhen}}
            Vedi, sposta o annulla: {{link}}
            """
        case .appointmentCancelled:
            """
            Buongiorno {{recipient}}, un appuntamento con {{agency}} è annullato.
            Per: {{lead}}
            Con: {{agent}}
            Era: {{when}}
            Motivo: {{reason}}
            Vedi o scegli un altro orario: {{link}}
            """
        case .appointmentReminder:
            """
            Buongiorno {{recipient}}, Le ricordiamo un appuntamento con {{agency}}.
            Per: {{lead}}
            Con: {{agent}}
            Quando: {{when}}
            Vedi, sposta o annulla: {{link}}
            """
        case .retryExhausted:
            """
            Non è stato possibile raggiungere {{lead}} e non ci saranno altre chiamate automatiche.
            Tentativi: {{attempts}}
            Ultimo esito: {{outcome}}
            Decida come proseguire: {{link}}
            """
        case .calendarBroken:
            """
            Il calendario di {{agent}} non è più collegato.
            Account: {{account}}
            Finché non è di nuovo collegato, non si offrono appuntamenti: {{link}}
            """
        case .followUpOverdue:
            """
            Il contatto {{lead}} attende una risposta.
            Attesa: {{waiting}}
            Affidata a: {{agent}}
            Apri la chiamata: {{link}}
            """
        case .digestDaily:
            """
            La giornata in cifre, {{date}}.
            Chiamate: {{calls}}
            Conversazioni: {{conversations}}
            Nuovi contatti: {{newLeads}}
            Appuntamenti presi: {{appointments}}
            Da gestire: {{overdue}}
            Apri il riepilogo: {{link}}
            """
        case .messageBounced:
            """
            L’indirizzo {{address}} non accetta e-mail.
            Nome: {{person}}
            La preghiamo di correggere l’indirizzo: {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
