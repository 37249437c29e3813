/// In how many parts a text travels as SMS (https://www.twilio.com/docs/glossary/what-sms-character-limit).
enum MessageSegments {
    private static let alphabet = Set(
        """
        @£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
        abcdefghijklmnopqrstuvwxyzäöñüà
        """.unicodeScalars)
    /// Each takes two places.
    private static let extended = Set("\u{0C}^{}\\[~]|€".unicodeScalars)

    static func count(_ text: String) -> Int {
        let scalars = text.unicodeScalars
        if scalars.allSatisfy({ alphabet.contains($0) || extended.contains($0) }) {
            return parts(scalars.reduce(0) { $0 + (extended.contains($1) ? 2 : 1) }, whole: 160, split: 153)
        }
        return parts(text.utf16.count, whole: 70, split: 67)
    }

    private static func parts(_ length: Int, whole: Int, split: Int) -> Int {
        length <= whole ? 1 : (length + split - 1) / split
    }
}
