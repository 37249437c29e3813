/// Why an object could not be stored, read or removed.
package struct ObjectStoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no object of that key.
        case missing
        /// No space is left.
        case full
        /// The store is away, broken, or refuses us. Trying again later may help.
        case unavailable
    }

    package var code: Code
    /// Fit for a log line and for people: no secrets, no keys of objects.
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
