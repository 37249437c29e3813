extension HTTPRequest {
    /// Whether both URLs lead to the same scheme, host and port; false when one of them is none.
    package static func haveSameOrigin(_ one: String, _ other: String) -> Bool {
        guard let one = RequestTarget(one), let other = RequestTarget(other) else { return false }
        return one.hasSameOrigin(as: other)
    }
}
