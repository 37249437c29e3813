/// Text that somebody else wrote, made fit to stand among ours.
enum UserText {
    /// One line without anything that could end it or turn the text after it around; nil when nothing can be seen.
    ///
    /// - Parameters:
    ///   - limit: in characters; the rest is cut and marked with an ellipsis.
    ///   - isolates: whether our own marks around right-to-left names stay; see ``isolated(_:marked:)``.
    static func line(_ text: String?, limit: Int = 120, isolates: Bool = false) -> String? {
        guard let text else { return nil }
        // Bytes first: to count characters is to look at all of them, and one can be any number of bytes long.
        let start = String(decoding: text.utf8.prefix(16 * limit), as: UTF8.self)
        guard let line = cleaned(start, isolates: isolates) else { return nil }
        // There are no more characters than bytes.
        let isWhole = start.utf8.count == text.utf8.count && (line.utf8.count <= limit || line.count <= limit)
        return isWhole ? line : "\(line.prefix(limit - 1))…"
    }

    private static func cleaned(_ text: String, isolates: Bool) -> String? {
        var line: [UInt8] = []
        line.reserveCapacity(text.utf8.count)
        var isAfterSpace = false
        var isVisible = false
        for scalar in text.unicodeScalars {
            if scalar.isBreak {
                isAfterSpace = true
                continue
            }
            if isHarmful(scalar), !(isolates && (scalar == firstStrong || scalar == pop)) { continue }
            if isAfterSpace, !line.isEmpty { line.append(UInt8(ascii: " ")) }
            isAfterSpace = false
            line.append(contentsOf: scalar.utf8)
            isVisible = isVisible || scalar.isVisible
        }
        return isVisible ? String(decoding: line, as: UTF8.self) : nil
    }

    /// Paragraphs, each one line, and whether that is all of it; nil when nothing can be seen.
    ///
    /// A summary is a few sentences. One that is not, is somebody's mistake or worse, and is read on the page of the
    /// call: every line costs time to render, and mail clients cut what is long.
    static func paragraphs(_ text: String?, isolates: Bool = false) -> (paragraphs: [String], isWhole: Bool)? {
        guard let text else { return nil }
        let start = String(decoding: text.utf8.prefix(4 * longestText), as: UTF8.self)
        let lines = start.unicodeScalars.split(maxSplits: 10 * mostParagraphs, whereSeparator: \.isLineEnd)
        var left = longestText
        var isWhole = start.utf8.count == text.utf8.count && lines.count <= mostParagraphs
        var paragraphs: [String] = []
        for piece in lines.prefix(mostParagraphs) {
            guard left > 1 else {
                isWhole = false
                break
            }
            guard let paragraph = line(String(piece), limit: left, isolates: isolates) else { continue }
            if paragraph.count == left, paragraph.hasSuffix("…") { isWhole = false }
            left -= paragraph.count
            paragraphs.append(paragraph)
        }
        return paragraphs.isEmpty ? nil : (paragraphs, isWhole)
    }

    /// Keeps a text that is read from the right, in a sentence that is read from the left, from taking what follows it
    /// along: the comma and the number behind a name would stand before it.
    ///
    /// - Parameter marked: whether the text is marked as cuttable as well; what isolates it is not cut.
    static func isolated(_ text: String, marked: Bool) -> String {
        let inside = marked ? MarkedText.mark(text) : text
        return text.unicodeScalars.contains(where: \.isRightToLeft) ? "\(firstStrong)\(inside)\(pop)" : inside
    }

    private static let firstStrong: Unicode.Scalar = "\u{2068}"
    private static let pop: Unicode.Scalar = "\u{2069}"

    private static let longestText = 4000
    private static let mostParagraphs = 40

    /// Control characters, directions that outlast the text, and code points that stand for no character.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x08, 0x0E...0x1F, 0x7F...0x84, 0x86...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF,
            0xFEFF, 0xFFF9...0xFFFD:
            true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Hebrew, Arabic and the scripts beside them.
    fileprivate var isRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0x200F, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }

    fileprivate var isLineEnd: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// White space of all kinds, but for the two that keep words together.
    fileprivate var isBreak: Bool {
        switch value {
        case 0x20, 0x09...0x0D, 0x85, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x205F, 0x3000: true
        default: false
        }
    }

    fileprivate var isVisible: Bool {
        if (0x21...0x7E).contains(value) { return true }
        return switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: false
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
