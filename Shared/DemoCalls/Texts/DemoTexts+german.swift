extension DemoTexts {
    static let german = DemoTexts(
        language: "de",
        greeting: "Guten Tag, hier ist Ava, die Assistentin von Nordlicht Estates.",
        machine: """
            Hallo, ich bin gerade nicht erreichbar. Bitte hinterlassen Sie eine Nachricht nach dem Ton, ich rufe zurück.
            """,
        machineSummary: "Die Kundin hatte gerade keine Zeit und möchte am Freitag zurückgerufen werden.",
        conversations: [
            """
            E: viewing
            A: Guten Tag, hier ist Ava, die Assistentin von Nordlicht Estates. Spreche ich mit {name}? || Guten Tag, \
            hier ist Ava, die Assistentin von Nordlicht Estates. Mit wem spreche ich?
            L: Ja, am Apparat. Es geht um die Wohnung, oder?
            A: Genau. Sie hatten sich für die Dreizimmerwohnung mit dem großen Balkon zum Hof interessiert. Ist das \
            noch aktuell?
            L: Ja, sehr. Wir suchen schon seit März, und der Balkon wäre wunderbar für die Kinder.
            A: Das verstehe ich gut. Darf ich fragen, zu wievielt Sie einziehen würden?
            L: Zu viert, meine Frau, ich und zwei Kinder. Das kleine Zimmer müssten sich die beiden teilen.
            A: Das Kinderzimmer hat knapp sechzehn Quadratmeter, da passen zwei Betten gut hinein.
            L: Das hört sich gut an. Wie ist es denn mit Lärm? Die Straße auf den Bildern sah ziemlich befahren aus.
            A: Alle Schlafzimmer gehen zum Hof. Zur Straße liegt nur die Küche, und die Fenster sind dreifach verglast.
            L: Gut. Und gibt es einen Keller und einen Platz für Fahrräder?
            A: Ja, beides. Der Keller hat acht Quadratmeter, und im Hof stehen überdachte Ständer.
            L: Dann würden wir sie uns gerne ansehen. Geht das auch am späten Nachmittag?
            A: Gern. Am Donnerstag um siebzehn Uhr wäre eine Kollegin vor Ort. Passt Ihnen das?
            L: Donnerstag um siebzehn Uhr, ja, das schaffen wir beide.
            A: Wunderbar. Ich trage den Termin ein und schicke Ihnen eine Bestätigung mit der Adresse.
            L: Vielen Dank. Sollen wir schon Unterlagen mitbringen?
            A: Ein Einkommensnachweis hilft, ist aber zur ersten Besichtigung nicht nötig. Bis Donnerstag!
            L: Bis Donnerstag, auf Wiederhören.
            S: Sucht für eine Familie mit zwei Kindern, die Dreizimmerwohnung mit Balkon ist weiter interessant. \
            Fragen nach Lärm, Keller und Fahrrädern sind geklärt. Besichtigung am Donnerstag um 17 Uhr vereinbart; \
            bringt nach Möglichkeit einen Einkommensnachweis mit.
            """,
            """
            E: financing
            A: Guten Tag, Ava von Nordlicht Estates. Störe ich Sie gerade, {name}? || Guten Tag, Ava von Nordlicht \
            Estates. Störe ich Sie gerade?
            L: Nein, das passt schon. Ich sitze gerade in der Bahn, also falls es kurz weg ist.
            A: Kein Problem. Sie haben nach dem Reihenhaus mit Garten gefragt. Welche Fragen sind noch offen?
            L: Vor allem das Geld. Vierhundertneunzigtausend ist schon das Ende dessen, was wir uns vorstellen.
            A: Ist das mit den Nebenkosten gerechnet oder ohne?
            L: Ohne. Was kommt denn da noch dazu?
            A: Grunderwerbsteuer, Notar und Grundbuch, zusammen etwa acht Prozent. Das wären rund vierzigtausend Euro.
            L: Uff. Dann bräuchten wir mehr Eigenkapital, als wir gedacht haben.
            A: Haben Sie schon mit einer Bank über die Finanzierung gesprochen?
            L: Mit unserer Hausbank, ja. Die haben uns vierhundertzwanzigtausend zugesagt, auf fünfzehn Jahre.
            A: Das ist eine gute Grundlage. Wir arbeiten mit zwei Beraterinnen zusammen, die Angebote mehrerer Banken \
            vergleichen.
            L: Kostet das etwas für uns?
            A: Nein, für Sie ist das kostenlos. Soll sich eine von ihnen bei Ihnen melden?
            L: Ja, bitte, aber erst nächste Woche. Und gibt es beim Preis noch Spielraum?
            A: Das kann Ihnen die zuständige Maklerin besser sagen. Ich notiere, dass Sie danach gefragt haben.
            L: Gut. Schicken Sie mir bitte noch den Grundriss und den Energieausweis?
            A: Beides kommt heute per Mail. Kann ich sonst noch etwas für Sie tun?
            L: Nein, das war alles. Danke, tschüss.
            S: Interesse am Reihenhaus mit Garten, das Budget ist mit 490.000 Euro ausgereizt. Die Hausbank hat \
            420.000 Euro zugesagt. Bittet um eine Finanzierungsberatung ab nächster Woche, fragt nach Spielraum beim \
            Preis und möchte Grundriss und Energieausweis per Mail.
            """,
            """
            E: notInterested
            A: Guten Tag, hier ist Ava von Nordlicht Estates. Spreche ich mit {name}? || Guten Tag, hier ist Ava von \
            Nordlicht Estates. Haben Sie einen Moment Zeit?
            L: Ja. Sind Sie ein Mensch oder so ein Computer?
            A: Ich bin eine digitale Assistentin. Wenn Sie lieber mit jemandem aus dem Büro sprechen, verbinde ich \
            Sie gern.
            L: Nein, schon gut. Worum geht es denn?
            A: Sie hatten im Frühjahr nach einer Zweizimmerwohnung gefragt. Suchen Sie noch?
            L: Ach so, das. Nein, wir haben inzwischen etwas gefunden, über Bekannte.
            A: Das freut mich für Sie. Darf ich fragen, ob Sie gekauft oder gemietet haben?
            L: Gemietet. Kaufen war uns bei den Zinsen dann doch zu unsicher.
            A: Das höre ich zurzeit öfter. Soll ich Sie auf der Liste lassen, falls Sie später kaufen möchten?
            L: Nein, lieber nicht. Ich bekomme schon genug Anrufe.
            A: Verstanden, ich nehme Ihre Suche heraus. Dann rufen wir deswegen nicht mehr an.
            L: Gut, danke. Ihnen noch einen schönen Tag.
            A: Vielen Dank, Ihnen auch, und viel Freude in der neuen Wohnung.
            L: Danke, auf Wiederhören.
            S: Hat inzwischen über Bekannte eine Mietwohnung gefunden und sucht nicht mehr. Die Suche soll gelöscht \
            werden, kein weiterer Anruf erwünscht.
            """,
            """
            E: otherLanguage
            A: Guten Tag, Sie sprechen mit Ava von Nordlicht Estates. Was kann ich für Sie tun?
            L: Guten Tag. Meine Mutter möchte eine Wohnung verkaufen, in Kreuzberg.
            A: Sehr gern. Wie groß ist die Wohnung ungefähr?
            L: Achtundsiebzig Quadratmeter, drei Zimmer, zweiter Stock. Sie wohnt seit dreißig Jahren dort.
            A: Ist die Wohnung vermietet, oder wohnt Ihre Mutter selbst darin?
            L: Sie wohnt selbst darin. Im Sommer zieht sie zu uns.
            A: Dann wäre eine Bewertung vor Ort der nächste Schritt. Die ist kostenlos und dauert etwa eine Stunde.
            L: Das wäre gut. Aber meine Mutter spricht nicht so gut Deutsch. Haben Sie jemanden, der Türkisch kann?
            A: Ja, unsere Kollegin Meryem Aydin spricht Türkisch. Sie kann den Termin übernehmen.
            L: Perfekt. Dann wäre es mir lieb, wenn sie direkt bei meiner Mutter anruft.
            A: Das richte ich aus. Unter welcher Nummer ist Ihre Mutter am besten zu erreichen?
            L: Unter der, von der ich gerade anrufe. Am besten vormittags.
            A: Gut. Frau Aydin meldet sich morgen zwischen neun und elf Uhr auf Türkisch bei Ihrer Mutter.
            L: Vielen Dank, das ist wirklich nett.
            A: Gern. Auf Wiederhören.
            L: Auf Wiederhören.
            S: Die Mutter möchte eine selbst bewohnte Dreizimmerwohnung (78 m²) in Kreuzberg verkaufen und zieht im \
            Sommer um. Sie spricht Türkisch: bitte morgen zwischen 9 und 11 Uhr durch eine Kollegin zurückrufen, die \
            Türkisch spricht, für eine Bewertung vor Ort.
            """,
        ])
}
