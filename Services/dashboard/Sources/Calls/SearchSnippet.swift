internal import Foundation

/// Marks what was searched for where the database cannot: it compares words as they are written, accents and all, and takes
/// signs that have no blanks between them for one word.
enum SearchSnippet {
    /// Characters; about as many as the database shows.
    private static let length = 180
    private static let before = 60

    /// - Parameters:
    ///   - typed: what was searched for, as somebody typed it.
    ///   - excerpt: with `\u{2}` and `\u{3}` about each word that is marked already, or with none.
    /// - Returns: the excerpt as it is when something is marked in it; else the part about the first of the words, with marks, or the
    ///   beginning when none of them is there.
    static func marking(_ typed: String, in excerpt: String) -> String {
        guard !excerpt.contains("\u{2}") else { return excerpt }
        let words = words(of: typed)
        var hits = hits(of: words, in: excerpt)
        // Stems of another form of the word: its last letters differ.
        if hits.isEmpty { hits = self.hits(of: words.map(stem), in: excerpt) }
        let range = part(of: excerpt, about: hits.first)
        var result = ""
        var start = range.lowerBound
        for hit in hits where hit.upperBound <= range.upperBound {
            result += "\(excerpt[start..<hit.lowerBound])\u{2}\(excerpt[hit])\u{3}"
            start = hit.upperBound
        }
        return result + excerpt[start..<range.upperBound]
    }

    /// What somebody typed without what only says how to search: quotes, `or`, and what is not wanted.
    static func words(of typed: String) -> [String] {
        // Every other piece stands between quotes.
        let pieces = typed.split(separator: "\"", omittingEmptySubsequences: false)
        let wanted = pieces.enumerated().flatMap { index, piece -> [Substring] in
            if index.isMultiple(of: 2) {
                return piece.split(whereSeparator: \.isWhitespace).filter { $0.first != "-" && $0.lowercased() != "or" }
            }
            return pieces[index - 1].last == "-" ? [] : [piece]
        }
        return wanted.flatMap { $0.split { !isPartOfWord($0) }.map(String.init) }
    }

    /// Whole words that begin as these do, in their order.
    private static func hits(of words: [String], in text: String) -> [Range<String.Index>] {
        let found = words.flatMap { word in
            TranscriptPart.ranges(of: word, in: text).compactMap { isSpaced(word) ? wholeWord($0, in: text) : $0 }
        }
        return found.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { hits, range in
            if hits.last.map({ $0.upperBound <= range.lowerBound }) ?? true { hits.append(range) }
        }
    }

    /// Nil: it does not begin there.
    private static func wholeWord(_ range: Range<String.Index>, in text: String) -> Range<String.Index>? {
        if range.lowerBound > text.startIndex, isPartOfWord(text[text.index(before: range.lowerBound)]) { return nil }
        return range.lowerBound..<(text[range.upperBound...].firstIndex { !isPartOfWord($0) } ?? text.endIndex)
    }

    private static func part(of text: String, about hit: Range<String.Index>?) -> Range<String.Index> {
        let place = hit?.lowerBound ?? text.startIndex
        var start = text.index(place, offsetBy: -before, limitedBy: text.startIndex) ?? text.startIndex
        if start > text.startIndex, let blank = text[start..<place].firstIndex(where: \.isWhitespace) {
            start = text.index(after: blank)
        }
        guard var end = text.index(start, offsetBy: length, limitedBy: text.endIndex), end < text.endIndex else {
            return start..<text.endIndex
        }
        let least = hit?.upperBound ?? start
        end = max(end, least)
        if let blank = text[least..<end].lastIndex(where: \.isWhitespace) { end = blank }
        return start..<end
    }

    private static func stem(_ word: String) -> String {
        isSpaced(word) ? String(word.dropLast(word.count > 5 ? 2 : word.count > 3 ? 1 : 0)) : word
    }

    private static func isPartOfWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Whether its script puts blanks between words; the same signs as in `searchable()` of the database have none.
    private static func isSpaced(_ word: String) -> Bool {
        !word.unicodeScalars.contains { scalar in
            [0x0E00...0x0E7F, 0x3040...0x30FF, 0x3400...0x9FFF, 0xF900...0xFAFF].contains { $0.contains(scalar.value) }
        }
    }
}
