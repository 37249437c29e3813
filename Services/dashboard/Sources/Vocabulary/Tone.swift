/// How good or bad something is, for a colour beside the words that say the same.
enum Tone: String, Sendable {
    case none = ""
    case good, info, warn, bad

    /// What follows a badge's class.
    var badge: String { self == .none ? "" : " \(rawValue)" }

    /// Of an item of a timeline.
    var attribute: HTML { self == .none ? .empty : #" class="\#(rawValue)""# }
}
