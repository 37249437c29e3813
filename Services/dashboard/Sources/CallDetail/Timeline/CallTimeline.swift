internal import Foundation

/// What happened around a call, from the first webhook to the appointment, in order of time.
struct CallTimeline: Sendable {
    struct Entry: Sendable, Equatable {
        var at: Date
        var title: String
        var detail: String?
        var tone = Tone.none
        /// Where there is more to see.
        var link: String?
        /// Entries of the same kind that follow each other become one.
        var folding: String?
        var count = 1
    }

    private(set) var entries: [Entry]

    init(_ detail: CallDetail, words: Words, time: ViewerTime) {
        let all =
            CallTimelineCalls(detail: detail, words: words, time: time).entries
            + CallTimelinePeople(detail: detail, words: words, time: time).entries
        entries = Self.folded(Self.sorted(all))
    }

    /// What happened at the same time stays in the order in which it was said.
    static func sorted(_ entries: [Entry]) -> [Entry] {
        entries.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    static func folded(_ entries: [Entry]) -> [Entry] {
        var result: [Entry] = []
        for entry in entries {
            if let folding = entry.folding, result.last?.folding == folding {
                result[result.count - 1].count += 1
                result[result.count - 1].link = entry.link
            } else {
                result.append(entry)
            }
        }
        return result
    }
}
