internal import Foundation

/// An import once its columns are named: how far it is, what was found, and what became of it.
struct ImportPage: Sendable {
    let frame: PageFrame
    var job: ImportJob
    /// Which column is what.
    var columns: [ImportColumn] = []
    /// A page of rows with something wrong in them, and where the next one begins.
    var problems: [ListProblemRows.ProblemRow] = []
    var nextLine: Int?
    var isFirst = true
    var refusal: Phrase?

    private var words: Words { frame.words }
    private var path: String { "/leads/imports/\(job.id.uuidString.lowercased())" }

    func render() -> HTML {
        frame.page(
            title: words(job.state.label), section: .leads, isSectionStart: false,
            """
            \(refusal.map { #"<div class="notice bad" role="alert"><p>\#(words($0))</p></div>"# as HTML })
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a> · <a href="/leads/imports">\(words(.imports))</a></p><h1>\(words(job.state.label))</h1>
            <p><bdi>\(job.fileName)</bdi>, \(words(.rowCount, job.rows))</p></div>\(cancelling)</header>
            \(content)
            """)
    }

    private var cancelling: HTML {
        guard job.state.isUnderWay || job.state == .uploading else { return .empty }
        return
            #"<div class="actions"><form method="post" action="\#(path)/cancel">\#(frame.formField)<button>\#(words(.cancelImport))</button></form></div>"#
    }

    private var content: HTML {
        switch job.state {
        case .uploading, .uploaded: underWay(#"<p class="muted">\#(words(.stillArriving))</p>"#)
        case .checking: progress(.checkingRows, job.checked, of: job.rows)
        case .checked: findings + confirmation + list
        case .running: progress(.importingRows, job.dealtWith, of: job.good)
        case .done: outcome + list
        case .cancelled: notice("", words(.wasCancelled)) + (job.startedAt == nil ? .empty : tiles)
        case .failed: notice("bad", words.importFailure(job.failure)) + (job.startedAt == nil ? .empty : tiles)
        }
    }

    private func notice(_ tone: String, _ text: String, _ more: HTML = .empty) -> HTML {
        #"<div class="notice \#(tone)" role="status"><p>\#(text)</p>\#(more)</div>"#
    }

    private func progress(_ title: Phrase, _ done: Int, of all: Int) -> HTML {
        let text = words(title, ["done": words.grouped(done), "all": words.grouped(all)])
        return underWay(
            """
            <div class="field"><label for="p">\(text)</label><progress id="p" max="\(max(all, 1))" value="\(min(done, max(all, 1)))">\(done * 100 / max(all, 1)) %</progress>
            <p class="hint">\(words(.canBeLeft))</p></div>
            """)
    }

    /// A script renews only this, so that focus and place stay where they are (WCAG 2.2, 2.2.1); without one there is a link.
    private func underWay(_ content: HTML) -> HTML {
        """
        <div data-progress="\(words(.stepIsOver))" aria-live="polite">\(content)</div>
        <p data-refresh><a class="button" href="\(path)">\(words(.refreshPage))</a></p>
        """
    }

    // MARK: What was found

    private var leftOut: Int { job.refused + job.duplicates }

    private var findings: HTML {
        let download: HTML = #"<a href="\#(path)/problems.csv">\#(words(.downloadProblems))</a>"#
        let text = words(
            .rowsAreGood, ["good": words.grouped(job.good), "bad": words.grouped(leftOut)])
        return notice(leftOut > 0 ? "warn" : "good", text, leftOut > 0 || job.incomplete > 0 ? download : .empty)
            + """
            <dl class="tiles">\(tile(.newLeads, job.good - job.alreadyKnown))\(tile(.alreadyLeads, job.alreadyKnown))\
            \(tile(.duplicateRows, job.duplicates))\(tile(.refusedRows, job.refused))\(tile(.incompleteRows, job.incomplete))</dl>
            """
    }

    private func tile(_ title: Phrase, _ number: Int) -> HTML {
        "<div><dt>\(words(title))</dt><dd>\(words.grouped(number))</dd></div>"
    }

    private var confirmation: HTML {
        let back: HTML = """
            <form method="post" action="\(path)/cancel">\(frame.formField)<button class="link">\(words(.cancelImport))</button></form>
            """
        guard job.good > 0 else {
            return #"<p><a class="button" href="\#(path)?step=columns">\#(words(.changeColumns))</a></p>"# + back
        }
        return """
            <form class="form" method="post" action="\(path)/confirm" data-busy>\(frame.formField)
            <fieldset><legend>\(words(.alreadyLeads))</legend>
            <label class="check"><input type="radio" name="known" value="skip" checked> <span>\(words(.leaveThem))</span></label>
            <label class="check"><input type="radio" name="known" value="update"> <span>\(words(.updateThem))</span></label></fieldset>
            <fieldset><legend>\(words(.newLeads))</legend>
            <label class="check"><input type="radio" name="calls" value="no" checked> <span>\(words(.onlyKeepThem))</span></label>
            <label class="check"><input type="radio" name="calls" value="yes"> <span>\(words(.callThem))</span></label></fieldset>
            <div class="actions"><button class="primary">\(words(.importRows, job.good))</button> <a href="\(path)?step=columns">\(words(.changeColumns))</a></div></form>
            \(back)
            """
    }

    // MARK: What became of it

    private var outcome: HTML {
        let seconds = job.startedAt.flatMap { start in job.endedAt.map { Int($0.timeIntervalSince(start).rounded(.up)) }
        }
        let text = words(
            .importedIn, ["count": words(.leadCount, job.created), "time": ViewerTime.duration(seconds ?? 0)])
        return notice("good", text, #"<a href="/leads?source=import">\#(words(.seeThem))</a>"#) + tiles
    }

    private var tiles: HTML {
        """
        <dl class="tiles">\(tile(.newLeads, job.created))\(tile(.updatedLeads, job.updated))\(tile(.skippedLeads, job.skipped))\(tile(.refusedRows, leftOut))</dl>
        """
    }

    // MARK: What is wrong

    private var list: HTML {
        guard !problems.isEmpty || !isFirst else { return .empty }
        let download: HTML = #"<a href="\#(path)/problems.csv">\#(words(.downloadProblems))</a>"#
        return """
            <section class="card" aria-labelledby="problems"><header><h2 id="problems">\(words(.whatIsWrong))</h2>\(download)</header>
            <table class="table"><caption class="visually-hidden">\(words(.whatIsWrong))</caption>
            <thead><tr><th scope="col" class="num">\(words(.line))</th><th scope="col">\(words(.column))</th><th scope="col">\(words(.value))</th><th scope="col">\(words(.whatIsWrong))</th><th scope="col">\(words(.theRow))</th></tr></thead>
            <tbody>\(problems.html { row in row.problems.html { self.row($0, of: row) } })</tbody></table>
            \(frame.pager(path, isFirst: isFirst, next: nextLine.map { "\($0)" }))</section>
            """
    }

    private func row(_ problem: RowProblem, of row: ListProblemRows.ProblemRow) -> HTML {
        let lines = problem.lastLine > problem.line ? "\(problem.line)–\(problem.lastLine)" : "\(problem.line)"
        let value: HTML = problem.value.isEmpty ? .empty : "<code>\(problem.value)</code>"
        let badge: HTML =
            row.isRefused
            ? #"<span class="badge bad">\#(words(.leftOutRow))</span>"#
            : #"<span class="badge warn">\#(words(.takenRow))</span>"#
        return """
            <tr><td class="num fit" data-label="\(words(.line))">\(lines)</td><td class="part">\(column(problem))</td><td dir="auto">\(value)</td><td>\(words.problem(problem))</td><td class="part fit">\(badge)</td></tr>

            """
    }

    private func column(_ problem: RowProblem) -> String {
        guard let number = problem.column else { return "" }
        guard columns.indices.contains(number - 1), columns[number - 1] != .ignore else {
            return words(.columnNumber, ["n": "\(number)"])
        }
        return words(columns[number - 1].label)
    }
}

extension Phrase {
    static let stillArriving = Phrase("The file still arrives.", es: "El archivo todavía está llegando.")
    static let stepIsOver = Phrase(
        "This has ended. Refresh the page to see what came of it.",
        es: "Esto ha terminado. Actualice la página para ver el resultado.")
    static let refreshPage = Phrase("Refresh", es: "Actualizar")
    static let checkingRows = Phrase("Checking: {done} of {all} rows", es: "Comprobando: {done} de {all} filas")
    static let importingRows = Phrase("Importing: {done} of {all} rows", es: "Importando: {done} de {all} filas")
    static let canBeLeft = Phrase(
        "You can leave this page; it goes on. You find it again under Imports.",
        es: "Puede salir de esta página; continúa. La encontrará en Importaciones.")
    static let wasCancelled = Phrase(
        "This import was cancelled. What was imported before that stays.",
        es: "Esta importación se canceló. Lo importado hasta entonces se conserva.")
    static let rowsAreGood = Phrase(
        "{good} rows are good, {bad} are not. Nothing has been imported yet.",
        es: "{good} filas están bien, {bad} no. Todavía no se ha importado nada.")
    static let downloadProblems = Phrase("Download these rows", es: "Descargar estas filas")
    static let newLeads = Phrase("New leads", es: "Contactos nuevos")
    static let alreadyLeads = Phrase("Leads already", es: "Ya son contactos")
    static let duplicateRows = Phrase("Twice in the file", es: "Repetidas en el archivo")
    static let refusedRows = Phrase("Left out", es: "Omitidas")
    static let incompleteRows = Phrase("Taken without a value", es: "Tomadas sin algún valor")
    static let leaveThem = Phrase("Leave them as they are", es: "Dejarlos como están")
    static let updateThem = Phrase(
        "Fill in and replace what the file says", es: "Completar y sustituir lo que diga el archivo")
    static let onlyKeepThem = Phrase("Only keep them", es: "Solo guardarlos")
    static let callThem = Phrase("Call them as soon as it is allowed", es: "Llamarlos en cuanto esté permitido")
    static let changeColumns = Phrase("Change the columns", es: "Cambiar las columnas")
    static let importedIn = Phrase("{count} imported in {time}.", es: "{count} en {time}.")
    static let seeThem = Phrase("See them", es: "Verlos")
    static let updatedLeads = Phrase("Updated", es: "Actualizados")
    static let skippedLeads = Phrase("Left as they were", es: "Sin cambios")
    static let whatIsWrong = Phrase("What is wrong", es: "Qué está mal")
    static let line = Phrase("Line", es: "Línea")
    static let column = Phrase("Column", es: "Columna")
    static let value = Phrase("Value", es: "Valor")
    static let theRow = Phrase("Row", es: "Fila")
    static let leftOutRow = Phrase("Left out", es: "Omitida")
    static let takenRow = Phrase("Taken", es: "Tomada")
}

extension CountedPhrase {
    static let importRows = CountedPhrase(
        Phrase("Import {n} row", es: "Importar {n} fila"), Phrase("Import {n} rows", es: "Importar {n} filas"))
}
