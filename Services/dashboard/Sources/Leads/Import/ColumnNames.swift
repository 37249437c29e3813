/// How columns are headed in English, Spanish, German, French, Portuguese and Italian, and by the exports of common
/// programs.
enum ColumnNames {
    static func column(headed header: String) -> ImportColumn? {
        var name = folded(header)
        if let column = columns[name] { return column }
        // Phone 1, Telefon 2.
        while name.last?.isNumber == true { name.removeLast() }
        if let column = columns[name] { return column }
        let isNumber = phoneBeginnings.contains { name.hasPrefix($0) }
        return isNumber && !noNumbers.contains { name.hasSuffix($0) } ? .phone : nil
    }

    /// Lower case, letters and digits only, without accents: `E-Mail`, `e_mail` and `email` are one.
    static func folded(_ text: String) -> String {
        var folded = ""
        for scalar in text.lowercased().unicodeScalars {
            if let plain = accented[scalar] {
                folded += plain
            } else if !(0x300...0x36f).contains(scalar.value),
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            {
                folded.unicodeScalars.append(scalar)
            }
        }
        return folded
    }

    private static let accented: [Unicode.Scalar: String] = {
        let letters = [
            ("áàâãäåª", "a"), ("éèêë", "e"), ("íìîï", "i"), ("óòôõöº", "o"), ("úùûü", "u"), ("ñ", "n"), ("ç", "c"),
            ("ß", "ss"), ("œ", "oe"),
        ]
        let pairs = letters.flatMap { accented, plain in accented.unicodeScalars.map { ($0, plain) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    private static let phoneBeginnings = [
        "phone", "telephone", "telefon", "telefone", "mobile", "mobil", "handy", "celular", "cellulare", "whatsapp",
    ]
    private static let noNumbers = ["type", "typ", "tipo", "consent", "ext", "extension", "country", "status"]

    private static let columns: [String: ImportColumn] = {
        let pairs = words.flatMap { column, words in words.split(separator: " ").map { (String($0), column) } }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()

    /// Folded.
    private static let words: [(ImportColumn, String)] = [
        (
            .name,
            """
            name fullname yourname contactname leadname customername displayname contact customer client lead \
            vollername kunde kundenname ansprechpartner kontakt kontaktname nombre nombrecompleto nombreyapellido \
            nombreyapellidos contacto cliente nom nomcomplet nometprenom prenometnom nome nomecompleto contato \
            nomeecognome cognomeenome contatto nominativo
            """
        ),
        (
            .givenName,
            "firstname givenname forename first fname vorname rufname prenom nombredepila primeironome primonome"
        ),
        (
            .familyName,
            """
            lastname surname familyname last lname nachname familienname zuname apellido apellidos nomdefamille \
            sobrenome apelido apelidos cognome
            """
        ),
        (
            .phone,
            """
            tel fon cell cellphone number contactnumber yourphone contactphone rufnummer festnetz fijo movil numero \
            numerodetelefono numerotelefono telf tlf portable fixe numerodetelephone gsm fixo telemovel \
            numerodetelefone fisso numeroditelefono e164
            """
        ),
        (
            .email,
            """
            email emailaddress mail mailaddress workemail youremail contactemail emailadresse mailadresse correo \
            correoelectronico direcciondecorreo emails courriel adressemail adresseemail adresseelectronique \
            enderecodeemail correioeletronico enderecoeletronico postaelettronica indirizzoemail
            """
        ),
        (
            .postcode,
            """
            postcode postalcode zip zipcode zippostalcode postal plz postleitzahl codigopostal cp codepostal cep cap \
            codicepostale
            """
        ),
        (
            .country,
            """
            country countrycode countryregion land landercode staat pais codigodepais codigopais pays codepays paese \
            nazione codicepaese
            """
        ),
        (
            .language,
            """
            language preferredlanguage lang locale hslanguage sprache korrespondenzsprache idioma idiomapreferido \
            lengua langue langueparlee lingua linguapreferita
            """
        ),
        (.timeZone, "timezone tz hstimezone zeitzone zonahoraria husohorario fuseauhoraire fusohorario fusoorario"),
        (
            .notes,
            """
            note notes comment comments remark remarks message notiz notizen bemerkung bemerkungen kommentar \
            anmerkung anmerkungen nachricht nota notas comentario comentarios observacion observaciones mensaje \
            commentaire commentaires remarque remarques observacao observacoes mensagem commento commenti \
            osservazioni messaggio
            """
        ),
        (
            // What is agreed to about mails or data is no agreement to be called by a machine.
            .consent,
            """
            consent consenttocall callconsent tcpaconsent tcpa consentgiven einwilligung zustimmung \
            anrufeinwilligung consentimiento consentement consentimento consenso
            """
        ),
    ]
}
