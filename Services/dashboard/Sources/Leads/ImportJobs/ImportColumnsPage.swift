internal import Foundation

/// The second step of an import: what the columns of the file are.
struct ImportColumnsPage: Sendable {
    static let mostColumns = 60

    let frame: PageFrame
    var job: ImportJob
    var mapping: ColumnMapping
    /// The first rows of the file.
    var preview: [[String]]
    var problem: Phrase?

    private var words: Words { frame.words }
    private var path: String { "/leads/imports/\(job.id.uuidString.lowercased())" }

    func render() -> HTML {
        frame.page(
            title: words(.columnsTitle), section: .leads, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a> · <a href="/leads/imports">\(words(.imports))</a></p><h1>\(words(.columnsTitle))</h1>
            <p><bdi>\(job.fileName)</bdi>, \(words(.rowCount, job.rows)), \(words.fileFormat(job))</p></div></header>
            \(problem.map { #"<div class="notice bad" role="alert" id="errors"><p>\#(words($0))</p></div>"# as HTML })
            <form class="form" method="post" action="\(path)/columns" data-busy>\(frame.formField)
            <table class="table"><caption class="visually-hidden">\(words(.columnsOfFile))</caption>
            <thead><tr><th scope="col">\(words(.inTheFile))</th><th scope="col">\(words(.forExample))</th><th scope="col">\(words(.becomes))</th></tr></thead>
            <tbody>\(mapping.columns.indices.prefix(Self.mostColumns).html { row($0) })</tbody></table>
            <label class="check"><input type="checkbox" name="header" value="1"\(" checked", when: mapping.hasHeader)> <span>\(words(.firstRowIsHeader))</span></label>
            <div class="actions"><button class="primary">\(words(.checkFile))</button></div></form>
            <form method="post" action="\(path)/cancel">\(frame.formField)<button class="link">\(words(.cancelImport))</button></form>
            """)
    }

    private func row(_ index: Int) -> HTML {
        let header = preview.first.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? ""
        let number = words(.columnNumber, ["n": "\(index + 1)"])
        let title = mapping.hasHeader && !header.isEmpty ? CellText.excerpt(header) : number
        let values = preview.dropFirst(mapping.hasHeader ? 1 : 0).compactMap { cells in
            cells.indices.contains(index) && !cells[index].isEmpty ? CellText.excerpt(cells[index]) : nil
        }
        return """
            <tr><th scope="row" class="title" dir="auto">\(title)</th>
            <td class="muted">\(values.prefix(5).html { #"<span class="sub truncate" dir="auto">\#($0)</span> "# })</td>
            <td><select name="c\(index)" aria-label="\(words(.columnBecomes, ["name": title]))">\(ImportColumn.allCases.html { column in
                #"<option value="\#(column.rawValue)"\#(" selected", when: column == mapping.columns[index])>\#(words(column.label))</option>"#
            })</select></td></tr>

            """
    }
}

extension ColumnMapping {
    /// As a form has it; what is not in it stays as it was.
    init(_ form: Form, of mapping: ColumnMapping) throws(BadRequest) {
        var columns = mapping.columns
        for index in columns.indices where form.has("c\(index)") {
            guard let column = ImportColumn(rawValue: form["c\(index)"]) else { throw BadRequest(.addressMakesNoSense) }
            columns[index] = column
        }
        self.init(columns: columns, hasHeader: form.has("header"))
    }

    /// Why it will not do.
    var problem: Phrase? { !hasPhone ? .columnsNeedPhone : repeated.isEmpty ? nil : .columnTwice }
}

extension Phrase {
    static let columnsTitle = Phrase("What is in the columns?", es: "¿Qué hay en las columnas?")
    static let columnsOfFile = Phrase("Columns of the file", es: "Columnas del archivo")
    static let inTheFile = Phrase("In the file", es: "En el archivo")
    static let forExample = Phrase("For example", es: "Por ejemplo")
    static let becomes = Phrase("Becomes", es: "Se convierte en")
    static let columnNumber = Phrase("Column {n}", es: "Columna {n}")
    static let columnBecomes = Phrase("{name} becomes", es: "{name} se convierte en")
    static let firstRowIsHeader = Phrase(
        "The first row has the names of the columns", es: "La primera fila tiene los nombres de las columnas")
    static let checkFile = Phrase("Check the file", es: "Comprobar el archivo")
    static let cancelImport = Phrase("Cancel the import", es: "Cancelar la importación")
    static let columnsNeedPhone = Phrase(
        "Say which column has the telephone numbers: without one nobody can be called, or told from another.",
        es:
            "Indique qué columna tiene los teléfonos: sin ellos no se puede llamar a nadie ni distinguir a unos de otros."
    )
    static let columnTwice = Phrase(
        "Two columns are the same. Leave one of them out.", es: "Dos columnas son lo mismo. Omita una de ellas.")
}

extension CountedPhrase {
    static let rowCount = CountedPhrase(
        Phrase("{n} row", es: "{n} fila"), Phrase("{n} rows", es: "{n} filas"))
}
