internal import Contracts
internal import Foundation

/// How far it is with many calls that are given away, and what has become of them.
struct ReassignmentPage: Sendable {
    let frame: PageFrame
    var job: Reassignment
    /// A page of those that could not be given, and where the next one begins.
    var refused: [ListRefusedCalls.Refused] = []
    var next: Int?
    var isFirst = true

    private var words: Words { frame.words }
    private var path: String { Reassignment.path(job.id) }

    func render() -> HTML {
        let title = words.title(job)
        return frame.page(
            title: title, section: .calls, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/calls">\(words(Section.calls.title))</a> · <a href="/calls/reassign">\(words(ReassignmentWords.giveAway))</a></p><h1 dir="auto">\(title)</h1>
            <p>\(frame.time.element(job.createdAt))\(job.accountName.map { ", <bdi>\($0)</bdi>" as HTML })</p></div></header>
            <div id="reassignment" class="stack">
            <p><span class="badge\(job.state.tone)">\(words(job.stateLabel))</span></p>
            \(content)
            </div>
            """)
    }

    private var content: HTML {
        switch job.state {
        case .waiting, .running: underWay(held + progress + tiles) + actions + list
        case .done: outcome + tiles + list
        case .cancelled: notice("", words(ReassignmentWords.wasCancelled)) + tiles + list
        case .failed: notice("bad", words(ReassignmentWords.failure(job.failure))) + tiles + list
        }
    }

    /// A script renews only this, so that focus and place stay where they are (WCAG 2.2, 2.2.1); without one there is a link.
    private func underWay(_ content: HTML) -> HTML {
        #"<div class="stack" data-progress="\#(words(.stepIsOver))" aria-live="polite">\#(content)</div>"#
    }

    private func notice(_ tone: String, _ text: String) -> HTML {
        #"<div class="notice \#(tone)" role="status"><p>\#(text)</p></div>"#
    }

    private var held: HTML { job.held.map { notice("warn", words(ReassignmentWords.held($0))) } ?? .empty }

    private var outcome: HTML {
        notice(job.refused > 0 ? "warn" : "good", words(ReassignmentWords.moved, job.moved))
    }

    private var progress: HTML {
        let (done, all) = (min(job.done, job.calls), max(job.calls, 1))
        let bar: HTML
        let text: String
        if job.isCollected {
            text = words(
                ReassignmentWords.progress, ["done": words.grouped(done), "all": words.grouped(job.calls)])
            bar = #"<progress id="p" max="\#(all)" value="\#(done)">\#(done * 100 / all) %</progress>"#
        } else {
            text = words(ReassignmentWords.collecting, ["n": words.grouped(job.calls)])
            bar = #"<progress id="p"></progress>"#
        }
        return """
            <div class="field"><label for="p">\(text)</label>\(bar)<p class="hint">\(words(ReassignmentWords.canBeLeft))</p></div>
            """
    }

    private var actions: HTML {
        """
        <div class="actions"><span data-refresh><a class="button" href="\(path)">\(words(ReassignmentWords.refresh))</a></span>
        <form method="post" action="\(path)/cancel">\(frame.formField)<button>\(words(ReassignmentWords.cancel))</button></form></div>
        """
    }

    private var tiles: HTML {
        """
        <dl class="tiles">\(tile(ReassignmentWords.movedCalls, job.moved))\(tile(ReassignmentWords.keptCalls, job.kept))\
        \(tile(ReassignmentWords.refusedCalls, job.refused))</dl>
        """
    }

    private func tile(_ title: Phrase, _ number: Int) -> HTML {
        "<div><dt>\(words(title))</dt><dd>\(words.grouped(number))</dd></div>"
    }

    // MARK: What was refused

    private var list: HTML {
        guard !refused.isEmpty || !isFirst else { return .empty }
        return """
            <section class="card" aria-labelledby="refused"><header><h2 id="refused">\(words(ReassignmentWords.refusedCalls))</h2></header>
            <table class="table"><caption class="visually-hidden">\(words(ReassignmentWords.refusedCalls))</caption>
            <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.lead))</th><th scope="col">\(words(ReassignmentWords.why))</th></tr></thead>
            <tbody>\(refused.html { row($0) })</tbody></table>
            \(frame.pager(path, isFirst: isFirst, next: next.map { "\($0)" }))</section>
            """
    }

    private func row(_ call: ListRefusedCalls.Refused) -> HTML {
        let reason: HTML =
            switch call.reason {
            case .notOver: HTML(words(ReassignmentWords.notOver))
            case .unknown: HTML(words(ReassignmentWords.unknownCall))
            // WCAG 2.2, 3.1.2: what is said in another language is marked as such.
            case .other(let text): #"<span lang="en">\#(text)</span>"#
            }
        return """
            <tr><td class="aside fit">\(call.createdAt.map { frame.time.element($0) })</td>
            <th scope="row" class="title"><a href="/calls/\(call.callID.description)" dir="auto">\(call.name ?? words(.unknownCaller))</a></th>
            <td data-label="\(words(ReassignmentWords.why))">\(reason)</td></tr>

            """
    }
}

/// What was given away lately, to be found again.
struct ReassignmentList: Sendable {
    let frame: PageFrame
    var jobs: [Reassignment]

    private var words: Words { frame.words }

    var html: HTML {
        guard !jobs.isEmpty else { return .empty }
        return """
            <section class="card" aria-labelledby="lately"><header><h2 id="lately">\(words(ReassignmentWords.lately))</h2></header>
            <table class="table"><caption class="visually-hidden">\(words(ReassignmentWords.lately))</caption>
            <thead><tr><th scope="col">\(words(ReassignmentWords.what))</th><th scope="col">\(words(.status))</th><th scope="col">\(words(.date))</th>
            <th scope="col" class="num">\(words(ReassignmentWords.movedCalls))</th><th scope="col">\(words(.by))</th></tr></thead>
            <tbody>\(jobs.html { row($0) })</tbody></table></section>
            """
    }

    private func row(_ job: Reassignment) -> HTML {
        """
        <tr><th scope="row" class="title"><a class="row-link" href="\(Reassignment.path(job.id))" dir="auto">\(words.title(job))</a></th>
        <td class="part fit"><span class="badge\(job.state.tone)">\(words(job.stateLabel))</span></td>
        <td class="fit" data-label="\(words(.date))">\(frame.time.element(job.createdAt))</td>
        <td class="num" data-label="\(words(ReassignmentWords.movedCalls))">\(words.grouped(job.moved))</td>
        <td class="person" data-label="\(words(.by))">\(job.accountName.map { #"<bdi title="\#($0)">\#($0)</bdi>"# as HTML })</td></tr>

        """
    }
}
