internal import Notices

extension WhatsAppWords {
    static func french(_ kind: NoticeKind) -> String? {
        switch kind {
        case .callCompleted:
            """
            Un appel avec {{lead}} est terminé.
            Durée : {{duration}}
            Résultat : {{outcome}}
            Suivi par : {{agent}}
            Ouvrir l’appel : {{link}}
            """
        case .callMissed:
            """
            Il n’y a pas eu de véritable conversation avec {{lead}}.
            Durée : {{duration}}
            Résultat : {{outcome}}
            Suivi par : {{agent}}
            Ouvrir l’appel : {{link}}
            """
        case .callAssigned:
            """
            L’appel avec {{lead}} attend une suite.
            Durée : {{duration}}
            Résultat : {{outcome}}
            Suivi par : {{agent}}
            Ouvrir l’appel : {{link}}
            """
        case .callReassigned:
            """
            L’appel avec {{lead}} a été réattribué.
            Suivi par : {{agent}}
            Auparavant : {{previousAgent}}
            Ouvrir l’appel : {{link}}
            """
        case .appointmentBooked:
            """
            Bonjour {{recipient}}, un rendez-vous avec {{agency}} est confirmé.
            Pour : {{lead}}
            Avec : {{agent}}
            Quand : {{when}}
            Voir, déplacer ou annuler : {{link}}
            """
        case .appointmentMoved:
            """
            Bonjour {{recipient}}, un rendez-vous avec {{agency}} a été déplacé.
            Pour : {{lead}}
            Avec : {{agent}}
            Quand : {{when}}
            Auparavant : {{previousWhen}}
            Voir, déplacer ou annuler : {{link}}
            """
        case .appointmentCancelled:
            """
            Bonjour {{recipient}}, un rendez-vous avec {{agency}} est annulé.
            Pour : {{lead}}
            Avec : {{agent}}
            Prévu : {{when}}
            Motif : {{reason}}
            Voir ou choisir un autre horaire : {{link}}
            """
        case .appointmentReminder:
            """
            Bonjour {{recipient}}, voici un rappel de rendez-vous avec {{agency}}.
            Pour : {{lead}}
            Avec : {{agent}}
            Quand : {{when}}
            Voir, déplacer ou annuler : {{link}}
            """
        case .retryExhausted:
            """
            Impossible de joindre {{lead}} ; il n’y aura plus d’appel automatique.
            Tentatives : {{attempts}}
            Dernier résultat : {{outcome}}
            Décidez de la suite : {{link}}
            """
        case .calendarBroken:
            """
            L’agenda de {{agent}} n’est plus connecté.
            Compte : {{account}}
            Jusqu’à ce qu’il le soit de nouveau, aucun rendez-vous n’y est proposé : {{link}}
            """
        case .followUpOverdue:
            """
            Le contact {{lead}} attend une réponse.
            Attente : {{waiting}}
            Suivi par : {{agent}}
            Ouvrir l’appel : {{link}}
            """
        case .digestDaily:
            """
            La journée en chiffres, {{date}}.
            Appels : {{calls}}
            Conversations : {{conversations}}
            Nouveaux contacts : {{newLeads}}
            Rendez-vous pris : {{appointments}}
            Pas encore traités : {{overdue}}
            Ouvrir l’aperçu : {{link}}
            """
        case .messageBounced:
            """
            L’adresse {{address}} n’accepte pas d’e-mail.
            Nom : {{person}}
            Merci de corriger l’adresse : {{link}}
            """
        case .optedOutConfirmation, .accountInvitation, .accountPassword: nil
        }
    }
}
