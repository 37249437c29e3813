internal import Contracts

/// What the parts of an import are called.
extension ImportColumn {
    var label: Phrase {
        switch self {
        case .name: .leadName
        case .givenName: Phrase("First name", es: "Nombre de pila")
        case .familyName: Phrase("Last name", es: "Apellidos")
        case .phone: .leadPhone
        case .email: .leadEmail
        case .postcode: .postcode
        case .country: .country
        case .language: .language
        case .timeZone: .timeZone
        case .notes: .notes
        case .consent: .consent
        case .ignore: Phrase("Leave out", es: "Omitir")
        }
    }
}

extension ImportJob.State {
    var label: Phrase {
        switch self {
        case .uploading: Phrase("Arriving", es: "Llegando")
        case .uploaded: Phrase("Columns to be named", es: "Faltan las columnas")
        case .checking: Phrase("Being checked", es: "Comprobando")
        case .checked: Phrase("Waits for your yes", es: "Espera su confirmación")
        case .running: Phrase("Being imported", es: "Importando")
        case .done: Phrase("Imported", es: "Importado")
        case .cancelled: Phrase("Cancelled", es: "Cancelada")
        case .failed: Phrase("Failed", es: "Falló")
        }
    }

    var tone: String {
        switch self {
        case .uploading, .checking, .running: " info"
        case .uploaded, .checked: " warn"
        case .done: " good"
        case .cancelled: ""
        case .failed: " bad"
        }
    }
}

extension RowProblem.Code {
    var text: Phrase {
        switch self {
        case .unterminatedQuote: Phrase("A quote is not closed", es: "Unas comillas no se cierran")
        case .textAfterQuote: Phrase("Text after a closing quote", es: "Texto después de unas comillas de cierre")
        case .cellTooLong: Phrase("A cell is too long", es: "Una celda es demasiado larga")
        case .rowTooLong: Phrase("The row is too long", es: "La fila es demasiado larga")
        case .tooManyColumns: Phrase("Too many columns", es: "Demasiadas columnas")
        case .invalidText: Phrase("Characters that cannot be read", es: "Caracteres que no se pueden leer")
        case .nul: Phrase("A character that cannot be kept", es: "Un carácter que no se puede guardar")
        case .extraCells: Phrase("More cells than columns", es: "Más celdas que columnas")
        case .phoneMissing: Phrase("No number", es: "Sin número")
        case .phoneUnreadable: Phrase("Not a telephone number", es: "No es un número de teléfono")
        case .phoneTooShort: Phrase("Too short for its country", es: "Demasiado corto para su país")
        case .phoneTooLong: Phrase("Too long for its country", es: "Demasiado largo para su país")
        case .phoneOfUnknownCountry: Phrase("Of no country that is known", es: "De ningún país conocido")
        case .phoneRounded:
            Phrase(
                "A spreadsheet has rounded the number; format the column as text",
                es: "Una hoja de cálculo ha redondeado el número; dé formato de texto a la columna")
        case .countryUnknown: Phrase("Not a country", es: "No es un país")
        case .formula: Phrase("Begins like a formula", es: "Empieza como una fórmula")
        case .nameTooLong: Phrase("The name is too long", es: "El nombre es demasiado largo")
        case .lineBreak: Phrase("A line break in the cell", es: "Un salto de línea en la celda")
        case .controlCharacter: Phrase("A control character", es: "Un carácter de control")
        case .duplicate: Phrase("The same number as in line {line}", es: "El mismo número que en la línea {line}")
        case .tooManyRows:
            Phrase("This row and all after it: too many rows", es: "Esta fila y las siguientes: demasiadas filas")
        case .emailInvalid: Phrase("Not an email address; left out", es: "No es un correo; se omite")
        case .postcodeInvalid: Phrase("Not a postcode; left out", es: "No es un código postal; se omite")
        case .countryLeftOut:
            Phrase("Not a country; the number says it", es: "No es un país; lo indica el número")
        case .languageUnknown: Phrase("Not a language; left out", es: "No es un idioma; se omite")
        case .timeZoneUnknown: Phrase("Not a time zone; left out", es: "No es una zona horaria; se omite")
        case .notesCut: Phrase("Too long; cut", es: "Demasiado largo; se recorta")
        case .refusalKept:
            Phrase(
                "The lead has refused; that stays, whatever the file says",
                es: "El contacto se ha negado; eso se mantiene, diga lo que diga el archivo")
        }
    }
}

extension Words {
    func problem(_ problem: RowProblem) -> String {
        self(problem.code.text, ["line": problem.firstLine.map { "\($0)" } ?? ""])
    }

    /// `UTF-16, semicolons`
    func fileFormat(_ job: ImportJob) -> String {
        let delimiter: String? =
            switch job.delimiter {
            case ",": self(Phrase("commas", es: "comas"))
            case ";": self(Phrase("semicolons", es: "puntos y comas"))
            case "\t": self(Phrase("tabs", es: "tabuladores"))
            case "|": self(Phrase("bars", es: "barras"))
            default: nil
            }
        let encoding: String? =
            switch job.encoding {
            case "utf8": "UTF-8"
            case "utf16LittleEndian", "utf16BigEndian": "UTF-16"
            case "windows1252": "Windows-1252"
            default: nil
            }
        return [delimiter, encoding].compactMap { $0 }.joined(separator: ", ")
    }

    func importFailure(_ failure: String?) -> String {
        switch failure {
        case "upload_broken":
            self(
                Phrase(
                    "The upload broke off. Send the file again.",
                    es: "El envío se interrumpió. Vuelva a enviar el archivo."))
        case "nothing_in_it": self(.nothingInFile)
        case "too_long": self(.fileTooLong)
        default:
            self(
                Phrase(
                    "Something on our side went wrong. What was imported before stays; send the file again for the rest.",
                    es:
                        "Algo ha fallado de nuestro lado. Lo ya importado se conserva; vuelva a enviar el archivo para el resto."
                ))
        }
    }
}
