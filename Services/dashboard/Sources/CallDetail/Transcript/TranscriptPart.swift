internal import Foundation

/// The turns of a transcript that a page shows: calls of hours have thousands, and nobody reads those at once.
struct TranscriptPart: Sendable, Equatable {
    /// Some 60 kB of page.
    static let size = 250

    /// The words that are looked for; empty: none are.
    var search: String
    /// From 1.
    var number: Int
    var count: Int
    var turns: [CallTurn]
    /// When the turn after each begins, in the whole call, as far as that is known: it need not be on the page.
    var ends: [Double?]
    /// How many turns have the words, of all.
    var matches: Int

    /// - Parameters:
    ///   - part: from 1; nil: the one that `second` is in, else the first.
    ///   - search: when there are several parts, only turns that have the words are shown.
    init(of all: [CallTurn], part: Int? = nil, second: Double? = nil, search: String = "") {
        self.search = search
        let found =
            search.isEmpty ? [] : all.indices.filter { !Self.ranges(of: search, in: all[$0].text).isEmpty }
        matches = found.count
        let shown = search.isEmpty || all.count <= Self.size ? Array(all.indices) : found
        count = max(1, (shown.count + Self.size - 1) / Self.size)
        let index = second.flatMap { second in shown.lastIndex { (all[$0].at ?? .infinity) <= second } } ?? 0
        number = min(max(1, part ?? index / Self.size + 1), count)
        let places = shown.dropFirst((number - 1) * Self.size).prefix(Self.size)
        turns = places.map { all[$0] }
        ends = places.map { place in
            all[place].at.flatMap { at in all[(place + 1)...].lazy.compactMap(\.at).first { $0 > at } }
        }
    }

    /// Where the words are, whatever their case and accents.
    static func ranges(of words: String, in text: String) -> [Range<String.Index>] {
        guard !words.isEmpty else { return [] }
        var ranges: [Range<String.Index>] = []
        var start = text.startIndex
        while let range = text.range(
            of: words, options: [.caseInsensitive, .diacriticInsensitive], range: start..<text.endIndex),
            !range.isEmpty
        {
            ranges.append(range)
            start = range.upperBound
        }
        return ranges
    }

    /// A turn's text with the words marked.
    func marked(_ text: String) -> HTML {
        var result = HTML.empty
        var start = text.startIndex
        for range in Self.ranges(of: search, in: text) {
            result += HTML(text[start..<range.lowerBound])
            result += "<mark>\(text[range])</mark>"
            start = range.upperBound
        }
        return result + HTML(text[start...])
    }
}
