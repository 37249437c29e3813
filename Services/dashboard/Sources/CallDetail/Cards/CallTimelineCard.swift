internal import CivilTime
internal import Foundation

/// What happened, as a list with times.
struct CallTimelineCard: Sendable {
    let frame: PageFrame
    let detail: CallDetail

    var html: HTML {
        let words = frame.words
        let timeline = CallTimeline(detail, words: words, time: frame.time)
        return """
            <section class="card" aria-labelledby="tl"><header><h2 id="tl">\(words(Phrase("What happened", es: "Qué ha pasado")))</h2></header>
            <ol class="timeline">\(timeline.entries.html { entry($0) })</ol>
            </section>

            """
    }

    private func entry(_ entry: CallTimeline.Entry) -> HTML {
        let count = entry.count > 1 ? " × \(entry.count)" : ""
        let title: HTML =
            entry.link.map { #"<a href="\#($0)">\#(entry.title)\#(count)</a>"# }
            ?? #"<b dir="auto">\#(entry.title)\#(count)</b>"#
        let more: HTML =
            entry.detail.flatMap { $0.isEmpty ? nil : #"<p class="muted small" dir="auto">\#($0)</p>"# as HTML }
            ?? .empty
        let when = frame.time.element(entry.at, text(entry.at), lead: detail.lead?.timeZone)
        return """
            <li\(entry.tone.attribute)>\(when)<div>\(title)\(more)</div></li>

            """
    }

    /// To the second on the call's own day, else with the day.
    private func text(_ instant: Date) -> String {
        let clock = LocalClock(frame.time.zone)
        let (own, day) = (clock.reading(at: detail.call.createdAt), clock.reading(at: instant))
        guard own.date == day.date else { return "\(frame.time.day(instant)) \(frame.time.time(instant))" }
        let second = Int(day.second)
        return "\(frame.time.time(instant)):\(second < 10 ? "0" : "")\(second)"
    }
}
