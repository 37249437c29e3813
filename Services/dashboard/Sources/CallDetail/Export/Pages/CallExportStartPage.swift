internal import Foundation

/// Says how many calls are wished as a file, and offers to prepare it.
struct CallExportStartPage: Sendable {
    let frame: PageFrame
    var filter: CallFilter
    /// More than ``CountCalls/most`` are not counted.
    var count: Int
    /// Of the form.
    var once: OnceOnly
    /// Why it is not prepared.
    var problem: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        let calls = address("/calls", filter.items)
        return frame.page(
            title: words(CallExportWords.title), section: .calls, isSectionStart: false,
            """
            \(notice)
            <header class="page-head"><div><p class="crumb"><a href="\(calls)">\(words(Section.calls.title))</a> · <a href="/exports">\(words(CallExportWords.exports))</a></p>
            <h1>\(words(CallExportWords.title))</h1><p>\(total)</p></div></header>
            <form class="stack" method="post" action="/exports" data-busy>\(frame.formField)\(once.html)
            <input type="hidden" name="query" value="\(address("", filter.items))">
            <p>\(words(CallExportWords.takesAMoment))</p>
            <p class="muted">\(words(CallExportWords.whatIsInIt))\(limit)</p>
            <div class="actions"><button class="primary">\(words(CallExportWords.prepare))</button> <a class="button" href="\(calls)">\(words(CallExportWords.back))</a></div>
            </form>
            """)
    }

    private var isMore: Bool { count > CountCalls.most }

    private var total: String {
        let number = words(.callCount, min(count, CountCalls.most))
        return isMore ? words(.moreThan, ["count": number]) : number
    }

    /// Only where it may matter.
    private var limit: String {
        isMore ? " " + words(CallExportWords.limit, ["n": words.grouped(CallExport.mostRows)]) : ""
    }

    private var notice: HTML {
        problem.map { #"<div class="notice bad" role="alert"><p>\#(words($0))</p></div>"# } ?? .empty
    }
}
