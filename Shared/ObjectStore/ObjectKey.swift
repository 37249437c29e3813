/// The name of an object: words of `a-z A-Z 0-9 . _ -`, separated by slashes. No word begins with a dot, so that no key leads
/// out of a folder or to what the store keeps for itself, and none needs an encoding in a URL.
package struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Nil when the text is no key.
    package init?(_ text: String) {
        guard text.utf8.count <= 512, Self.isPath(text) else { return nil }
        description = text
    }

    static func isPath(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.first != "." && word.utf8.allSatisfy(isWordByte)
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
