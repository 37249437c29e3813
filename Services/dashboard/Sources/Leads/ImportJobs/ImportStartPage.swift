internal import Contracts

/// The first step of an import: the file, and what is said of it.
struct ImportStartPage: Sendable {
    let frame: PageFrame
    let languages: CallLanguages
    var options: ImportOptions
    var problems: [ImportOptions.Field: Phrase] = [:]

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(.importLeads), section: .leads, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a></p><h1>\(words(.importLeads))</h1></div>
            <div class="actions"><a class="button" href="/leads/imports">\(words(.imports))</a></div></header>
            <form class="form" method="post" action="/leads/import" enctype="multipart/form-data" data-busy>\(frame.formField)
            \(summary)
            <div class="fields">\(field(.country, .select(frame.countryOptions(chosen: options.country), selected: options.country)))\
            \(field(.language, .select(frame.languageOptions(languages, chosen: options.language, none: .asIsUsual), selected: options.language)))\
            \(field(.source, .input(type: "text", value: options.source), hint: .importSourceHint))</div>
            <fieldset><legend>\(words(.consent))</legend><p class="hint">\(words(.importConsentHint))</p>
            \(field(.consent, .select(consents, selected: options.consent)))\(field(.statement, .text(options.statement, rows: 3), hint: .statementHint))</fieldset>
            \(file)
            <div class="actions"><button class="primary">\(words(.goOn))</button> <a href="/leads">\(words(.cancel))</a></div></form>
            """)
    }

    private var consents: [(value: String, text: String)] {
        [("", words.consent(nil))]
            + ConsentKind.allCases.filter { $0 != .refused }.map { ($0.rawValue, words.consent($0)) }
    }

    private func field(
        _ field: ImportOptions.Field, _ control: Field.Control, hint: Phrase? = nil
    ) -> HTML {
        Field(
            field.rawValue, words(field.label), control, hint: hint.map { words($0) },
            problem: problems[field].map { words($0) }
        ).html
    }

    /// Last: what stands after a file has not been read when the file is.
    private var file: HTML {
        let problem: HTML? = problems[.file].map { #"<p class="error" id="f-file-error">\#(words($0))</p>"# }
        let invalid: HTML = #" aria-invalid="true""#
        let described = problem == nil ? "f-file-hint" : "f-file-hint f-file-error"
        return """
            <div class="field"><label for="f-file">\(words(ImportOptions.Field.file.label))</label>
            <p class="hint" id="f-file-hint">\(words(.fileHint))</p><input id="f-file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv" required aria-describedby="\(described)"\(invalid, when: problem != nil)>
            \(problem)</div>
            """
    }

    private var summary: HTML {
        ProblemSummary(
            words: words,
            problems: ImportOptions.Field.allCases.compactMap { field in
                problems[field].map { (field.rawValue, words(field.label), words($0)) }
            }
        ).html
    }
}

extension ImportOptions.Field {
    var label: Phrase {
        switch self {
        case .file: Phrase("CSV file", es: "Archivo CSV")
        case .country: Phrase("Numbers without a country are in", es: "Los números sin país son de")
        case .language: Phrase("Language when the file has none", es: "Idioma cuando el archivo no lo indica")
        case .consent: .consent
        case .statement: Phrase("What they agreed to", es: "Qué aceptaron")
        case .source: Phrase("Where the file comes from", es: "De dónde viene el archivo")
        }
    }
}

extension Phrase {
    static let importSourceHint = Phrase(
        "Kept with each lead that is added or updated, for example: trade fair, May 2026.",
        es: "Se guarda con cada contacto que se añade o actualiza, por ejemplo: feria, mayo de 2026.")
    static let importConsentHint = Phrase(
        "Of everybody in the file. A column for it in the file counts more.",
        es: "De todas las personas del archivo. Si el archivo tiene una columna para ello, cuenta más.")
    static let statementHint = Phrase(
        "The words they read or heard. Kept as proof.", es: "El texto que leyeron u oyeron. Se guarda como prueba.")
    static let fileHint = Phrase(
        "Up to 200,000 rows and 50 MB. Commas, semicolons or tabs; UTF-8 or UTF-16. Nothing is imported before you have seen it.",
        es:
            "Hasta 200.000 filas y 50 MB. Comas, puntos y comas o tabuladores; UTF-8 o UTF-16. No se importa nada antes de que lo haya visto."
    )
    static let goOn = Phrase("Continue", es: "Continuar")
}
