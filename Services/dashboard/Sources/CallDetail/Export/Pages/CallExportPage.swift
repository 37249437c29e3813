internal import Foundation

/// How far it is with a file of calls, and the file once it is ready.
struct CallExportPage: Sendable {
    let frame: PageFrame
    var export: CallExport

    private var words: Words { frame.words }
    private var path: String { CallExport.path(export.id) }

    func render() -> HTML {
        frame.page(
            title: words(CallExportWords.title), section: .calls, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/calls">\(words(Section.calls.title))</a> · <a href="/exports">\(words(CallExportWords.exports))</a></p>
            <h1>\(words(CallExportWords.title))</h1>
            <p>\(frame.time.element(export.createdAt)) · <a href="/calls\(export.query)">\(words(CallExportWords.whichCalls))</a></p></div></header>
            <div class="stack">
            <p><span class="badge\(export.state.tone)">\(words(export.stateLabel))</span></p>
            \(content)
            </div>
            """)
    }

    private var content: HTML {
        switch export.state {
        case .waiting, .running: progress + cancel(CallExportWords.cancel)
        case .done where !export.isAllowed(frame.viewer):
            notice("bad", words(CallExportWords.failure(.rightsChanged))) + again
        case .done: file + cancel(CallExportWords.delete)
        case .cancelled: notice("", words(CallExportWords.wasCancelled)) + again
        case .failed: notice("bad", words(CallExportWords.failure(export.failure))) + again
        }
    }

    private func notice(_ tone: String, _ text: String) -> HTML {
        #"<div class="notice \#(tone)" role="status"><p>\#(text)</p></div>"#
    }

    /// A script renews only this, so that focus and place stay where they are (WCAG 2.2, 2.2.1); without one there is a link.
    private var progress: HTML {
        let done = words.grouped(export.done)
        let label: String
        let bar: HTML
        if let total = export.total, total > 0 {
            let part = min(export.done, total)
            label = words(CallExportWords.progress, ["done": done, "all": words.grouped(total)])
            bar = #"<progress id="p" max="\#(total)" value="\#(part)">\#(part * 100 / total) %</progress>"#
        } else {
            label = words(CallExportWords.written, ["n": done])
            bar = #"<progress id="p"></progress>"#
        }
        return """
            <div data-progress="\(words(.stepIsOver))" aria-live="polite"><div class="field"><label for="p">\(label)</label>\(bar)
            <p class="hint">\(words(CallExportWords.canBeLeft))</p></div></div>
            <p data-refresh><a class="button" href="\(path)">\(words(.refreshPage))</a></p>
            """
    }

    private var file: HTML {
        let ready = words(
            CallExportWords.ready,
            ["calls": words(.callCount, export.done), "size": ByteSize(export.bytes).text])
        let until = words(
            CallExportWords.deletedAt, ["time": frame.time.momentInSentence(export.expiresAt)])
        return """
            <div class="notice good" role="status"><p>\(ready)</p></div>
            <p><a class="button primary" href="\(path)/calls.csv" download>\(words(CallExportWords.download))</a></p>
            <p class="muted">\(until)</p>
            """
    }

    private func cancel(_ label: Phrase) -> HTML {
        """
        <form method="post" action="\(path)/cancel">\(frame.formField)<button>\(words(label))</button></form>
        """
    }

    private var again: HTML {
        #"<p><a class="button" href="/exports/new\#(export.query)">\#(words(CallExportWords.again))</a></p>"#
    }
}
