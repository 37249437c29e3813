internal import Contracts
internal import Foundation

/// Everything about one call: what is to be done first, then what was said, then why and how it came to be so.
struct CallDetailPage: Sendable {
    let frame: PageFrame
    let detail: CallDetail
    var part: TranscriptPart
    /// Where the player starts, in seconds.
    var start: Int?
    /// What was done.
    var notice: String?
    /// Why something could not be done.
    var refusal: NotDone?
    /// A note that was typed and could not be taken, and why.
    var draft = ""
    var noteProblem: Phrase?

    private enum Text {
        static let about = Phrase("About this call", es: "Sobre esta llamada")
        static let summary = Phrase("Summary", es: "Resumen")
        static let noSummary = Phrase("There is no summary of this call.", es: "No hay resumen de esta llamada.")
        static let optedOut = Phrase("Do not call", es: "No llamar")
    }

    private var words: Words { frame.words }
    private var name: String { detail.leadName ?? detail.phone ?? words(.unknownCaller) }

    func render() -> HTML {
        frame.page(
            title: "\(name), \(frame.time.moment(detail.call.createdAt))", section: .calls, isSectionStart: false,
            """
            \(notices)
            \(header)
            <div class="columns">
            <div class="stack">
            \(CallNextCard(frame: frame, detail: detail).html)
            \(summary)
            \(CallPlayerCard(frame: frame, detail: detail, part: part, start: start).html)
            \(CallNotesCard(frame: frame, detail: detail, draft: draft, problem: noteProblem).html)
            </div>
            <aside class="stack" aria-label="\(words(Text.about))">
            \(CallFactsCard(frame: frame, detail: detail).html)
            \(CallLeadCard(frame: frame, detail: detail).html)
            \(CallWhyCard(frame: frame, detail: detail).html)
            \(CallTimelineCard(frame: frame, detail: detail).html)
            \(CallOwnerCard(frame: frame, detail: detail).html)
            </aside>
            </div>
            """)
    }

    private var notices: HTML {
        let good: HTML = notice.map { #"<div class="notice good" role="status"><p>\#($0)</p></div>"# } ?? .empty
        return good + (refusal.map { frame.alert($0) } ?? .empty)
    }

    private var header: HTML {
        let call = detail.call
        let duration: HTML =
            call.durationSeconds.map { #"<span class="num">\#(ViewerTime.duration($0))</span>"# } ?? .empty
        let direction: HTML = call.direction.map { "<span>\(CallDirection.text($0, words))</span>" } ?? .empty
        return """
            <header class="page-head">
            <div><p class="crumb"><a href="/calls">\(words(Section.calls.title))</a></p><h1 dir="auto">\(name)</h1><div class="muted"><span class="cluster">\(badges)<span>\(frame.time.element(call.createdAt, lead: detail.lead?.timeZone))</span>\(duration)\(direction)</span></div></div>
            </header>
            """
    }

    private var badges: HTML {
        let group = detail.call.group
        var result: HTML = #"<span class="badge soft\#(group.tone)">\#(words(group.label))</span>"#
        if detail.isBooked { result += #"<span class="badge soft good">\#(words(.booked))</span>"# }
        if detail.followUp?.isUnopened == true {
            result += #"<span class="badge soft info">\#(words(.notOpened))</span>"#
        }
        if detail.lead?.optedOutAt != nil, group != .optedOut {
            result += #"<span class="badge soft warn">\#(words(Text.optedOut))</span>"#
        }
        return result
    }

    private var summary: HTML {
        let text: HTML =
            detail.call.summary.map { CallText.paragraphs($0) }
            ?? #"<p class="muted">\#(words(Text.noSummary))</p>"#
        guard detail.call.isOver else { return .empty }
        return """
            <section class="card" aria-labelledby="sum"><header><h2 id="sum">\(words(Text.summary))</h2></header>
            \(text)
            </section>
            """
    }
}
