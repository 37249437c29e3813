/// Makes a value of what stands in a cell.
///
/// Blanks at the ends go, and blanks in a row become one. Marks that cannot be seen and turn text around are left out
/// rather than complained about: telephone books of Windows put them around numbers that people copy. The joiners of
/// Persian and of the scripts of India stay.
enum CellText: Sendable, Hashable {
    /// Nothing, or nothing but dashes.
    case blank
    case text(String)
    /// More than one line, where one is wanted: most often because a quote is missing.
    case lines
    case controls

    init(_ cell: String) {
        if Self.isPlain(cell) {
            self = Self.isDashes(cell) ? .blank : .text(cell)
            return
        }
        var text = String.UnicodeScalarView()
        var isAfterBlank = false
        var isAfterLine = false
        for scalar in cell.unicodeScalars where !Self.isInvisible(scalar) {
            if scalar.properties.isWhitespace {
                isAfterBlank = true
                isAfterLine = isAfterLine || Self.isLineEnd(scalar)
                continue
            }
            guard scalar.properties.generalCategory != .control else {
                self = .controls
                return
            }
            if isAfterBlank, !text.isEmpty {
                guard !isAfterLine else {
                    self = .lines
                    return
                }
                text.append(" ")
            }
            isAfterBlank = false
            isAfterLine = false
            text.append(scalar)
        }
        let cleaned = String(text)
        self = Self.isDashes(cleaned) ? .blank : .text(cleaned)
    }

    /// For what may have several lines: all of it that can be kept.
    static func notes(_ cell: String) -> String? {
        if isPlain(cell) { return isDashes(cell) ? nil : cell }
        let lines = cell.unicodeScalars.split(whereSeparator: isLineEnd).compactMap { line in
            let kept = line.lazy.filter { $0 == "\t" || $0.properties.generalCategory != .control }
            return if case .text(let text) = CellText(String(String.UnicodeScalarView(kept))) { text } else { nil }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// For a list: 80 scalars at most, with U+FFFD where a control character was.
    static func excerpt(_ text: String) -> String {
        var excerpt = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.lazy.filter({ !isInvisible($0) }).prefix(80) {
            excerpt.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(excerpt)
    }

    /// Whether there is nothing to do.
    private static func isPlain(_ cell: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in cell.utf8 {
            guard (0x20..<0x7f).contains(byte), byte != 0x20 || previous != 0x20 else { return false }
            previous = byte
        }
        return previous != 0x20
    }

    private static func isDashes(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { ["-", "\u{2013}", "\u{2014}"].contains($0) }
    }

    private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0a...0x0d, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Directional marks and overrides (UAX #9), zero-width blanks, byte order marks, tags.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xad, 0x61c, 0x180e, 0x200b, 0x200e, 0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff, 0xfff9...0xfffb,
            0xe0000...0xe007f:
            true
        default: false
        }
    }
}
