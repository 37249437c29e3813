extension DemoTexts {
    static let swedish = DemoTexts(
        language: "sv",
        greeting: "Hej, det här är Ava, assistenten på Nordlicht Estates.",
        machine: "Hej, jag kan inte svara just nu. Lämna ett meddelande efter tonen så ringer jag upp.",
        machineSummary: "Kunden var vänlig, hade inte tid och ville bli uppringd på fredag förmiddag.",
        conversations: [
            """
            E: callBack
            A: Hej, det här är Ava, assistenten på Nordlicht Estates. Talar jag med {name}? || Hej, det här är Ava, \
            assistenten på Nordlicht Estates. Vem talar jag med?
            L: Ja, det är jag. Gäller det lägenheten i Berlin?
            A: Precis. Du frågade om en etta att ha när du arbetar där. Är det fortfarande aktuellt?
            L: Ja, jag är där två veckor i månaden och är trött på hotell.
            A: Det förstår jag. Har du någon gräns för vad den får kosta?
            L: Helst under tvåhundratusen euro, och den ska ligga nära ringbanan.
            A: Då har vi två som passar, en i Wedding och en i Neukölln, båda med balkong.
            L: Neukölln låter bra. Går det att hyra ut den när jag är hemma?
            A: Det beror på reglerna i huset. En mäklare kan ta reda på det åt dig.
            L: Gör gärna det, det är ganska avgörande för mig.
            A: Då ber jag någon ringa upp dig. Går det bra på engelska?
            L: Ja, engelska går fint. På torsdag efter klockan fyra.
            A: Torsdag efter fyra, på engelska. Jag skickar länkar till båda lägenheterna.
            L: Toppen, tack så mycket.
            A: Tack själv, ha det så bra.
            L: Hej då.
            S: Söker en etta i Berlin under 200 000 euro, nära ringbanan; den i Neukölln är intressant om den får \
            hyras ut i andra hand. Vill bli uppringd på engelska på torsdag efter kl. 16. Länkar till båda \
            lägenheterna skickas.
            """
        ])
}
