/// A short text of fixed words and of words that somebody else wrote, which may be shortened.
package struct SMSText: Sendable, Equatable {
    package enum Encoding: String, Sendable {
        /// GSM 03.38 with its extension table, seven bits a character.
        case gsm7
        /// Sixteen bits a character, two characters for most emoji.
        case ucs2
    }

    package enum Piece: Sendable, Equatable {
        /// Words of ours, links: never cut.
        case fixed(String)
        /// A name, a reason: cut when there is no room.
        case variable(String)

        fileprivate var text: String {
            switch self {
            case .fixed(let text), .variable(let text): text
            }
        }
    }

    package var pieces: [Piece]

    package init(_ pieces: [Piece]) { self.pieces = pieces }

    package init(_ text: String) { pieces = [.fixed(text)] }

    package var text: String { pieces.map(\.text).joined() }

    /// The small alphabet, when it has everything.
    package var encoding: Encoding { Self.encoding(text) }

    /// How many parts it is sent and paid as: 160 septets or 70 UTF-16 units fit into one, 153 or 67 into each of
    /// several. What is written as two is not torn apart, so a part can stay one short.
    package var segments: Int { Self.segments(text) }

    private static func encoding(_ text: String) -> Encoding {
        text.unicodeScalars.allSatisfy { GSMAlphabet.septets($0) != nil } ? .gsm7 : .ucs2
    }

    private static func segments(_ text: String) -> Int {
        switch encoding(text) {
        case .gsm7: parts(text.unicodeScalars.map { GSMAlphabet.septets($0) ?? 1 }, single: 160, each: 153)
        case .ucs2: parts(text.unicodeScalars.map { UTF16.width($0) }, single: 70, each: 67)
        }
    }

    private static func parts(_ widths: [Int], single: Int, each: Int) -> Int {
        guard widths.reduce(0, +) > single else { return 1 }
        var parts = 1
        var used = 0
        for width in widths {
            if used + width > each {
                parts += 1
                used = 0
            }
            used += width
        }
        return parts
    }
}

extension SMSText {
    /// The same text with its variable pieces cut to one length, the greatest with which it fits. Links and fixed words
    /// stay.
    ///
    /// - Parameters:
    ///   - maxSegments: what it may cost.
    ///   - maxCharacters: a second limit.
    /// - Returns: the shortest form, with a single character of each piece, when not even that fits.
    package func fitted(to maxSegments: Int, maxCharacters: Int = .max) -> SMSText {
        if fits(maxSegments, maxCharacters) { return self }
        // What is longer cannot fit in any case, and need not be counted.
        var longest = min(pieces.map(\.variableLength).max() ?? 0, max(1, maxSegments) * 160)
        var shortest = 1
        while shortest < longest {
            let middle = (shortest + longest + 1) / 2
            if cut(to: middle).fits(maxSegments, maxCharacters) {
                shortest = middle
            } else {
                longest = middle - 1
            }
        }
        return cut(to: shortest)
    }

    private func fits(_ maxSegments: Int, _ maxCharacters: Int) -> Bool {
        let text = text
        return text.utf8.count <= 4 * 160 * max(1, maxSegments) && Self.segments(text) <= maxSegments
            && (maxCharacters == .max || text.count <= maxCharacters)
    }

    private func cut(to length: Int) -> SMSText {
        // An ellipsis alone would take the text out of the small alphabet.
        let cut = SMSText(pieces.map { $0.cut(to: length, mark: "...") })
        return cut.encoding == .gsm7 ? cut : SMSText(pieces.map { $0.cut(to: length, mark: "…") })
    }
}

extension SMSText.Piece {
    /// In characters; nothing for what is fixed.
    fileprivate var variableLength: Int {
        switch self {
        case .fixed: 0
        case .variable(let text): text.count
        }
    }

    fileprivate func cut(to length: Int, mark: String) -> SMSText.Piece {
        guard case .variable(let text) = self else { return self }
        let start = text.prefix(length)
        // One character can be a letter with a thousand accents.
        let isReasonable = start.utf16.count <= 8 * length
        if isReasonable, start.endIndex == text.endIndex { return self }
        return .variable((isReasonable ? String(start).withoutTrailingSpaces : "") + mark)
    }
}

extension String {
    fileprivate var withoutTrailingSpaces: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
