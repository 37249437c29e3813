/// A picture at the top of a mail.
package struct MailLogo: Sendable, Equatable {
    /// Where mail readers find it, without having signed in.
    package let address: String
    /// As which it is shown, in CSS pixels.
    package let width: Int
    package let height: Int

    /// - Parameters:
    ///   - width: of the picture itself, in pixels; at least 1. It is shown as large as it is, or smaller with the same shape.
    ///   - height: the same.
    package init(address: String, width: Int, height: Int) {
        self.address = address
        let (wide, high) = (Double(max(width, 1)), Double(max(height, 1)))
        let scale = min(Self.widest / wide, Self.highest / high, 1)
        self.width = max(1, Int((wide * scale).rounded()))
        self.height = max(1, Int((high * scale).rounded()))
    }

    private static let widest = 200.0
    private static let highest = 60.0
}
