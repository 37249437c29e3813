import Testing

@testable import Dashboard

@Suite struct ImportMappingTests {
    @Test(arguments: [
        "Full Name,Phone Number,E-mail,ZIP Code,Country,Preferred Language,Time Zone,Comments,Consent to call",
        "Nombre completo,Teléfono,Correo electrónico,Código postal,País,Idioma,Huso horario,Nota,Consentimiento",
        "Ansprechpartner,Telefon,E-Mail-Adresse,PLZ,Land,Sprache,Zeitzone,Bemerkung,Einwilligung",
        "Nom complet,Téléphone portable,Courriel,Code postal,Pays,Langue,Fuseau horaire,Remarques,Consentement",
        "Nome completo,Telemóvel,Endereço de e-mail,CEP,País,Idioma,Fuso horário,Observações,Consentimento",
        "Nominativo,Cellulare,Posta elettronica,CAP,Paese,Lingua,Fuso orario,Osservazioni,Consenso",
        "FULL_NAME,mobilePhone,email_address,postal-code,country.code,lang,tz,note,tcpa",
    ])
    func headersAreKnownInSixLanguages(headers: String) {
        let mapping = ColumnMapping.guess(headers: headers.split(separator: ",").map(String.init))
        #expect(
            mapping.columns == [.name, .phone, .email, .postcode, .country, .language, .timeZone, .notes, .consent])
        #expect(mapping.hasHeader)
        #expect(mapping.hasPhone)
        #expect(mapping.repeated.isEmpty)
    }

    @Test(arguments: [
        "Telefon", "teléfono", "mobile", "Handy-Nr.", "Phone 1", "Telefon 2", "Mobiltelefon", "Telefono fijo", "Tel.",
        "WhatsApp",
        "Te\u{301}le\u{301}phone", "Celular / WhatsApp", "phone_number",
    ])
    func aNumberHasManyNames(header: String) {
        #expect(ColumnNames.column(headed: header) == .phone)
    }

    @Test(arguments: ["Phone type", "Telefon Typ", "Customer ID", "Newsletter opt-in", "", "💡", "Price"])
    func whatIsNotKnownIsIgnored(header: String) {
        #expect(ColumnNames.column(headed: header) == nil)
        #expect(ColumnMapping.guess(headers: [header]).columns == [.ignore])
    }

    @Test func theFirstOfTwoIsTakenButAllNumbersAre() {
        let mapping = ColumnMapping.guess(headers: ["Vorname", "Nachname", "Festnetz", "Handy", "Email", "E-Mail"])
        #expect(mapping.columns == [.givenName, .familyName, .phone, .phone, .email, .ignore])
        var wrong = mapping
        wrong.columns[5] = .email
        #expect(wrong.repeated == [.email])
    }

    @Test func aFileMayBeginWithAPerson() {
        let mapping = ColumnMapping.guess(headers: ["17", "Anna Smith", "+49 30 1234567", "anna@example.com", "Berlin"])
        #expect(mapping.columns == [.ignore, .name, .phone, .email, .ignore])
        #expect(!mapping.hasHeader)
    }
}
