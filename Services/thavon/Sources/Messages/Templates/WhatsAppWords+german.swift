internal import Notices

extension WhatsAppWords {
    static func german(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            Ein Gespräch mit {{lead}} ist beendet.
            Dauer: {{duration}}
            Ergebnis: {{outcome}}
            Zuständig: {{agent}}
            Anruf öffnen: {{link}}
            """
        case .callMissed:
            """
            Mit {{lead}} kam kein richtiges Gespräch zustande.
            Dauer: {{duration}}
            Ergebnis: {{outcome}}
            Zuständig: {{agent}}
            Anruf öffnen: {{link}}
            """
        case .callAssigned:
            """
            Um den Anruf mit {{lead}} muss sich jemand kümmern.
            Dauer: {{duration}}
            Ergebnis: {{outcome}}
            Zuständig: {{agent}}
            Anruf öffnen: {{link}}
            """
        case .callReassigned:
            """
            Der Anruf mit {{lead}} ist neu zugeteilt.
            Zuständig: {{agent}}
            Vorher: {{previousAgent}}
            Anruf öffnen: {{link}}
            """
        case .appointmentBooked:
            """
            Guten Tag {{recipient}}, ein Termin bei {{agency}} ist gebucht.
            Für: {{lead}}
            Mit: {{agent}}
            Wann: {{when}}
            Ansehen, verschieben oder absagen: {{link}}
            """
        case .appointmentMoved:
            """
            Guten Tag {{recipient}}, ein Termin bei {{agency}} wurde verschoben.
            Für: {{lead}}
            Mit: {{agent}}
            Wann: {{when}}
            Vorher: {{previousWhen}}
            Ansehen, verschieben oder absagen: {{link}}
            """
        case .appointmentCancelled:
            """
            Guten Tag {{recipient}}, ein Termin bei {{agency}} ist abgesagt.
            Für: {{lead}}
            Mit: {{agent}}
            Er war: {{when}}
            Grund: {{reason}}
            Ansehen oder eine andere Zeit wählen: {{link}}
            """
        case .appointmentReminder:
            """
            Guten Tag {{recipient}}, wir erinnern an einen Termin bei {{agency}}.
            Für: {{lead}}
            Mit: {{agent}}
            Wann: {{when}}
            Ansehen, verschieben oder absagen: {{link}}
            """
        case .retryExhausted:
            """
            Der Kontakt {{lead}} war nicht zu erreichen, und es wird nicht mehr automatisch angerufen.
            Versuche: {{attempts}}
            Letztes Ergebnis: {{outcome}}
            Wie es weitergeht, entscheiden Sie: {{link}}
            """
        case .calendarBroken:
            """
            Der Kalender von {{agent}} ist nicht mehr verbunden.
            Konto: {{account}}
            Bis er wieder verbunden ist, werden daraus keine Termine angeboten: {{link}}
            """
        case .followUpOverdue:
            """
            Der Kontakt {{lead}} wartet auf eine Rückmeldung.
            Wartezeit: {{waiting}}
            Zuständig: {{agent}}
            Anruf öffnen: {{link}}
            """
        case .digestDaily:
            """
            Der Tag in Zahlen, {{date}}.
            Anrufe: {{calls}}
            Gespräche: {{conversations}}
            Neue Kontakte: {{newLeads}}
            Gebuchte Termine: {{appointments}}
            Noch nicht bearbeitet: {{overdue}}
            Übersicht öffnen: {{link}}
            """
        case .messageBounced:
            """
            Die Adresse {{address}} nimmt keine E-Mails an.
            Name: {{person}}
            Bitte berichtigen Sie die Adresse: {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
