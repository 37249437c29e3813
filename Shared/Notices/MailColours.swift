/// The colours of a mail's button, links and box, by the names that the layout has for them: ours, or made of an agency's own.
///
/// Whatever colour an agency has, what is written on it and with it can be read: by at least 4.5:1 (WCAG 2.2, 1.4.3).
struct MailColours: Equatable {
    /// What the layout is rendered with.
    let values: [String: String]

    /// - Parameter accent: `#rrggbb`; ours when it is nil or none.
    init(accent: String?) {
        guard let accent, let colour = Colour(accent) else {
            values = Self.ours
            return
        }
        let onAccent = Colour.white.contrast(with: colour) >= Self.least ? "#ffffff" : "#000000"
        func readable(on card: Colour, otherwise text: String) -> String {
            colour.contrast(with: card) >= Self.least ? accent : text
        }
        values = [
            "accent": accent, "onAccent": onAccent, "box": "#f2f4f7",
            "linkColor": readable(on: .white, otherwise: "#1d2733"),
            "darkAccent": accent, "onDarkAccent": onAccent, "darkBox": "#2a323b",
            "darkLinkColor": readable(on: .darkCard, otherwise: "#e8ecf0"),
        ]
    }

    private static let least = 4.5

    private static let ours = [
        "accent": "#14532d", "onAccent": "#ffffff", "box": "#eef6f0", "linkColor": "#14532d",
        "darkAccent": "#86efac", "onDarkAccent": "#0b2414", "darkBox": "#17301f", "darkLinkColor": "#86efac",
    ]
}
