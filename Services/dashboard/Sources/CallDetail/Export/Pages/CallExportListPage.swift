internal import Foundation

/// Somebody's own exports of the last 24 hours: also those that were left, to be found again.
struct CallExportListPage: Sendable {
    let frame: PageFrame
    var exports: [CallExport]

    private var words: Words { frame.words }

    func render() -> HTML {
        frame.page(
            title: words(CallExportWords.exports), section: .calls, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/calls">\(words(Section.calls.title))</a></p><h1>\(words(CallExportWords.exports))</h1>
            <p>\(words(CallExportWords.kept))</p></div></header>
            \(exports.isEmpty ? empty : table)
            """)
    }

    private var table: HTML {
        """
        <table class="table"><caption class="visually-hidden">\(words(CallExportWords.newestFirst))</caption>
        <thead><tr><th scope="col">\(words(.date))</th><th scope="col">\(words(.status))</th><th scope="col" class="num">\(words(Section.calls.title))</th>
        <th scope="col" class="num">\(words(CallExportWords.size))</th></tr></thead>
        <tbody>\(exports.html { row($0) })</tbody></table>
        """
    }

    private func row(_ export: CallExport) -> HTML {
        """
        <tr><th scope="row" class="title"><a class="row-link" href="\(CallExport.path(export.id))">\(frame.time.element(export.createdAt))</a></th>
        <td class="part fit"><span class="badge\(export.state.tone)">\(words(export.stateLabel))</span></td>
        <td class="num" data-label="\(words(Section.calls.title))">\(words.grouped(export.done))</td>
        <td class="num" data-label="\(words(CallExportWords.size))">\(ByteSize(export.bytes).text)</td></tr>

        """
    }

    private var empty: HTML {
        """
        <div class="empty"><h2>\(words(CallExportWords.none))</h2><p>\(words(CallExportWords.noneText))</p>
        <a class="button" href="/calls">\(words(CallExportWords.back))</a></div>
        """
    }
}
