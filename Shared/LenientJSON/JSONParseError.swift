/// Where and why bytes are not JSON. Contains nothing of them.
package struct JSONParseError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case truncated = "the text ends too early"
        case unexpectedCharacter = "unexpected character"
        case trailingBytes = "something follows the value"
        case malformedNumber = "malformed number"
        case malformedEscape = "malformed escape in a string"
        case controlCharacter = "control character in a string"
        case malformedUTF8 = "malformed UTF-8"
        case tooDeep = "nested too deeply"
        case tooLong = "the text is too long"
    }

    /// Counted from 0; at most the number of bytes.
    package var offset: Int
    package var reason: Reason

    package init(offset: Int, reason: Reason) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "not JSON at byte \(offset): \(reason.rawValue)" }
}
