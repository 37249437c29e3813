extension DemoTexts {
    static let french = DemoTexts(
        language: "fr",
        greeting: "Bonjour, ici Ava, l'assistante de Nordlicht Estates.",
        machine: "Bonjour, vous êtes bien sur ma messagerie. Laissez-moi un message après le bip, je vous rappellerai.",
        machineSummary: "La cliente était aimable, n'avait pas le temps et souhaite être rappelée vendredi matin.",
        conversations: [
            """
            E: viewing
            A: Bonjour, ici Ava, l'assistante de Nordlicht Estates. Suis-je bien avec {name} ? || Bonjour, ici Ava, \
            l'assistante de Nordlicht Estates. À qui ai-je l'honneur ?
            L: Oui, c'est moi. Vous appelez pour l'appartement près du parc ?
            A: Exactement. Vous aviez demandé une visite du trois pièces au quatrième étage. Est-ce toujours \
            d'actualité ?
            L: Tout à fait. On quitte notre logement fin juin, donc on est un peu pressés.
            A: Je comprends. L'appartement est libre, vous pourriez emménager dès la signature.
            L: Parfait. Il y a un ascenseur ? J'ai un bébé, et la poussette dans l'escalier, non merci.
            A: Oui, un ascenseur jusqu'au quatrième, et un local pour les poussettes au rez-de-chaussée.
            L: Très bien. Et pour l'école, vous savez dans quel secteur c'est ?
            A: L'école maternelle est à trois cents mètres, et la crèche municipale dans la même rue.
            L: Vous me vendez du rêve. Quelles sont les charges ?
            A: Cent quatre-vingts euros par mois, chauffage compris. Le dernier décompte est dans le dossier.
            L: D'accord. On pourrait le voir samedi ?
            A: Samedi à dix heures trente, il reste une place. Claire Moreau vous accueillerait sur place.
            L: Dix heures trente, c'est noté. On viendra à deux et demi.
            A: Avec plaisir. Vous recevez une confirmation avec l'adresse et le code de la porte.
            L: Merci beaucoup. À samedi.
            A: À samedi, bonne journée.
            S: Cherche un trois pièces avant fin juin, avec un bébé ; ascenseur, école et charges conviennent. Visite \
            fixée samedi à 10 h 30 avec Claire Moreau. Envoyer le dossier avec le dernier décompte de charges.
            """,
            """
            E: financing
            A: Bonjour, Ava de Nordlicht Estates. Avez-vous un instant, {name} ? || Bonjour, Ava de Nordlicht \
            Estates. Avez-vous un instant ?
            L: Oui, allez-y. J'attendais votre appel, en fait.
            A: Vous aviez une question sur le budget pour la maison avec jardin.
            L: Oui. Elle est affichée à trois cent soixante mille. C'est avec ou sans les frais d'agence ?
            A: Les frais d'agence sont compris. Il faut ajouter les frais de notaire, environ huit pour cent.
            L: Donc près de trente mille euros de plus. On n'avait pas compté ça.
            A: Quel apport aviez-vous prévu, si je peux me permettre ?
            L: Cinquante mille, et on emprunterait le reste sur vingt-cinq ans.
            A: C'est réaliste, si vos mensualités restent sous trente-cinq pour cent de vos revenus.
            L: On gagne quatre mille six cents à deux. Ça passerait tout juste, non ?
            A: Cela dépend du taux. Une courtière avec qui nous travaillons peut faire une simulation précise.
            L: Volontiers. Elle pourrait nous appeler en fin de journée ?
            A: Oui, je note après dix-huit heures. Et le vendeur, souhaitez-vous savoir s'il est prêt à négocier ?
            L: Évidemment ! La chaudière est d'origine, elle a bien trente ans.
            A: Je le signale à votre conseillère, elle vous dira ce qui est possible.
            L: Super. Merci pour la clarté, c'est rare.
            A: Merci à vous, bonne fin de journée.
            S: Intérêt pour la maison avec jardin à 360 000 euros, mais les frais de notaire n'étaient pas prévus. \
            Apport de 50 000 euros, revenus de 4 600 euros à deux. Rappel de la courtière après 18 h ; demande si le \
            prix est négociable, la chaudière étant ancienne.
            """,
            """
            E: callBack
            A: Bonjour, ici Ava de Nordlicht Estates. Je parle bien à {name} ? || Bonjour, ici Ava de Nordlicht \
            Estates. Je ne vous dérange pas ?
            L: Oui, mais je suis au volant. C'est important ?
            A: C'est au sujet de l'estimation de votre appartement. Je peux rappeler plus tard.
            L: Deux minutes, je suis en mains libres. L'estimation, c'est pour ma tante, en réalité.
            A: Très bien. Votre tante habite-t-elle encore l'appartement ?
            L: Non, elle est en maison de retraite depuis janvier. L'appartement est vide.
            A: Je vous remercie. Savez-vous s'il y a un mandat ou une procuration ?
            L: J'ai une procuration, oui, signée chez le notaire.
            A: Parfait, il faudra l'apporter au rendez-vous. Préférez-vous parler à quelqu'un de l'agence ?
            L: Oui, franchement. Il y a des questions de succession, c'est un peu délicat.
            A: Je comprends. Quand peut-on vous rappeler ?
            L: Demain matin, entre neuf heures et dix heures. Après, je suis en réunion.
            A: C'est noté, demain entre neuf et dix heures. Bonne route, et à demain.
            L: Merci, au revoir.
            S: Appelle pour l'appartement vide d'une tante, avec une procuration notariée ; des questions de \
            succession sont ouvertes. Rappel souhaité demain entre 9 h et 10 h par une personne de l'agence.
            """,
            """
            E: notInterested
            A: Bonjour, ici Ava, l'assistante de Nordlicht Estates. Est-ce que je parle à {name} ? || Bonjour, ici \
            Ava, l'assistante de Nordlicht Estates. Avez-vous une minute ?
            L: C'est une machine, ça ?
            A: Je suis une assistante vocale, oui. Souhaitez-vous parler à une personne ?
            L: Non, dites toujours.
            A: Vous aviez visité notre page sur les studios pour étudiants. Cherchez-vous encore pour votre fille ?
            L: Ah. Non, elle a trouvé une colocation, finalement.
            A: C'est une bonne nouvelle. Un investissement locatif pourrait-il vous intéresser ?
            L: Pas du tout. On a déjà un locataire, et c'est bien assez de soucis comme ça.
            A: Je comprends très bien. Dois-je effacer votre demande ?
            L: Oui, s'il vous plaît. Et ne rappelez pas pour ça.
            A: C'est fait, votre demande est close. Merci pour votre réponse.
            L: De rien. Bonne journée.
            A: Bonne journée à vous.
            S: N'est plus intéressé : la fille a trouvé une colocation. Demande de clore la recherche et de ne pas \
            rappeler à ce sujet.
            """,
        ])
}
