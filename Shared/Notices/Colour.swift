internal import Foundation

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
