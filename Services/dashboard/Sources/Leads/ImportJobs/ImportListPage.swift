internal import Foundation

/// Imports, newest first: also those that were left, to be found again.
struct ImportListPage: Sendable {
    let frame: PageFrame
    var jobs: [ImportJob]
    var older: Cursor?
    var isFirst: Bool

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(.imports), section: .leads, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a></p><h1>\(words(.imports))</h1></div>
            <div class="actions"><a class="button primary" href="/leads/import">\(words(.importLeads))</a></div></header>
            \(jobs.isEmpty ? empty : table)
            \(frame.pager("/leads/imports", isFirst: isFirst, next: older?.text))
            """)
    }

    private var table: HTML {
        """
        <table class="table"><caption class="visually-hidden">\(words(.importsNewestFirst))</caption>
        <thead><tr><th scope="col">\(words(.fileName))</th><th scope="col">\(words(.status))</th><th scope="col">\(words(.date))</th>
        <th scope="col" class="num">\(words(.importedCount))</th><th scope="col">\(words(.by))</th></tr></thead>
        <tbody>\(jobs.html { row($0) })</tbody></table>
        """
    }

    private func row(_ job: ImportJob) -> HTML {
        """
        <tr><th scope="row" class="title"><a class="row-link" href="/leads/imports/\(job.id.uuidString.lowercased())" dir="auto">\(job.fileName)</a></th>
        <td class="part fit"><span class="badge\(job.state.tone)">\(words(job.state.label))</span></td>
        <td class="fit" data-label="\(words(.date))">\(frame.time.element(job.createdAt))</td>
        <td class="num" data-label="\(words(.importedCount))">\(words.grouped(job.created + job.updated))</td>
        <td class="person" data-label="\(words(.by))">\(job.accountName.map { #"<bdi title="\#($0)">\#($0)</bdi>"# as HTML })</td></tr>

        """
    }

    private var empty: HTML {
        """
        <div class="empty"><h2>\(words(.noImportsYet))</h2><p>\(words(.noImportsYetText))</p>
        <a class="button" href="/leads/import">\(words(.importLeads))</a></div>
        """
    }
}

extension Phrase {
    static let importsNewestFirst = Phrase("Imports, newest first", es: "Importaciones, las más recientes primero")
    static let fileName = Phrase("File", es: "Archivo")
    static let importedCount = Phrase("Imported", es: "Importados")
    static let by = Phrase("By", es: "Por")
    static let noImportsYet = Phrase("No imports yet", es: "Todavía no hay importaciones")
    static let noImportsYetText = Phrase(
        "Bring your leads in from a spreadsheet.", es: "Traiga sus contactos desde una hoja de cálculo.")
}
