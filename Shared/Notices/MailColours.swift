internal import Foundation

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

/// A colour of the sRGB space.
struct Colour: Sendable, Equatable {
    /// From 0, black, to 1, white (WCAG 2.2, "relative luminance").
    let luminance: Double

    static let white = Colour(luminance: 1)
    /// What a mail's text stands on when its reader wants it dark: `#1e242b`, as the layout has it.
    static let darkCard = Colour(0x1E, 0x24, 0x2B)

    private init(luminance: Double) { self.luminance = luminance }

    init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        luminance = 0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// - Parameter text: `#rrggbb`; nil when it is something else.
    init?(_ text: String) {
        let digits = text.dropFirst()
        guard text.first == "#", digits.utf8.count == 6, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }),
            let value = UInt32(digits, radix: 16)
        else { return nil }
        self.init(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }

    private static func linear(_ part: UInt8) -> Double {
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }

    /// From 1, the same, to 21 (WCAG 2.2, "contrast ratio").
    func contrast(with other: Colour) -> Double {
        (max(luminance, other.luminance) + 0.05) / (min(luminance, other.luminance) + 0.05)
    }
}
