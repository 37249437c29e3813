/// The default alphabet of GSM 03.38 with its extension table: what an SMS can say in seven bits a character.
enum GSMAlphabet {
    /// Septets; nil for what the alphabet does not have.
    static func septets(_ scalar: Unicode.Scalar) -> Int? {
        if basic.contains(scalar) { return 1 }
        return extended.contains(scalar) ? 2 : nil
    }

    private static let basic = Set(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            + "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    /// Each stands behind an escape.
    private static let extended = Set("\u{C}^{}\\[~]|€".unicodeScalars)
}
