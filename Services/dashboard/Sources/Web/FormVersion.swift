internal import Crypto

/// From which stored values a form was filled in: a hash of them, which the form carries in a hidden field. When the stored ones are
/// others by the time it is sent, somebody else has changed them since it was shown, and saving it would undo that unseen.
///
/// It covers what its form shows and nothing else of the row: who edits the hours of an agent does not stand in the way of who edits
/// their name.
struct FormVersion: Sendable, Equatable {
    static let field = "version"

    private let text: String

    /// - Parameter values: all that the form shows, as it is stored, always in the same order.
    init(of values: [String?]) {
        // With its length before it, no value can pass for the end of the one before.
        let all = values.map { value in value.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
        text = SHA256.hash(data: Array(all.utf8)).prefix(16).hex
    }

    /// As it was sent. A form without one is of nothing that anybody has seen, and equal to none.
    init(_ form: Form) { text = form[Self.field] }

    var hidden: HTML { #"<input type="hidden" name="\#(Self.field)" value="\#(text)">"# }
}

/// Thrown in a transaction that is to change what has become something else since the form was filled in: nothing is kept.
struct StaleForm: Error {}
