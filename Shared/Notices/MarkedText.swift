/// Marks in a text what somebody else wrote, so that it is still known after the text was rendered.
///
/// The marks are control characters; ``UserText`` lets none of them through.
enum MarkedText {
    static func mark(_ userText: String) -> String { "\u{2}\(userText)\u{3}" }

    /// Fixed and variable pieces in turn, without the marks, all on one line.
    static func pieces(_ text: String) -> [SMSText.Piece] {
        var pieces: [SMSText.Piece] = []
        var current = String.UnicodeScalarView()
        var followsSpace = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{2}", "\u{3}":
                append(current, isVariable: scalar == "\u{3}", to: &pieces)
                current = String.UnicodeScalarView()
            case "\u{0}"..."\u{8}", "\u{E}"..."\u{1F}", "\u{7F}"..."\u{9F}": continue
            default:
                let isSpace = scalar.properties.isWhitespace
                if !(isSpace && followsSpace) { current.append(isSpace ? " " : scalar) }
                followsSpace = isSpace
            }
        }
        append(current, isVariable: false, to: &pieces)
        return pieces
    }

    private static func append(_ text: String.UnicodeScalarView, isVariable: Bool, to pieces: inout [SMSText.Piece]) {
        guard !text.isEmpty else { return }
        pieces.append(isVariable ? .variable(String(text)) : .fixed(String(text)))
    }
}
